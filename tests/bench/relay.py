"""`relay`: a material from counter A's outbox through the hub to counter B, verified, 5 MB and 1 MB.

Ours: two real agents and the hub, each a process. The material is a PDF file of random bytes on the
scanner's folder: nothing examines a PDF, so what is measured is the way and not the looking. The clock runs
from the moment that A stamps the record (`captured_at`; it waits one commit later) to the moment that the
whole, verified and synced, takes its name in B's store. When B's screen has it is told beside (`shown_ms`).

Peer: the same bytes in the same pieces, one after another, bare MQTT with QoS 1 through the same broker
from one client to another, which digests them as they come. Compared is 5 MB.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from tests.bench.bank import APPLICATION, BRANCH_B, PROCEDURE, Bank, BankError, open_bank
from tests.bench.harness import Benchmark, Goal, Measured, Say, Sides
from tests.bench.raw_mqtt import open_near

MEGABYTE: Final = 1_000_000
SIZES_MB: Final = (1, 5)
TIMES: Final = 5
"""How often each size is sent in a run; what counts is the median."""
LOOK_EVERY_S: Final = 0.0005
PATIENCE_S: Final = 30.0


class Papers:
    """Lays random PDF files on the glass of counter A and follows them, all of one case."""

    def __init__(self, bank: Bank, case: str) -> None:
        self._bank = bank
        self._case = case
        self._laid = 0

    @classmethod
    async def of_new_case(cls, bank: Bank) -> Papers:
        """File a case that Li accepts at once."""
        counter = bank.counters["a"]
        case = await counter.file(str(BRANCH_B), PROCEDURE, APPLICATION)
        await bank.li.until_told(case, "offered")
        await bank.li.accept(case)
        await counter.filed(case, "accepted", lambda filed: bool(filed["told"]))
        return cls(bank, case)

    async def carry(self, size_bytes: int) -> tuple[float, float]:
        """One material; milliseconds until B has verified it, and until B's screen has it."""
        content = pdf(size_bytes)
        sha256 = hashlib.sha256(content).hexdigest()
        self._laid += 1
        name = "attachment" if self._laid == 1 else f"attachment-{self._laid}"
        await asyncio.to_thread((self._bank.glass / f"{sha256}.pdf").write_bytes, content)
        store = self._bank.hub.folder / "counter-b" / "materials"
        async with asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as tasks:
            scanning = tasks.create_task(self._bank.counters["a"].scan(self._case, name, "folder"))
            stored = tasks.create_task(asyncio.to_thread(_moment_of, store / self._case / sha256))
            shown = tasks.create_task(self._moment_shown(sha256))
        captured_at = scanning.result()["material"]["captured_at"]
        return stored.result() - captured_at, shown.result() - captured_at

    async def _moment_shown(self, sha256: str) -> float:
        def has_it(state: object) -> bool:
            return sha256 in str(state)

        await self._bank.counters["b"].until("the material", has_it)
        return time.time() * 1000


def pdf(size_bytes: int) -> bytes:
    """A file of random bytes between the marks of a PDF."""
    head, tail = b"%PDF-1.7\n", b"\n%%EOF\n"
    return head + os.urandom(size_bytes - len(head) - len(tail)) + tail


def _moment_of(path: Path) -> float:
    """Unix milliseconds when the file was there under its name, by looking often; blocks.

    Raises:
        BankError: it did not come.
    """
    give_up_at = time.monotonic() + PATIENCE_S
    while not path.exists():
        if time.monotonic() > give_up_at:
            raise BankError(f"the material did not come to {path.parent} within {PATIENCE_S:.0f} s")
        time.sleep(LOOK_EVERY_S)
    return time.time() * 1000


async def _ours(bank: Bank) -> Measured:
    papers = await Papers.of_new_case(bank)
    detail = {}
    for megabytes in SIZES_MB:
        times = [await papers.carry(megabytes * MEGABYTE) for _ in range(TIMES)]
        detail[f"{megabytes}_mb_ms"] = statistics.median(verified for verified, _ in times)
        detail[f"{megabytes}_mb_shown_ms"] = statistics.median(shown for _, shown in times)
    return Measured(detail["5_mb_ms"], detail)


async def _peer(send_ms: Callable[[bytes], Awaitable[float]]) -> Measured:
    detail = {}
    for megabytes in SIZES_MB:
        times_ms = [await send_ms(pdf(megabytes * MEGABYTE)) for _ in range(TIMES)]
        detail[f"{megabytes}_mb_ms"] = statistics.median(times_ms)
    return Measured(detail["5_mb_ms"], detail)


@asynccontextmanager
async def _open(say: Say) -> AsyncIterator[Sides]:
    async with (
        open_bank(say, agents=("a", "b")) as bank,
        open_near(bank.hub.guest, "receive", bank.hub.folder) as near,
    ):
        yield Sides(ours=lambda: _ours(bank), peer=lambda: _peer(near.send_ms))


RELAY: Final = Benchmark(
    name="relay",
    unit="ms for 5 MB",
    peer="the same bytes in 256 KB pieces straight through the broker, digest verified",
    goal=Goal(most_ratio=3),
    open=_open,
)
