"""The bank that plays: who works where, what they do on any day, and the mishaps that befall them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import httpx

from dashboards.terminal.demo.alone.opening import Alone
from dashboards.terminal.demo.business import Business, Say
from dashboards.terminal.demo.core import Core
from dashboards.terminal.demo.house import House
from dashboards.terminal.demo.origin import Origin
from dashboards.terminal.demo.people import Counter, Handset, Json
from dashboards.terminal.demo.staff import Manager, Teller

KIOSK: Final = "the kiosk"
PLAYERS: Final = ("li", "wang", "zhao", "sun", "audit", "ops")


class Bank:
    """Counter A; Li and Wang, tellers of branch B, with Zhao in its lobby; Sun, teller of branch C."""

    def __init__(
        self,
        house: House,
        core: Core,
        counters: Mapping[str, Counter],
        handsets: Mapping[str, Handset],
        papers: Sequence[Path],
        say: Say,
        alone: Alone | None = None,
    ) -> None:
        self.a = Origin(counters["A"], house.glass, papers, say)
        self.li = Teller("Li Ming", handsets["li"], "B", counters["B"], say)
        self.wang = Teller("Wang Fang", handsets["wang"], "B2", counters["B2"], say)
        self.sun = Teller("Sun Li", handsets["sun"], "C", counters["C"], say)
        self.zhao = Manager("Zhao Min", handsets["zhao"], say)
        self.auditor = handsets["audit"]
        self.operator = handsets["ops"]
        self.core = core
        self.counters = [counters[letter] for letter in house.counters]
        self.devices = [*self.counters, *([counters[KIOSK]] if house.has_kiosk else [])]
        """The counters, and the kiosk if there is one: each answers what its screen shows of the device."""
        self.readings_before = 0
        """How many readings were sent by agents that have been killed since."""
        self._house = house
        self._alone = alone
        self.say = say

    @property
    def alone(self) -> Alone:
        """The customer before the kiosk, and Rui at her desk."""
        assert self._alone is not None, "the scenario says that it needs the kiosk"
        return self._alone

    @property
    def businesses(self) -> list[Business]:
        """All that was filed so far, at counter A and before the kiosk."""
        return [*self.a.businesses, *([] if self._alone is None else self._alone.customer.businesses)]

    async def filed(self, business: Business) -> Json:
        """The case as its origin has it, or had it while the customer stood there."""
        if business.visit is not None:
            return business.visit.filed
        filed = (await self.a.counter.state())["filed"]
        return next(each for each in filed if each["case"] == business.case)

    async def take_usual_places(self) -> None:
        """Li at counter B, Zhao in the lobby, Sun at counter C, Rui at her desk; Wang on a break."""
        if self._alone is not None:
            await self._alone.rui.sits_at_desk()
        if not self.counters:
            return
        await self.zhao.handset.begin_duty()
        await self.li.comes_to_counter()
        await self.wang.takes_break()
        if self.sun.counter in self.counters:
            await self.sun.comes_to_counter()

    def tell_core(self, key: str) -> None:
        """Say what the core did under a key."""
        asked, done = self.core.asked[key], self.core.carried_out[key]
        self.say("the core", f"was asked {asked} times, did it {done} time: {self.core.references[key]}")

    async def loses(self, teller: Teller) -> None:
        """The power fails at the teller's counter, and their handset falls silent."""
        self.readings_before += (await teller.counter.state())["telemetry_sent"]
        await self._house.kill_counter(teller.letter)
        self.say(teller.counter.name, f"loses its power; {teller.name}'s handset is silent, too")

    async def gets_back(self, teller: Teller) -> None:
        """The teller's counter starts again."""
        await self._house.start_counter(teller.letter)
        await teller.counter.until("the link to be up", lambda state: state["connected"])
        self.say(teller.counter.name, "has its power back, and its link")


async def open_bank(
    house: House,
    core: Core,
    client: httpx.AsyncClient,
    papers: Sequence[Path],
    say: Say,
    *,
    thinks_s: float = 0.0,
    alone: Alone | None = None,
) -> Bank:
    """Everyone logs in on their handset, and the counters are waited for; each `thinks_s` before they act.

    Raises:
        PersonError: somebody could not log in, or a counter does not reach the hub.
    """
    handsets = {
        person: await Handset.log_in(person, house.password, house.hub_url, client, thinks_s)
        for person in PLAYERS
    }
    counters = {
        letter: Counter(f"counter {letter}", url, client, thinks_s)
        for letter, url in house.counter_urls.items()
    }
    counters[KIOSK] = Counter(KIOSK, house.kiosk_url, client)
    bank = Bank(house, core, counters, handsets, papers, say, alone)
    for device in bank.devices:
        await device.until("the link to be up", lambda state: state["connected"])
    say("demo", _connected(len(bank.counters), kiosk=house.has_kiosk))
    return bank


def _connected(number: int, *, kiosk: bool) -> str:
    if not number:
        return "the kiosk is connected"
    counters = "both counters are connected" if number == 2 else f"all {number} counters are connected"
    return f"{counters}, and the kiosk is" if kiosk else counters
