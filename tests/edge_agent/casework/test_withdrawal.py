"""A customer alone takes back their consent to the video: the agent ends it, with no page to help."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from device_profiles.contract.messages.case import CancelCase, Covers
from device_profiles.profiles import Unattended
from edge_agent.casework.attending import Attending
from edge_agent.casework.withdrawal import WITHDRAWN, Withdrawal
from tests.fakes.kiosk_house import XIAO, KioskHouse, kiosk_in


@pytest.fixture
async def kiosk(tmp_path: Path) -> AsyncIterator[KioskHouse]:
    async with kiosk_in(tmp_path) as kiosk:
        kiosk.somebody_comes()
        yield kiosk


@asynccontextmanager
async def the_agent(kiosk: KioskHouse) -> AsyncIterator[Attending]:
    """What watches over the visit, and nothing else: no page is open."""
    records = kiosk.agent.records
    attending = Attending(Unattended(lock_s=30, end_s=60), None, kiosk.alone.leave, records.changes.note)
    withdrawal = Withdrawal(records, attending.stop)
    async with asyncio.TaskGroup() as tasks:
        watching = tasks.create_task(withdrawal.run())
        yield attending
        assert not watching.done()
        watching.cancel()


async def says(kiosk: KioskHouse, case: str, covers: Covers, *, given: bool) -> None:
    await kiosk.agent.faces.record_consent(case, covers, "zh", given=given)


async def nobody_is_served(kiosk: KioskHouse) -> None:
    async with asyncio.timeout(10):
        while await kiosk.alone.somebody_is_served():
            await kiosk.agent.records.changes.after(kiosk.agent.records.changes.version, 0.05)


async def collects(kiosk: KioskHouse) -> str:
    case = await kiosk.begins()
    await kiosk.is_told(case, "accepted")
    await kiosk.shows(case, "customer-photo", "id-card-front")
    await kiosk.alone.fill_in(case, XIAO)
    return case


async def test_it_ends_the_case_and_nothing_of_the_customer_stays(kiosk: KioskHouse) -> None:
    async with the_agent(kiosk) as attending:
        case = await collects(kiosk)
        visit = attending.number
        await says(kiosk, case, "video", given=False)
        await nobody_is_served(kiosk)
        assert attending.number > visit  # what the page holds is an earlier visit's
        async with asyncio.timeout(10):
            while (kiosk.agent.folder / "materials" / case).exists():
                await kiosk.agent.records.changes.after(kiosk.agent.records.changes.version, 0.05)
    assert (await kiosk.agent.said())[-1] == CancelCase(case=case, reason=WITHDRAWN)
    assert not (await kiosk.has(case)).application


async def test_what_was_said_before_a_restart_holds_after_it(kiosk: KioskHouse) -> None:
    case = await collects(kiosk)
    await says(kiosk, case, "video", given=False)
    assert await kiosk.alone.somebody_is_served()
    async with the_agent(kiosk):
        await nobody_is_served(kiosk)


async def test_to_take_back_another_consent_ends_nothing(kiosk: KioskHouse) -> None:
    async with the_agent(kiosk):
        case = await collects(kiosk)
        await says(kiosk, case, "face-comparison", given=False)
        await asyncio.sleep(0.2)  # nothing tells that nothing ends
        assert await kiosk.alone.somebody_is_served()
