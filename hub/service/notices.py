"""Tells people outside what is wrong: few words, together, and again and again until a service takes them.

What is owed is written down before it is sent, with the alarms it tells of, so that nobody is told twice,
and a hub that starts again goes on. It stands beside the alarms and never in their way: a recipient whose
service is away is told later, of all that is open then.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import structlog

from device_profiles.delivery.clock import Clock, Ids
from device_profiles.delivery.patience import Patience
from device_profiles.profiles import DeviceKind
from hub.domain.words import BranchName
from hub.ports.alarms import Alarm, AlarmId
from hub.ports.journal import Books, Journal
from hub.ports.notices import Notice, NoticeError, Notifier
from hub.service.notice_text import notice_text
from hub.service.overview import Overview, customers_waiting
from hub.service.recipients import Recipient, to_tell, to_tell_cleared

LOOK_EVERY_S: Final = 5.0
PAUSE_MS: Final = 60_000
"""A recipient gets one notice a minute at the most, with all that has come meanwhile."""
FIRST_RETRY_MS: Final = 10_000
LONGEST_RETRY_MS: Final = 600_000
GIVE_UP_AFTER_MS: Final = 24 * 3_600_000
"""So long a notice is tried; and what cleared longer ago is no news any more."""
LONGEST_REASON: Final = 300

_log = structlog.get_logger()


class Notices:
    """Writes down what is to be told, and sends it."""

    def __init__(
        self,
        journal: Journal,
        overview: Overview,
        kinds: Mapping[str, DeviceKind],
        recipients: Sequence[Recipient],
        notifier: Notifier,
        ids: Ids,
        clock: Clock,
        watches: Callable[[], bool] = lambda: True,
    ) -> None:
        self._journal = journal
        self._watches = watches
        self._overview = overview
        self._kinds = kinds
        self._recipients = recipients
        self._notifier = notifier
        self._ids = ids
        self._clock = clock
        self._patience = Patience("notices")
        self._tried: list[Notice] = []
        """What was tried and has yet to be kept."""

    async def run(self) -> None:
        """Look and send until cancelled."""
        while True:
            await self._patience.insist(self.look)
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """Write down what is new, and try to send all that is due; of several hubs, one does."""
        if not self._watches():
            return
        await self._settle()  # what was sent and could not be kept must not be sent again
        await self._write()
        now_ms = self._clock.now_ms()
        owed = await self._journal.transact(lambda books: books.notices.owed(now_ms))
        async with asyncio.TaskGroup() as tasks:  # a service that does not answer holds up no other
            for notice in owed:
                tasks.create_task(self._try(notice), name=f"notice to {notice.recipient}")
        await self._settle()

    async def _settle(self) -> None:
        tried = list(self._tried)

        def settle(books: Books) -> None:
            for notice in tried:
                books.notices.settle(notice)

        if tried:
            await self._journal.transact(settle)
            self._tried = self._tried[len(tried) :]

    async def _write(self) -> None:
        waiting = customers_waiting(await self._overview.branches())
        names = [self._ids.message_id() for _ in self._recipients]

        def write(books: Books) -> None:
            owing = books.notices.owing()
            for name, recipient in zip(names, self._recipients, strict=True):
                if recipient.name not in owing:
                    self._write_to(books, recipient, name, waiting)

        await self._journal.transact(write)

    def _write_to(
        self, books: Books, recipient: Recipient, name: str, waiting: Mapping[BranchName, int]
    ) -> None:
        now_ms, latest = self._clock.now_ms(), books.notices.latest(recipient.name)
        if latest is not None and now_ms - latest < PAUSE_MS:
            return
        alarms = books.alarms.open()
        told = books.notices.told(recipient.name, _names(alarms))
        fresh = to_tell(recipient, alarms, told, now_ms)
        ended = books.notices.cleared(recipient.name, now_ms - GIVE_UP_AFTER_MS)
        ended = to_tell_cleared(recipient, ended, now_ms)
        if fresh or ended:
            title, text = notice_text(recipient, fresh, ended, waiting, self._kinds, now_ms)
            notice = Notice(name, recipient.name, title, text, written_at=now_ms, due=now_ms)
            books.notices.write(notice, _names(fresh), _names(ended))

    async def _try(self, notice: Notice) -> None:
        """One attempt, and what became of it."""
        notice = replace(notice, attempts=notice.attempts + 1)
        try:
            await self._notifier.send(notice.recipient, notice.title, notice.text)
        except NoticeError as error:
            after = self._failed(notice, str(error))
        except Exception as error:  # noqa: BLE001  a task's boundary: a fault of one service ends no hub
            after = self._failed(notice, f"{type(error).__name__}: {error}")
        else:
            _log.info("notice sent", recipient=notice.recipient, attempts=notice.attempts)
            after = replace(notice, sent_at=self._clock.now_ms(), says=None)
        self._tried.append(after)

    def _failed(self, notice: Notice, says: str) -> Notice:
        now_ms = self._clock.now_ms()
        is_over = now_ms - notice.written_at >= GIVE_UP_AFTER_MS
        told = {"recipient": notice.recipient, "attempts": notice.attempts, "given_up": is_over}
        _log.warning("notice not sent", reason=says, **told)
        retry_ms = min(FIRST_RETRY_MS * 2 ** min(notice.attempts - 1, 20), LONGEST_RETRY_MS)
        return replace(
            notice,
            due=now_ms + retry_ms,
            given_up_at=now_ms if is_over else None,
            says=says[:LONGEST_REASON],
        )


def _names(alarms: Sequence[Alarm]) -> list[AlarmId]:
    return [alarm.alarm for alarm in alarms]
