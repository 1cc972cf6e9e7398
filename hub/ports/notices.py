"""Telling people outside of alarms: what is owed to whom, what was sent, and the services that carry it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from hub.domain.words import EpochMs
from hub.ports.alarms import Alarm, AlarmId

NoticeId: TypeAlias = str


class NoticeError(Exception):
    """A service did not take a notice."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What is told to one recipient of the notify file. `due`: when it is tried next."""

    notice: NoticeId
    recipient: str
    title: str
    text: str
    written_at: EpochMs
    due: EpochMs
    attempts: int = 0
    sent_at: EpochMs | None = None
    given_up_at: EpochMs | None = None
    says: str | None = None


class NoticeBook(Protocol):
    """The notices of one transaction."""

    def write(self, notice: Notice, raised: Collection[AlarmId], cleared: Collection[AlarmId] = ()) -> None:
        """Owe a recipient this notice, and tell them no more that these were raised, and those cleared."""
        ...

    def told(self, recipient: str, alarms: Collection[AlarmId]) -> set[AlarmId]:
        """Those of the alarms that the recipient is told of already."""
        ...

    def cleared(self, recipient: str, since: EpochMs) -> list[Alarm]:
        """What cleared since then, of which the recipient got a notice and no word yet that it cleared.

        By branch, then the earliest raised first. Nothing of whose notice was given up.
        """
        ...

    def prune(self, before: EpochMs, most: int) -> int:
        """Forget so many notices that were written earlier, and that no alarm which is kept needs."""
        ...

    def owed(self, now_ms: EpochMs) -> list[Notice]:
        """What is to be sent now, the oldest first."""
        ...

    def owing(self) -> set[str]:
        """The recipients to whom something is owed, now or later."""
        ...

    def settle(self, notice: Notice) -> None:
        """Keep what became of an attempt: its count, when it is due again, sent, or given up."""
        ...

    def latest(self, recipient: str) -> EpochMs | None:
        """When the latest notice to a recipient was written."""
        ...

    def sent(self, most: int) -> Sequence[Notice]:
        """The latest notices, whatever became of them."""
        ...


class Notifier(Protocol):
    """Carries a notice to everywhere that a recipient is told."""

    async def send(self, recipient: str, title: str, text: str) -> None:
        """Send.

        Raises:
            NoticeError: some service did not take it.
        """
        ...
