"""Which of the hubs on a journal watches the devices: the one that is there the longest.

The broker gives each reading to one of the hubs. So one of them must hear all, or each would call devices
silent that spoke to another; and only one may tell people outside, or they would be told by each. A hub
says every few seconds in the journal that it is there. Whoever has not heard it for a while, by their own
clock, strikes it off; clocks of hubs need not agree.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

import structlog

from device_profiles.delivery.clock import Clock
from device_profiles.delivery.patience import Patience
from hub.domain.words import EpochMs
from hub.ports.hubs import PresentHub
from hub.ports.journal import Books, Journal

LOOK_EVERY_S: Final = 3.0
GONE_AFTER_MS: Final = 15_000
"""A hub that said nothing for so long is gone, or asleep: another takes over."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Heard:
    """What another hub said last, when this one found it, and whether it has said more than once."""

    said: PresentHub
    at: EpochMs
    is_alive: bool


class Lookout:
    """Whether this hub watches the devices, and whether others are there beside it.

    Args:
        hub: its name, another one at every start.
        has_equals: whether others may work with the same journal; else it is alone, and writes nothing.
        shares_broker: whether those would have the same broker.
    """

    def __init__(
        self, journal: Journal, clock: Clock, hub: str, *, has_equals: bool, shares_broker: bool = True
    ) -> None:
        self._journal = journal
        self._clock = clock
        self._hub = hub
        self._has_equals = has_equals
        self._shares_broker = shares_broker
        self._heard: dict[str, _Heard] = {}
        self._patience = Patience("lookout")
        self.watches = not has_equals
        self.has_company = False

    async def run(self) -> None:
        """Look until cancelled."""
        while self._has_equals:
            await self._patience.insist(self.look)
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """Say that this hub is there, and find out which others are."""
        if not self._has_equals:
            return
        now_ms = self._clock.now_ms()
        gone = [each.said for each in self._heard.values() if not 0 <= now_ms - each.at < GONE_AFTER_MS]

        def meet(books: Books) -> list[PresentHub]:
            for each in gone:
                books.hubs.strike(each)
            books.hubs.say(self._hub, now_ms)
            return books.hubs.all()

        hubs = await self._journal.transact(meet)
        self._heard = {each.hub: self._hear(each, now_ms) for each in hubs if each.hub != self._hub}
        has_company = any(each.is_alive for each in self._heard.values())
        self._take_part(watches=hubs[0].hub == self._hub, has_company=has_company)

    def _hear(self, said: PresentHub, now_ms: EpochMs) -> _Heard:
        before = self._heard.get(said.hub)
        if before is None:  # one that was killed is found here too
            return _Heard(said, now_ms, is_alive=False)
        return before if before.said == said else _Heard(said, now_ms, is_alive=True)

    def _take_part(self, *, watches: bool, has_company: bool) -> None:
        if has_company and not self.has_company and not self._shares_broker:
            _log.error(
                "hubs with brokers of their own on one database",
                what="the hub that watches calls the devices of the others silent",
                do="give all hubs one broker, TONGBAN_BROKER_URL",
            )
        if (watches, has_company) != (self.watches, self.has_company):
            _log.info("lookout", watches=watches, has_company=has_company)
        self.watches, self.has_company = watches, has_company
