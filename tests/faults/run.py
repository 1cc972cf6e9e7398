"""One run: the bank opens, its people work through the plan while faults strike, and all is judged."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random
from typing import Final

import httpx

from dashboards.terminal.demo.people import Counter, Handset
from tests.faults.bank import COUNTERS, MANAGER, OPERATOR, SEATS, FaultyBank, open_bank
from tests.faults.findings import Finding, Verdict
from tests.faults.gather import gather
from tests.faults.kinds import KINDS
from tests.faults.origins import Origin
from tests.faults.plan import BRANCH_B, ORIGINS, CasePlan, Plan, Strike, make_plan
from tests.faults.playbook import Playbook
from tests.faults.pressing import look
from tests.faults.staff import Feed, Manager, Teller
from tests.faults.verdict import judge
from tests.servers.hub import PASSWORD

IN_FLIGHT: Final = 12
"""Cases at a time: as many as the four tellers may have together."""
CASE_PATIENCE_S: Final = 150.0
"""How long a case may take, among faults; the longest path through deadlines takes a third of it."""
SETTLE_S: Final = 60.0
"""How long the last receipts may take, after the last fault."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run."""

    cases: int
    seed: int
    kills: int
    verdict: Verdict
    mishaps: tuple[str, ...]
    elapsed_s: float

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.verdict.findings

    def as_json(self) -> dict[str, int | float]:
        """As it is printed."""
        return {
            "cases": self.cases,
            "seed": self.seed,
            "kills": self.kills,
            "lost": self.verdict.count("lost"),
            "duplicated": self.verdict.count("duplicated"),
            "stuck": self.verdict.count("stuck"),
            "out_of_order": self.verdict.count("out_of_order"),
            "elapsed_s": round(self.elapsed_s, 1),
        }


async def run(
    cases: int, seed: int, kinds: Sequence[str], ended: Callable[[int], None], *, broker_apart: bool
) -> Outcome:
    """Play a plan; `ended` hears how many processes were killed so far, whenever a case has ended.

    Raises:
        BankError: a program of the bank does not start, or not again.
        PersonError: somebody could not so much as begin to work.
    """
    started = time.monotonic()
    plan = make_plan(cases, seed, kinds)
    async with (
        open_bank(broker_apart=broker_apart) as bank,
        httpx.AsyncClient(timeout=30, trust_env=False) as client,
    ):
        day = await _Day.begin(bank, client, seed)
        async with day.at_work():
            stuck = await day.play(plan, ended)
        await bank.close()
        history = await gather(bank, day.playbook.scripts.values(), day.feeds)
        verdict = judge(history)
        findings = (*verdict.findings, *_not_filed(stuck, day.playbook))
        return Outcome(
            cases, seed, day.kills, Verdict(findings), tuple(bank.mishaps), time.monotonic() - started
        )


def _not_filed(stuck: Sequence[CasePlan], playbook: Playbook) -> list[Finding]:
    """Cases that could not even be filed; what became of all others the history tells."""
    filed = {script.plan.number for script in playbook.scripts.values()}
    return [
        Finding("stuck", f"case {plan.number} could not be filed")
        for plan in stuck
        if plan.number not in filed
    ]


class _Day:
    """The people of the bank on a day, and the faults that they live with."""

    def __init__(
        self,
        bank: FaultyBank,
        origins: dict[str, Origin],
        tellers: Sequence[Teller],
        manager: Manager,
        operator: Handset,
        playbook: Playbook,
    ) -> None:
        self.playbook = playbook
        self.kills = 0
        self._bank = bank
        self._origins = origins
        self._tellers = tellers
        self._manager = manager
        self._operator = operator
        self._one_fault = asyncio.Lock()

    @classmethod
    async def begin(cls, bank: FaultyBank, client: httpx.AsyncClient, seed: int) -> _Day:
        """Everyone logs in and comes to their place."""
        handsets = {
            person: await Handset.log_in(person, PASSWORD, bank.hub.url, client)
            for person in (*SEATS, MANAGER, OPERATOR)
        }
        counters = {letter: Counter(letter, server.url, client) for letter, server in bank.counters.items()}
        playbook = Playbook()
        tellers = [
            Teller(handsets[person], counters[letter], _colleagues(person), playbook, bank.core)
            for person, letter in SEATS.items()
        ]
        at_b = [person for person, letter in SEATS.items() if COUNTERS[letter].startswith(BRANCH_B)]
        manager = Manager(handsets[MANAGER], at_b, Random(seed))
        origins = {
            letter: Origin(counters[letter], bank.counters[letter].glass, playbook, seed + number)
            for number, letter in enumerate(ORIGINS)
        }
        await manager.come()
        for teller in tellers:
            await teller.come()
        return cls(bank, origins, tellers, manager, handsets[OPERATOR], playbook)

    @property
    def feeds(self) -> dict[str, tuple[int, ...]]:
        """The numbers of what each person was shown."""
        return {person.handset.person: tuple(person.feed.numbers) for person in self._people}

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Everyone does what is to be done, for the length of the block."""
        async with asyncio.TaskGroup() as tasks:
            working = [
                tasks.create_task(work, name=name)
                for name, work in (
                    *((letter, origin.watch()) for letter, origin in self._origins.items()),
                    *((teller.handset.person, teller.work()) for teller in self._tellers),
                    (MANAGER, self._manager.work()),
                    ("supervisor", self._supervise()),
                )
            ]
            yield
            for task in working:
                task.cancel()

    async def play(self, plan: Plan, ended: Callable[[int], None]) -> list[CasePlan]:
        """Serve all cases while the faults strike, and let things settle; the cases that did not end."""
        stuck: list[CasePlan] = []
        at_once = asyncio.Semaphore(IN_FLIGHT)

        async def serve(case: CasePlan) -> None:
            try:
                async with asyncio.timeout(CASE_PATIENCE_S):
                    await self._origins[case.origin].serve(case)
            except TimeoutError:
                stuck.append(case)
            finally:
                self.playbook.end(case)
                at_once.release()
                ended(self.kills)

        async with asyncio.TaskGroup() as tasks:
            for strike in plan.strikes:
                tasks.create_task(self._strike(strike), name=f"{strike.kind} at {strike.case}")
            for case in plan.cases:
                await at_once.acquire()
                tasks.create_task(serve(case), name=f"case {case.number}")
        await self._settle()
        return stuck

    async def _strike(self, strike: Strike) -> None:
        await self.playbook.until(strike.case, strike.moment)
        await asyncio.sleep(strike.delay_s)
        async with self._one_fault:
            self.kills += await KINDS[strike.kind].strike(self._bank, strike)

    async def _supervise(self) -> None:
        """Start again what ends by itself."""
        while True:
            async with self._one_fault:
                for name in ("hub", *self._bank.counters):
                    if not self._bank.program(name).running:
                        await self._bank.until_up(name)
            await asyncio.sleep(0.2)

    async def _settle(self) -> None:
        """Wait until nobody waits for a receipt, and everyone was shown what there is; not for ever."""
        deadline = time.monotonic() + SETTLE_S
        while time.monotonic() < deadline:
            health = await look(lambda: self._operator.get("/api/health"))
            states = [await look(teller.counter.state) for teller in self._tellers]
            states += [await look(origin.counter.state) for origin in self._origins.values()]
            shown = [await self._is_shown_all(person.handset, person.feed) for person in self._people]
            handled = any(state["handled"] or state["waiting_messages"] for state in states)
            if not handled and not health["unsettled_messages"] and all(shown):
                return
            await asyncio.sleep(0.2)

    @property
    def _people(self) -> tuple[Teller | Manager, ...]:
        return (*self._tellers, self._manager)

    @staticmethod
    async def _is_shown_all(handset: Handset, feed: Feed) -> bool:
        me = await look(lambda: handset.get("/api/me"))
        return bool(me["last_change"] == (feed.numbers[-1] if feed.numbers else 0))


def _colleagues(person: str) -> list[str]:
    """The other tellers of the branch."""
    branches = {teller: COUNTERS[letter].rpartition("/")[0] for teller, letter in SEATS.items()}
    return [other for other in SEATS if other != person and branches[other] == branches[person]]
