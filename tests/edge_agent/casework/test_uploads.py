"""Captured materials on their way to the hub: the bytes first, then the record, then "all captured"."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from device_profiles.contract.errors import Refusal
from device_profiles.contract.messages.case import AddMaterial, FileCase, FinishCollecting, Told
from device_profiles.delivery.errors import PublishRefusedError
from edge_agent.casework import uploads as uploads_module
from edge_agent.store import origin_cases
from edge_agent.store.origin_cases import Capture, OriginCase
from tests.fakes.counter_cases import captures, files_case
from tests.fakes.counter_house import CounterHouse, picture
from tests.fakes.paper_session import Published

REQUIRED = ("application-form", "id-card-front")
WRONG = Refusal(code="wrong_digest", says="the whole does not have the digest on its label")


@pytest.fixture
async def sending(counter: CounterHouse, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[CounterHouse]:
    """The counter, whose uploads are at work."""
    monkeypatch.setattr(uploads_module, "LOOK_AGAIN_S", 0.01)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(counter.uploads.run())
        yield counter
        assert not running.done()
        running.cancel()


async def kept(counter: CounterHouse, case: str) -> dict[str, Capture]:
    found = await counter.records.read(lambda connection: origin_cases.captures_of(connection, case))
    return {capture.record.name: capture for capture in found}


async def until_said(counter: CounterHouse, *kinds: type[object]) -> None:
    """Until the counter has said these things to the hub, in this order, and nothing else."""
    async with asyncio.timeout(10):
        while (said := [type(body) for body in await counter.said()]) != list(kinds):
            assert len(said) <= len(kinds), said
            await counter.records.changes.after(counter.records.changes.version, 0.05)


async def until_refused(counter: CounterHouse, case: str, material: str) -> Refusal:
    """Until the screen shows that a material was refused."""
    async with asyncio.timeout(10):
        while (refusal := (await kept(counter, case))[material].refusal) is None:
            await counter.records.changes.after(counter.records.changes.version, 0.05)
        return refusal


async def test_nothing_goes_before_somebody_has_accepted(sending: CounterHouse) -> None:
    case = await files_case(sending)
    await captures(sending, case, *REQUIRED)
    await sending.origin.finish(case)
    assert sending.session.published == []
    await sending.hub.says(Told(case=case, news="accepted"))
    await until_said(sending, FileCase, AddMaterial, AddMaterial, FinishCollecting)
    for capture in (await kept(sending, case)).values():
        assert capture.stored
        assert sending.hub.files.has(case, capture.record.sha256)


async def test_the_end_of_collecting_is_told_once_all_is_there(sending: CounterHouse) -> None:
    case = await files_case(sending)
    await sending.hub.says(Told(case=case, news="accepted"))
    await captures(sending, case, "application-form")
    await until_said(sending, FileCase, AddMaterial)
    await captures(sending, case, "id-card-front")
    await sending.origin.finish(case)
    await sending.origin.finish(case)
    await until_said(sending, FileCase, AddMaterial, AddMaterial, FinishCollecting)


@pytest.mark.parametrize("steps", range(6))
async def test_the_counter_stops_when_told_to_even_as_news_comes(counter: CounterHouse, steps: int) -> None:
    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(counter.uploads.run())
        await asyncio.sleep(0)
        await counter.handling.show_code()  # behind the look for captures in the database's queue
        counter.capturing.waiting.set()
        for _ in range(steps):
            await asyncio.sleep(0)
        running.cancel()


async def test_a_link_that_breaks_is_waited_for(sending: CounterHouse) -> None:
    sending.session.goes_down()
    case = await files_case(sending)
    await captures(sending, case, *REQUIRED)
    sending.session.comes_up()
    await sending.hub.says(Told(case=case, news="accepted"))
    await until_said(sending, FileCase, AddMaterial, AddMaterial)


async def test_a_required_material_refused_for_good_must_be_captured_again(sending: CounterHouse) -> None:
    case = await files_case(sending)
    await captures(sending, case, *REQUIRED)
    await sending.origin.finish(case)
    sending.hub.refuses_uploads = WRONG
    await sending.hub.says(Told(case=case, news="accepted"))
    assert await until_refused(sending, case, "application-form") == WRONG
    assert await until_refused(sending, case, "id-card-front") == WRONG
    sending.hub.refuses_uploads = None
    await captures(sending, case, "application-form")
    await until_said(sending, FileCase, AddMaterial)
    await captures(sending, case, "id-card-front")
    await until_said(sending, FileCase, AddMaterial, AddMaterial, FinishCollecting)


async def test_an_optional_material_refused_for_good_does_not_hold_up_the_case(
    sending: CounterHouse,
) -> None:
    case = await files_case(sending)
    await sending.hub.says(Told(case=case, news="accepted"))
    await captures(sending, case, *REQUIRED)
    await until_said(sending, FileCase, AddMaterial, AddMaterial)
    sending.hub.refuses_uploads = WRONG
    sending.session.goes_down()
    await captures(sending, case, "attachment")
    await sending.origin.finish(case)
    sending.session.comes_up()
    await until_refused(sending, case, "attachment")
    await until_said(sending, FileCase, AddMaterial, AddMaterial, FinishCollecting)


async def test_a_broker_that_refuses_a_topic_does_not_end_the_counter(sending: CounterHouse) -> None:
    let_in = sending.session.on_published
    refused = asyncio.Event()

    def refuse(published: Published) -> None:
        refused.set()
        raise PublishRefusedError(published.topic, "Not authorized")

    case = await files_case(sending)
    await captures(sending, case, "application-form")
    await sending.hub.says(Told(case=case, news="declined"))
    sending.session.on_published = refuse
    await sending.records.change(
        lambda transaction: origin_cases.put_told(
            transaction.connection,
            _found(origin_cases.get(transaction.connection, case)),
            Told(case=case, news="accepted"),
        )
    )
    async with asyncio.timeout(10):
        await refused.wait()
    sending.session.on_published = let_in
    await until_said(sending, FileCase, AddMaterial)


async def test_a_picture_lost_from_the_disk_is_asked_for_again_and_others_go_on(
    sending: CounterHouse,
) -> None:
    case = await files_case(sending)
    await captures(sending, case, "application-form")
    (lost,) = (await kept(sending, case)).values()
    (sending.folder / "materials" / case / lost.record.sha256).unlink()
    sending.tray.laid.append(picture(200))
    await sending.capturing.capture(case, "id-card-front")
    await sending.hub.says(Told(case=case, news="accepted"))
    refusal = await until_refused(sending, case, "application-form")
    assert refusal.code == "material_not_stored"
    await until_said(sending, FileCase, AddMaterial)
    await captures(sending, case, "application-form")
    await until_said(sending, FileCase, AddMaterial, AddMaterial)


async def test_a_record_that_the_hub_refuses_shows_on_the_screen(sending: CounterHouse) -> None:
    late = Refusal(code="not_in_phase", says="not now: the case is under review")
    case = await files_case(sending)
    await sending.hub.says(Told(case=case, news="accepted"))
    await captures(sending, case, "application-form")
    await until_said(sending, FileCase, AddMaterial)
    await sending.is_answered()
    await sending.is_answered("refused", late)
    assert (await kept(sending, case))["application-form"].refusal == late


async def test_a_refusal_of_the_first_picture_does_not_blame_the_second(sending: CounterHouse) -> None:
    case = await files_case(sending)
    await sending.hub.says(Told(case=case, news="accepted"))
    await captures(sending, case, "application-form")
    await until_said(sending, FileCase, AddMaterial)
    await sending.is_answered()
    sending.session.goes_down()
    sending.tray.laid.append(picture(200))
    await sending.capturing.capture(case, "application-form")
    await sending.is_answered("refused", WRONG)
    assert (await kept(sending, case))["application-form"].refusal is None


async def test_when_the_hub_still_misses_a_material_the_person_may_finish_again(
    sending: CounterHouse,
) -> None:
    case = await files_case(sending)
    await sending.hub.says(Told(case=case, news="accepted"))
    await captures(sending, case, *REQUIRED)
    await sending.origin.finish(case)
    await until_said(sending, FileCase, AddMaterial, AddMaterial, FinishCollecting)
    for _ in range(3):
        await sending.is_answered()
    await sending.is_answered("refused", Refusal(code="materials_missing", says="still to be captured"))
    await captures(sending, case, "id-card-front")
    await until_said(sending, AddMaterial)  # not yet: the person has not finished anew
    await sending.origin.finish(case)
    await until_said(sending, AddMaterial, FinishCollecting)


def _found(case: OriginCase | None) -> OriginCase:
    assert case is not None
    return case
