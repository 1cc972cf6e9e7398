"""`cases`: whole cases of journey A per second through one hub process, 100 in flight, all durable.

Ours: hub and broker are processes of their own; this one is the counters (`LightCounter`) and the tellers'
handsets (feed and HTTP). A case is filed, offered, looked at and accepted on the handset, gets its two
materials, which are relayed to the handler's counter and confirmed there, is passed, and its result is
acknowledged by the origin's screen. The next is filed when one ends. Five branches with four tellers each.

Peer: as many cases' worth of journal entries, each in a transaction of its own, 100 at once, through the
same group commit into SQLite, and nothing else.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Final

import psutil
import websockets
from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, insert

from dashboards.terminal.demo.people import Handset
from device_profiles.contract.ids import parse_branch, parse_device
from device_profiles.contract.messages.case import (
    AddMaterial,
    FileCase,
    FinishCollecting,
    MaterialRecord,
    MaterialShown,
    ResultShown,
)
from device_profiles.contract.messages.event import SignInCodeShown
from device_profiles.delivery.database import Database, open_sqlite
from edge_agent.settings import Credential, read_credential
from hub.domain.roster import Staff
from tests.bench.bank import APPLICATION, PROCEDURE, Hub, open_hub
from tests.bench.harness import Benchmark, Goal, Measured, Say, Sides
from tests.bench.light_counter import Json, LightCounter

IN_FLIGHT: Final = 100
CASES: Final = 500
BRANCHES: Final = tuple(parse_branch(f"north/b{number}") for number in range(1, 6))
TELLERS: Final = tuple(
    Staff(
        f"{branch.branch}-{number}", f"Teller {number}", str(branch), "teller", frozenset({"accounts"}), 100
    )
    for branch in BRANCHES
    for number in range(1, 5)
)
MATERIALS: Final = ("application-form", "id-card-front")
MATERIAL_BYTES: Final = 20_000
ENTRIES: Final = 12
"""What the journal of one such case holds."""
ENTRY_BYTES: Final = 400
PATIENCE_S: Final = 60.0


class Desk:
    """A teller with their counter and handset: takes every offer, and passes what is complete."""

    def __init__(self, mine: Credential, handset: Handset, tasks: asyncio.TaskGroup) -> None:
        self.counter = LightCounter(mine, self.hear)
        self.handset = handset
        self._tasks = tasks
        self._told: dict[tuple[str, str], asyncio.Future[None]] = {}
        self._missing: defaultdict[str, int] = defaultdict(lambda: len(MATERIALS) + 1)

    async def take_offers(self, feed: websockets.ClientConnection) -> None:
        """Accept whatever is offered, until cancelled."""
        async for text in feed:
            told = json.loads(text)
            if told.get("change") == "offered":
                self._tasks.create_task(self.handset.accept(told["case"]))

    async def carry(self, target: Staff) -> None:
        """A customer's case, from its filing here to the result that was seen."""
        case, branch = self.counter.new_case(), parse_branch(target.branch)
        accepted, succeeded = self._expect(case, "accepted"), self._expect(case, "succeeded")
        await self.counter.say(
            FileCase(case=case, target=branch, procedure=PROCEDURE, application=APPLICATION)
        )
        async with asyncio.timeout(PATIENCE_S):
            await accepted
        for name in MATERIALS:
            content = os.urandom(MATERIAL_BYTES)
            record = MaterialRecord(
                name=name,
                sha256=await self.counter.upload(case, content),
                size_bytes=len(content),
                media_type="application/pdf",
                captured_at=time.time_ns() // 1_000_000,
            )
            await self.counter.say(AddMaterial(case=case, material=record))
        await self.counter.say(FinishCollecting(case=case))
        async with asyncio.timeout(PATIENCE_S):
            await succeeded
        await self.counter.say(ResultShown(case=case))

    def hear(self, kind: str, body: Json) -> None:
        """Act on what the hub says to the counter."""
        case = body.get("case")
        match kind:
            case "case.told":
                self._told.pop((case, body["news"])).set_result(None)
            case "case.material_relayed":
                material = body["material"]
                shown = MaterialShown(case=case, name=material["name"], sha256=material["sha256"])
                self._tasks.create_task(self._show(shown))
            case "case.ready_for_review":
                self._tasks.create_task(self._complete(case))
            case _:
                pass

    async def _show(self, shown: MaterialShown) -> None:
        await self.counter.say(shown)
        await self._complete(shown.case)

    async def _complete(self, case: str) -> None:
        """One more of what the decision waits for is there."""
        self._missing[case] -= 1
        if self._missing[case] == 0:
            del self._missing[case]
            await self.handset.decide(case, [], passed=True)

    def _expect(self, case: str, news: str) -> asyncio.Future[None]:
        waiting = self._told[case, news] = asyncio.get_running_loop().create_future()
        return waiting


async def _open_desk(hub: Hub, staff: Staff, tasks: asyncio.TaskGroup, stack: AsyncExitStack) -> Desk:
    mine = read_credential(hub.credential(parse_device(_counter_of(staff))))
    handset, token = await hub.log_in(staff.person)
    desk = Desk(mine, handset, tasks)
    running = tasks.create_task(desk.counter.run())
    stack.callback(running.cancel)
    await desk.counter.connected()
    await handset.begin_duty()
    code = f"{int(staff.person.replace('b', '').replace('-', '')):06d}"
    await desk.counter.say(SignInCodeShown(code=code, expires_at=time.time_ns() // 1_000_000 + 60_000))
    await handset.sign_in_at_counter(code)
    socket = hub.url.replace("http://", "ws://", 1) + "/api/feed"
    feed = await stack.enter_async_context(websockets.connect(socket))
    await feed.send(json.dumps({"token": token}))
    taking = tasks.create_task(desk.take_offers(feed))
    stack.callback(taking.cancel)
    return desk


def _counter_of(staff: Staff) -> str:
    return f"{staff.branch}/{staff.person}"


async def _ours(desks: list[Desk], hub: Hub) -> Measured:
    """Cases per second, and the processor time that hub and this process took for a case."""
    numbers = iter(range(CASES))

    async def keep_filing() -> None:
        for number in numbers:
            # The target is the next branch's: business away from the customer's own.
            await desks[number % len(desks)].carry(TELLERS[(number + 4) % len(TELLERS)])

    process = psutil.Process(hub.process.pid)
    cpu_before, own_before, started = _cpu_s(process), time.process_time(), time.perf_counter()
    async with asyncio.TaskGroup() as filing:
        for _ in range(IN_FLIGHT):
            filing.create_task(keep_filing())
    elapsed_s = time.perf_counter() - started
    return Measured(
        CASES / elapsed_s,
        {
            "hub_cpu_ms_per_case": (_cpu_s(process) - cpu_before) / CASES * 1000,
            "people_cpu_ms_per_case": (time.process_time() - own_before) / CASES * 1000,
        },
    )


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


_JOURNAL: Final = MetaData()
_entries: Final = Table(
    "entries", _JOURNAL, Column("number", Integer, primary_key=True), Column("body", Text, nullable=False)
)


async def _peer(folder: Path) -> Measured:
    numbers = itertools.count(1)
    left = iter(range(CASES * ENTRIES))
    with Database(open_sqlite(folder / f"peer-{time.monotonic_ns()}.sqlite", _JOURNAL)) as database:

        def append(connection: Connection) -> None:
            connection.execute(insert(_entries), {"number": next(numbers), "body": "e" * ENTRY_BYTES})

        async def keep_appending() -> None:
            for _ in left:
                await database.run(append)

        started = time.perf_counter()
        async with asyncio.TaskGroup() as tasks:
            for _ in range(IN_FLIGHT):
                tasks.create_task(keep_appending())
        return Measured(CASES / (time.perf_counter() - started))


@asynccontextmanager
async def _open(say: Say) -> AsyncIterator[Sides]:
    counters = [parse_device(_counter_of(staff)) for staff in TELLERS]
    async with (
        open_hub(say, counters, TELLERS) as hub,
        asyncio.TaskGroup() as tasks,
        AsyncExitStack() as stack,
    ):
        say("the tellers sign in …")
        desks = [await _open_desk(hub, staff, tasks, stack) for staff in TELLERS]
        yield Sides(ours=partial(_ours, desks, hub), peer=partial(_peer, hub.folder))


CASES_PER_SECOND: Final = Benchmark(
    name="cases",
    unit="cases/s",
    peer=f"{ENTRIES} journal entries a case appended with group commit, alone",
    goal=Goal(least_value=100),
    open=_open,
)
