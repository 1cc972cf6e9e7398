"""Programs are killed as a power cut would kill them; the case goes on, nothing is lost or doubled."""

from __future__ import annotations

import asyncio
import io
import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx
import numpy as np
import pytest
from PIL import Image

from dashboards.terminal.demo.outcome import repeated
from dashboards.terminal.demo.people import Counter, Handset
from tests.integration.words import APPLICATION
from tests.servers.bank import BRANCH_B, Bank, open_bank
from tests.servers.hub import PASSWORD
from tests.servers.program import open_folder

LARGE_BYTES = 15_000_000
COUNTED = ("filed", "succeeded", "failed", "offers_expired")


@pytest.fixture
def bank() -> Iterator[Bank]:
    # A fresh one each time: links that broke a moment ago come back more slowly every time.
    with open_folder() as folder, open_bank(folder) as bank:
        yield bank


@dataclass
class People:
    """Who works with the bank: both counters' screens, Li with her handset, an auditor, an operator."""

    bank: Bank
    counter_a: Counter
    counter_b: Counter
    li: Handset
    audit: Handset
    ops: Handset

    async def li_signs_in(self) -> None:
        """Li begins her duty and signs in at counter B."""
        await self.counter_b.until("its link", lambda state: state["connected"])
        await self.li.begin_duty()
        await self.li.sign_in_at_counter(await self.counter_b.show_code())

    async def file(self) -> str:
        """Counter A files a case for Li's branch."""
        return await self.counter_a.file(BRANCH_B, "open-account", APPLICATION)

    async def finish(self, case: str) -> None:
        """From the accepted offer to the result on counter A's screen, with nothing lost or doubled."""
        await self.counter_a.filed(case, "accepted", lambda filed: bool(filed["told"]))
        filed = await self.counter_a.filed(case, "itself", lambda _: True)
        captured = {capture["material"]["name"] for capture in filed["captures"]}
        for name in {"application-form", "id-card-front"} - captured:
            await self.counter_a.scan(case, name, "simulated")
        await self.counter_a.finish_collecting(case)
        await self.li.until_told(case, "ready_for_review")
        seen = await self.li.until_case(case, lambda seen: all(m["shown"] for m in seen["materials"]))
        for material in seen["materials"]:
            assert await self.counter_b.shown_sha256(case, material["name"]) == material["sha256"]
        await self.li.decide(case, [], passed=True)
        filed = await self.counter_a.filed(case, "the result", lambda filed: len(filed["told"]) > 1)
        await self.counter_a.acknowledge_result(case)
        seen = await self.audit.until_case(case, lambda seen: seen["timeline"][-1]["kind"] == "ResultShown")
        told = [word["news"] for word in filed["told"]]
        assert told == ["accepted", "succeeded"]
        assert seen["result"] == "succeeded"
        assert {m["name"]: m["sha256"] for m in seen["materials"]} == {
            capture["material"]["name"]: capture["material"]["sha256"] for capture in filed["captures"]
        }
        assert repeated(seen["timeline"], told) == 0
        await self.until_settled()

    async def until_counted(self) -> dict[str, int]:
        """Wait until a case that came to its end is in the numbers; what is there."""
        async with asyncio.timeout(30):
            while True:
                told = await self.ops.get("/api/ops/casework")
                buckets = [bucket for line in told["branches"] for bucket in line["buckets"]]
                counts = {what: sum(bucket[what] for bucket in buckets) for what in COUNTED}
                if counts["succeeded"]:
                    return counts
                await asyncio.sleep(0.05)

    async def until_settled(self) -> None:
        """Wait until nobody waits for a receipt any more."""
        for counter in (self.counter_a, self.counter_b):
            await counter.until("its receipts", lambda state: state["waiting_messages"] == 0)
        async with asyncio.timeout(30):
            while True:
                if (await self.ops.get("/api/health"))["unsettled_messages"] == 0:
                    return
                await asyncio.sleep(0.05)


@pytest.fixture
async def people(bank: Bank, http: httpx.AsyncClient) -> People:
    handsets = [await Handset.log_in(who, PASSWORD, bank.hub.url, http) for who in ("li", "audit", "ops")]
    counter_a = Counter("counter A", bank.counter_a.url, http)
    people = People(bank, counter_a, Counter("counter B", bank.counter_b.url, http), *handsets)
    await people.li_signs_in()
    return people


async def test_the_hub_is_killed_before_the_case_is_accepted_and_again_amid_an_upload(
    bank: Bank, people: People
) -> None:
    case = await people.file()
    await people.li.until_told(case, "offered")
    bank.hub.kill()
    bank.hub.start()
    await people.li.accept(case)
    await people.counter_a.filed(case, "accepted", lambda filed: bool(filed["told"]))
    (bank.counter_a.glass / "form.png").write_bytes(large_picture())
    capture = await people.counter_a.scan(case, "application-form", "folder")
    arriving = bank.hub.folder / "materials" / case / f"{capture['material']['sha256']}.part"
    until_begun(arriving)
    bank.hub.kill()
    assert 0 < arriving.stat().st_size < LARGE_BYTES / 2, "the hub was killed too late"
    bank.hub.start()
    await people.finish(case)
    seen = await people.audit.get(f"/api/cases/{case}")
    assert max(material["size_bytes"] for material in seen["materials"]) > LARGE_BYTES * 0.99
    assert await people.until_counted() == {"filed": 1, "succeeded": 1, "failed": 0, "offers_expired": 0}


async def test_the_counter_is_killed_after_filing_offline(bank: Bank, people: People) -> None:
    bank.hub.kill()
    case = await people.file()
    assert filings_waiting(bank) == [case]
    bank.counter_a.kill()
    bank.counter_a.start()
    assert filings_waiting(bank) == [case]
    bank.hub.start()
    await people.li.until_told(case, "offered")
    await people.li.accept(case)
    await people.finish(case)


async def test_the_broker_is_killed(bank: Bank, people: People) -> None:
    case = await people.file()
    await people.li.until_told(case, "offered")
    broker = bank.hub.broker()
    broker.kill()
    await people.li.accept(case)  # on the handset, while counters cannot be reached
    await people.finish(case)
    assert bank.hub.broker().pid != broker.pid


def until_begun(arriving: Path) -> None:
    """Wait until the first bytes of a material are on the hub's disk; look as often as can be."""
    deadline_s = time.monotonic() + 30
    while not arriving.exists() or arriving.stat().st_size == 0:
        assert time.monotonic() < deadline_s, "no upload was seen"


def filings_waiting(bank: Bank) -> list[str]:
    """The cases whose filing counter A still has to get a receipt for."""
    with closing(sqlite3.connect(bank.counter_a.folder / "device.sqlite")) as database:
        waiting = [json.loads(payload) for (payload,) in database.execute("SELECT payload FROM outbox")]
    return [message["body"]["case"] for message in waiting if message["type"] == "case.file"]


def large_picture() -> bytes:
    """A picture that does not compress, so that its size is known: PNG, about `LARGE_BYTES`."""
    pixels = np.random.default_rng(5).integers(
        0, 256, (LARGE_BYTES // 3 // 1_000, 1_000, 3), dtype=np.uint8
    )
    written = io.BytesIO()
    Image.fromarray(pixels).save(written, "PNG", compress_level=1)
    return written.getvalue()
