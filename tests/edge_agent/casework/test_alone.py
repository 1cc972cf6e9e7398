"""A customer alone at a kiosk: what they may do, what the hub is told, and what is left of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from device_profiles.contract.messages.case import (
    CancelCase,
    ChangeFindings,
    FileCase,
    FillIn,
    Finding,
    FinishCollecting,
    LeaveCallback,
    NoteCamera,
    RecordConsent,
    ResultShown,
)
from edge_agent.casework.alone import MOST_ATTEMPTS
from edge_agent.casework.errors import RefusedError
from edge_agent.devices.errors import NothingToScanError
from edge_agent.store import origin_cases, recaptures
from tests.fakes.counter_house import picture
from tests.fakes.kiosk_house import CENTRE, XIAO, KioskHouse, kiosk_in


@pytest.fixture
async def kiosk(tmp_path: Path) -> AsyncIterator[KioskHouse]:
    async with kiosk_in(tmp_path) as kiosk:
        kiosk.somebody_comes()
        yield kiosk


async def collects(kiosk: KioskHouse) -> str:
    """A case that was accepted, with all that the first review needs."""
    case = await kiosk.begins()
    await kiosk.is_told(case, "accepted")
    await kiosk.shows(case, "customer-photo", "id-card-front")
    await kiosk.alone.fill_in(case, XIAO)
    return case


async def test_a_case_is_filed_before_its_application(kiosk: KioskHouse) -> None:
    case = await kiosk.begins()
    filed, face, video = await kiosk.agent.said()
    assert filed == FileCase(
        case=case, target=CENTRE, procedure="apply-for-card", application={}, language="zh"
    )
    assert isinstance(face, RecordConsent)
    assert isinstance(video, RecordConsent)
    assert [(said.covers, said.given) for said in (face, video)] == [
        ("face-comparison", True),
        ("video", True),
    ]


async def test_one_customer_at_a_time(kiosk: KioskHouse) -> None:
    await kiosk.begins()
    with pytest.raises(RefusedError, match="open"):
        await kiosk.begins()


async def test_who_leaves_while_their_case_begins_has_none_left(kiosk: KioskHouse) -> None:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(kiosk.begins())
        tasks.create_task(kiosk.alone.leave("the customer stopped"))
    said = await kiosk.agent.said()
    assert [type(each) for each in said] == [FileCase, RecordConsent, RecordConsent, CancelCase]
    assert not await kiosk.alone.somebody_is_served()


async def test_the_application_follows_and_is_held_to_the_rules(kiosk: KioskHouse) -> None:
    case = await kiosk.begins()
    with pytest.raises(RefusedError) as refused:
        await kiosk.alone.fill_in(case, XIAO | {"phone": "1"})
    assert refused.value.refusal.field == "application.phone"
    await kiosk.alone.fill_in(case, XIAO)
    assert (await kiosk.agent.said())[-1] == FillIn(case=case, application=XIAO)
    assert (await kiosk.has(case)).application == XIAO


async def test_nothing_is_finished_without_the_application(kiosk: KioskHouse) -> None:
    case = await kiosk.begins()
    await kiosk.is_told(case, "accepted")
    await kiosk.shows(case, "customer-photo", "id-card-front")
    with pytest.raises(RefusedError, match="application"):
        await kiosk.agent.origin.finish(case)


async def test_each_round_asks_for_its_own(kiosk: KioskHouse) -> None:
    case = await collects(kiosk)
    await kiosk.agent.origin.finish(case)
    await kiosk.is_told(case, "reviewed", review="eligibility")
    filed = await kiosk.has(case)
    assert (filed.round, filed.collected) == (1, False)
    with pytest.raises(RefusedError, match="Application form"):
        await kiosk.agent.origin.finish(case)
    with pytest.raises(RefusedError, match="settled"):
        await kiosk.alone.fill_in(case, XIAO)


async def test_the_application_can_be_asked_for_again(kiosk: KioskHouse) -> None:
    case = await collects(kiosk)
    await kiosk.is_told(case, "recapture", materials=("application",))
    wanted = await kiosk.agent.records.read(lambda connection: recaptures.of_case(connection, case))
    assert wanted == ["application"]
    await kiosk.alone.fill_in(case, XIAO | {"phone": "13900139000"})
    assert not await kiosk.agent.records.read(lambda connection: recaptures.of_case(connection, case))


async def test_talking_to_a_person_needs_nothing(kiosk: KioskHouse) -> None:
    case = await kiosk.begins("talk-to-a-person")
    await kiosk.is_told(case, "accepted")
    assert (await kiosk.agent.said())[-1] == FinishCollecting(case=case)


async def test_the_picture_is_taken_of_one_who_looks_into_the_camera(kiosk: KioskHouse) -> None:
    case = await kiosk.begins()
    kiosk.eyes.goes_dark()
    with pytest.raises(RefusedError) as refused:
        await kiosk.shows(case, "customer-photo")
    assert refused.value.refusal.field == "presence"


async def test_who_fails_too_often_needs_a_person(kiosk: KioskHouse) -> None:
    case = await kiosk.begins()
    kiosk.agent.tray.laid.clear()
    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(NothingToScanError):
            await kiosk.alone.capture(case, "id-card-front")
    kiosk.agent.tray.laid.append(picture())
    with pytest.raises(RefusedError, match="talk to a person"):
        await kiosk.alone.capture(case, "id-card-front")
    await kiosk.is_told(case, "accepted")
    await kiosk.is_told(case, "recapture", materials=("id-card-front",))
    await kiosk.alone.capture(case, "id-card-front")


async def test_what_the_card_says_is_held_against_an_application_that_comes_later(
    kiosk: KioskHouse,
) -> None:
    case = await kiosk.begins()
    await kiosk.shows(case, "id-card-front")
    read = Finding(kind="id-card-read", says="Read.", detail={"name": "李四", "number": XIAO["id-number"]})

    def note(connection: object) -> None:
        (card,) = origin_cases.captures_of(connection, case)  # type: ignore[arg-type]
        origin_cases.put_findings(connection, card, (read,))  # type: ignore[arg-type]
        origin_cases.put_stored(connection, card)  # type: ignore[arg-type]

    await kiosk.agent.records.read(note)
    await kiosk.alone.fill_in(case, XIAO)
    changed = (await kiosk.agent.said())[-1]
    assert isinstance(changed, ChangeFindings)
    assert [(found.kind, found.detail.get("field")) for found in changed.findings[1:]] == [
        ("fields-disagree", "name")
    ]


async def test_who_will_not_wait_is_called_back(kiosk: KioskHouse) -> None:
    case = await kiosk.begins()
    await kiosk.is_told(case, "queued")
    await kiosk.alone.call_back(case, "13800138000")
    assert (await kiosk.agent.said())[-1] == LeaveCallback(case=case, phone="13800138000")
    await kiosk.is_told(case, "accepted")
    with pytest.raises(RefusedError):
        await kiosk.alone.call_back(case, "13800138000")


async def test_only_the_last_place_in_the_queue_is_kept(kiosk: KioskHouse) -> None:
    case = await kiosk.begins()
    for _ in range(5):
        await kiosk.is_told(case, "queued")
    assert [told.news for told in (await kiosk.has(case)).told] == ["queued"]


async def test_of_who_left_nothing_stays(kiosk: KioskHouse) -> None:
    case = await collects(kiosk)
    await kiosk.alone.leave("the customer left")
    assert (await kiosk.agent.said())[-1] == CancelCase(case=case, reason="the customer left")
    filed = await kiosk.has(case)
    assert (filed.application, filed.result_shown, filed.is_closed) == ({}, True, True)
    assert not await kiosk.agent.records.read(lambda connection: origin_cases.captures_of(connection, case))
    assert [
        found for found in kiosk.agent.folder.joinpath("materials").rglob("*") if case in str(found)
    ] == []
    assert not await kiosk.alone.somebody_is_served()

    await kiosk.is_told(case, "cancelled")
    assert (await kiosk.agent.said())[-1] == ResultShown(case=case)


async def test_who_saw_the_result_leaves_nothing_either(kiosk: KioskHouse) -> None:
    case = await collects(kiosk)
    await kiosk.is_told(case, "succeeded")
    await kiosk.alone.leave("the customer stopped")
    assert (await kiosk.agent.said())[-1] == ResultShown(case=case)
    assert (await kiosk.has(case)).application == {}


async def test_what_was_being_captured_when_they_left_is_not_kept(kiosk: KioskHouse) -> None:
    case = await kiosk.begins()
    await kiosk.alone.leave("the customer left")
    kiosk.agent.tray.laid.append(picture())
    with pytest.raises(RefusedError):
        await kiosk.alone.capture(case, "id-card-front")


async def test_a_blind_camera_is_told_with_the_case(kiosk: KioskHouse) -> None:
    kiosk.sight.now = "lost"
    case = await kiosk.begins()
    assert (await kiosk.agent.said())[-1] == NoteCamera(case=case, sight="lost")
