"""`python -m tests.soak.kiosks --minutes 10`: twenty kiosks at one hub, and what became of their links.

Four have real links, with film; the others have links without film, which are begun again and opened anew
all the time. A call is *lost* when it ends, or its picture or its beats stand still, and nobody meant it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import Final

import psutil

from tests.bench.harness import percentile
from tests.servers.program import open_folder
from tests.soak.bank import Link, SoakedBank, open_bank
from tests.soak.lateness import noted_since

LOOK_EVERY_S: Final = 1.0
SAY_EVERY_S: Final = 30.0
AGAIN_EVERY_S: Final = 6.0
AGAIN_BEFORE_CLOSE: Final = 3
STILL_S: Final = 5.0
"""A real link without a new picture for so long has broken."""
BEATLESS_S: Final = 9.0
MOST_LATE_MS: Final = 50.0
MOST_GROWTH_MB: Final = 16.0
CROSSED: Final = "call_over"
"""A beat that was on its way when its desk closed the call."""
SETTLES_S: Final = 3.0

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a soak.

    `late_…_ms`: how late the event loops of the real kiosks were, the worst of four; `machine_p99_ms`: a
    loop that had nothing to do, at the same time. `longest_still_s`: between two pictures of a link.
    """

    minutes: float
    calls: int
    lost: tuple[str, ...]
    refused: dict[str, int]
    refused_by_kiosks: int
    pictures: int
    longest_still_s: float
    beats: int
    hub_mb_first: float
    hub_mb_last: float
    late_p50_ms: float
    late_p99_ms: float
    machine_p99_ms: float

    @property
    def faults(self) -> tuple[str, ...]:
        """What should not have been."""
        found = [*self.lost]
        found += [
            f"refused: {code}, {count} times" for code, count in self.refused.items() if code != CROSSED
        ]
        if self.refused_by_kiosks:
            found.append(f"kiosks refused {self.refused_by_kiosks} words")
        if self.hub_mb_last - self.hub_mb_first > MOST_GROWTH_MB:
            found.append(f"the hub grew from {self.hub_mb_first:.0f} to {self.hub_mb_last:.0f} MB")
        # What the machine itself costs, because it is busy, is not the agent's.
        if self.late_p99_ms > MOST_LATE_MS + self.machine_p99_ms:
            found.append(f"event loop: p99 {self.late_p99_ms:.0f} ms")
        return tuple(found)


class _Soak:
    def __init__(self, bank: SoakedBank) -> None:
        self._bank = bank
        self.calls = 0
        self.beats = 0
        self.lost: list[str] = []
        self.longest_still_s = 0.0
        self.hub_mb: list[float] = []

    async def opens(self, link: Link) -> str:
        """The desk opens a link of its case; the call, once it is up."""
        await link.desk.say("open", case=link.case, kind="monitoring")
        return str((await link.desk.hears("offer"))["call"])

    async def looks_on(self, link: Link) -> None:
        """A real link that nobody touches goes on."""
        await self.opens(link)
        self.calls += 1
        await link.desk.sees(1)
        seen, moved_s = link.desk.pictures, time.monotonic()
        while True:
            await asyncio.sleep(0.1)
            if link.desk.pictures > seen:
                seen, moved_s = link.desk.pictures, time.monotonic()
            still_s = time.monotonic() - moved_s
            self.longest_still_s = max(self.longest_still_s, still_s)
            if still_s > STILL_S:
                self.lost.append(f"{link.kiosk}: no picture for {STILL_S:g} s")
                return

    async def talks(self, link: Link) -> None:
        """A light link is begun again, again, closed, and opened anew."""
        while True:
            call = await self.opens(link)
            self.calls += 1
            for epoch in range(2, 2 + AGAIN_BEFORE_CLOSE):
                await self._beats(link)
                await link.desk.say("again", case=link.case, call=call)
                offers = _offers(call, epoch)
                await link.desk.hears("offer", offers)
            await self._beats(link)
            await link.desk.say("close", case=link.case, call=call)
            self.reads(link)

    async def _beats(self, link: Link) -> None:
        before = len(_beats(link))
        await asyncio.sleep(AGAIN_EVERY_S)
        if len(_beats(link)) == before:
            async with asyncio.timeout(BEATLESS_S):
                await link.desk.hears("beat")

    def reads(self, link: Link) -> None:
        """Take what the desk has heard, and look for what it should not have."""
        for word in link.desk.heard:
            self.beats += word["say"] == "beat"
            if word["say"] in ("ended", "refused"):
                self.lost.append(f"{link.kiosk}: its desk heard {word}")
        link.desk.heard.clear()

    async def weighs_hub(self) -> None:
        """Note how much memory the hub has."""
        process = psutil.Process(self._bank.hub.pid)
        while True:
            self.hub_mb.append(process.memory_info().rss / 1e6)
            await asyncio.sleep(LOOK_EVERY_S)


def _offers(call: str, epoch: int) -> Callable[[dict[str, object]], bool]:
    return lambda word: word["call"] == call and word["epoch"] == epoch


def _beats(link: Link) -> list[object]:
    return [word for word in link.desk.heard if word["say"] == "beat"]


async def soak(minutes: float, say: Say) -> Outcome:
    """Run it for so long."""
    say("twenty kiosks and their reviewers come together …")
    with open_folder() as folder:
        async with open_bank(folder) as bank:
            return await _soaked(bank, minutes, say)


async def _soaked(bank: SoakedBank, minutes: float, say: Say) -> Outcome:
    soaking = _Soak(bank)
    async with asyncio.TaskGroup() as tasks:
        running = [
            *(tasks.create_task(_lost(soaking, link, soaking.looks_on)) for link in bank.real),
            *(tasks.create_task(_lost(soaking, link, soaking.talks)) for link in bank.light),
        ]
        for link in bank.real:
            await link.desk.sees(15)
        await asyncio.sleep(SETTLES_S)
        began, ends_s = time.time(), time.monotonic() + 60 * minutes
        running.append(tasks.create_task(soaking.weighs_hub()))
        while (left_s := ends_s - time.monotonic()) > 0:
            await asyncio.sleep(min(left_s, SAY_EVERY_S))
            say(
                f"{time.time() - began:5.0f} s: {soaking.calls} calls, {len(soaking.lost)} lost, "
                f"hub {soaking.hub_mb[-1]:.0f} MB"
            )
        for task in running:
            task.cancel()
    refused = (await bank.operator.get("/api/health"))["refused"]
    for link in (*bank.real, *bank.light):
        soaking.reads(link)
    thirds = max(1, len(soaking.hub_mb) // 3)
    late_ms = [noted_since(file, began) for file in bank.lateness]
    return Outcome(
        minutes=minutes,
        calls=soaking.calls,
        lost=tuple(soaking.lost),
        refused={code: count for code, count in refused.items() if count},
        refused_by_kiosks=sum(log.read_text(errors="replace").count("signal refused") for log in bank.logs),
        pictures=sum(link.desk.pictures for link in bank.real),
        longest_still_s=round(soaking.longest_still_s, 2),
        beats=soaking.beats,
        hub_mb_first=round(statistics.median(soaking.hub_mb[:thirds]), 1),
        hub_mb_last=round(statistics.median(soaking.hub_mb[-thirds:]), 1),
        late_p50_ms=max(percentile(each, 0.5) for each in late_ms),
        late_p99_ms=max(percentile(each, 0.99) for each in late_ms),
        machine_p99_ms=percentile(noted_since(bank.machines_own, began), 0.99),
    )


async def _lost(soaking: _Soak, link: Link, act: Callable[[Link], Awaitable[None]]) -> None:
    try:
        await act(link)
    except (TimeoutError, OSError) as error:
        soaking.lost.append(f"{link.kiosk}: {type(error).__name__}")


def main() -> int:
    """Print the outcome as JSON; 1 when something should not have been."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--minutes", type=float, default=10.0)
    minutes = words.parse_args().minutes
    outcome = asyncio.run(soak(minutes, lambda says: print(says, file=sys.stderr, flush=True)))
    print(json.dumps(asdict(outcome)))
    for fault in outcome.faults:
        print(fault, file=sys.stderr)
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main())
