"""Notices through Apprise: mail, WeCom, DingTalk, Feishu, webhooks and others, each by its address.

Apprise takes half a second to load, so it is loaded only where somebody is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hub.ports.notices import NoticeError

TIMEOUT_S: Final = 20.0


def is_address(address: str) -> bool:
    """Whether some service has addresses like this."""
    from apprise import Apprise  # noqa: PLC0415

    return Apprise().add(address)


class AppriseNotifier:
    """Implements the `Notifier` port. `addresses`: by recipient."""

    def __init__(self, addresses: Mapping[str, str]) -> None:
        from apprise import Apprise  # noqa: PLC0415

        self._services: dict[str, Apprise] = {}
        for recipient, address in addresses.items():
            self._services[recipient] = Apprise()
            self._services[recipient].add(address)

    async def send(self, recipient: str, title: str, text: str) -> None:
        """Send.

        Raises:
            NoticeError: the service did not take it, or the recipient is told no more.
        """
        service = self._services.get(recipient)
        if service is None:
            raise NoticeError("the notify file does not name this recipient any more")
        result = await service.async_notify(body=text, title=title, timeout=TIMEOUT_S)
        if not result:
            said = [
                f"{each.name}: {entry.message}"
                for each in result.results
                for attempt in each.attempts
                for entry in attempt.logs
            ]
            raise NoticeError("; ".join(said) or result.status.name.lower())
