"""`route`: from a filed case to the offer on the teller's screen, committed durably, at light load.

Ours: this process is the filing device (a `LightCounter`) and the teller's screen (a WebSocket client of
`/api/feed`); hub, broker and the teller's counter B are processes of their own. The clock runs from the
publish of the numbered `case.file` to the arrival of the text that says `offered`; what the device itself
keeps on its disk before is not in it. One case at a time: the next is filed when the receipt is in.
Li's capacity has no end here, so offers stay open; answering them would be other work on the same disk.

Peer: a question and its answer, bare MQTT with QoS 1 through the same broker, one fdatasync of 4 KB before
the answer. Compared is p99.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final

import websockets

from device_profiles.contract.messages.case import FileCase
from edge_agent.settings import read_credential
from tests.bench.bank import APPLICATION, BRANCH_B, COUNTER_A, PROCEDURE, Bank, open_bank
from tests.bench.harness import Benchmark, Goal, Measured, Say, Sides, percentile
from tests.bench.light_counter import LightCounter
from tests.bench.raw_mqtt import open_near

CASES: Final = 200
PATIENCE_S: Final = 30.0


async def _file_one_ms(device: LightCounter, screen: websockets.ClientConnection) -> float:
    filing = FileCase(case=device.new_case(), target=BRANCH_B, procedure=PROCEDURE, application=APPLICATION)
    async with asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as tasks:
        started = time.perf_counter_ns()
        tasks.create_task(device.say(filing))
        told = json.loads(await screen.recv())
        while (told.get("case"), told.get("change")) != (filing.case, "offered"):
            told = json.loads(await screen.recv())
        elapsed_ns = time.perf_counter_ns() - started
    return elapsed_ns / 1e6


async def _measured(one_ms: Callable[[], Awaitable[float]]) -> Measured:
    times_ms = [await one_ms() for _ in range(CASES)]
    p50_ms, p99_ms = (percentile(times_ms, share) for share in (0.5, 0.99))
    return Measured(p99_ms, {"p50_ms": p50_ms, "p99_ms": p99_ms, "max_ms": max(times_ms)})


@asynccontextmanager
async def _screen(bank: Bank) -> AsyncIterator[websockets.ClientConnection]:
    """The feed of Li's screen."""
    async with websockets.connect(bank.hub.url.replace("http://", "ws://", 1) + "/api/feed") as socket:
        await socket.send(json.dumps({"token": bank.li_token}))
        yield socket


@asynccontextmanager
async def _open(say: Say) -> AsyncIterator[Sides]:
    async with open_bank(say, agents=("b",)) as bank, asyncio.TaskGroup() as tasks:
        mine = read_credential(bank.hub.credential(COUNTER_A))
        device = LightCounter(mine, on_message=lambda kind, body: None)
        running = tasks.create_task(device.run())
        await device.connected()
        async with open_near(bank.hub.guest, "answer", bank.hub.folder) as near, _screen(bank) as screen:
            yield Sides(
                ours=lambda: _measured(lambda: _file_one_ms(device, screen)),
                peer=lambda: _measured(near.ask_ms),
            )
        running.cancel()


ROUTE: Final = Benchmark(
    name="route",
    unit="ms p99",
    peer="raw MQTT QoS 1 request/response through the same broker, and one fdatasync of 4 KB",
    goal=Goal(most_ratio=3),
    open=_open,
)
