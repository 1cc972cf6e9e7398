"""Services that carry notices, and a time at which they do not."""

from __future__ import annotations

from hub.ports.notices import NoticeError


class FakeNotifier:
    """Implements the `Notifier` port: keeps what was sent, by recipient."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str]] = []
        self.away: set[str] = set()
        self.tried = 0

    async def send(self, recipient: str, title: str, text: str) -> None:
        self.tried += 1
        if recipient in self.away:
            raise NoticeError("no route to the service")
        self.sent.append((recipient, title, text))

    def texts(self, recipient: str) -> list[str]:
        return [text for name, _, text in self.sent if name == recipient]
