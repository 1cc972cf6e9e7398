"""What kiosks say, and the reviewers at their desks to whom it goes: one transaction after another."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from device_profiles.contract import topics
from device_profiles.contract.chunks import ChunkLabel
from device_profiles.contract.ids import parse_branch, parse_device
from device_profiles.contract.messages.case import (
    CancelCase,
    CloseRecording,
    FileCase,
    FillIn,
    LeaveCallback,
    NoteCamera,
    RecordSegment,
)
from device_profiles.contract.recording import NOTHING_BEFORE, Segment, next_segment
from device_profiles.delivery.session import Arrival
from device_profiles.delivery.uploads import Receiving
from hub.bus.pieces import Pieces
from hub.domain.alone import LATEST_END_MS
from hub.domain.case import Case
from hub.domain.commands import AcceptOffer
from hub.domain.roster import Staff
from hub.domain.words import Rule, desk_of
from hub.ports.journal import Books
from hub.service.deciding import Decider
from hub.service.timers import Timers
from tests.fakes.case_events import BRANCH_B, COUNTER_A, teller
from tests.fakes.hub_house import House
from tests.fakes.standing_clock import NOON_MS

KIOSK = "north/b1/kiosk-1"
CASE = "north-01"
APPLICATION = {"customer-name": "王小样", "id-number": "110105198001019987", "phone": "13800138000"}
CHEN = replace(teller("chen", role="reviewer"), skills=frozenset({"cards"}))
FILM = b"ten seconds of film"


def filing(case: str = CASE, procedure: str = "apply-for-card") -> FileCase:
    target = parse_branch(BRANCH_B)
    return FileCase(case=case, target=target, procedure=procedure, application={}, language="zh")


@pytest.fixture
async def timers(house: House) -> Timers:
    """A house with a kiosk, and Chen, who is on duty and has not opened her desk."""
    await house.has(CHEN)
    await house.shelf.do(lambda books: books.devices.add(KIOSK, "kiosk", "line\n", NOON_MS))
    await house.shelf.do(_begin_duty, house)
    return Timers(house.web.journal, Decider(house.shelf.clock), house.shelf.clock)


def _begin_duty(books: Books, house: House) -> None:
    house.web.duty.begin(books, "chen")


async def chen_opens_her_desk(house: House) -> None:
    await house.shelf.do(lambda books: house.web.duty.desk_opened(books, "chen"))


async def chen(house: House) -> Staff:
    found = await house.shelf.do(lambda books: books.people.get("chen"))
    assert found is not None
    return found


async def case_of(house: House, case: str = CASE) -> Case:
    return await house.shelf.do(lambda books: books.cases.get(case))


async def chen_has_it(house: House) -> None:
    await chen_opens_her_desk(house)
    await house.hears(KIOSK, filing())
    assert not isinstance(
        await house.web.handling.act(await chen(house), CASE, AcceptOffer(1, "chen")), Rule
    )


async def test_who_opens_their_desk_on_duty_sits_at_it_and_gets_what_waits(
    house: House, timers: Timers
) -> None:
    assert await house.hears(KIOSK, filing()) is None
    assert (await case_of(house)).offer is None
    await chen_opens_her_desk(house)
    offer = (await case_of(house)).offer
    assert offer is not None
    assert offer.person == "chen"
    assert (await chen(house)).counter == desk_of(BRANCH_B, "chen")


async def test_a_desk_that_was_closed_gets_nothing_more_and_keeps_its_place(
    house: House, timers: Timers
) -> None:
    await chen_opens_her_desk(house)
    await house.shelf.do(lambda books: house.web.duty.desk_closed(books, "chen"))
    await house.hears(KIOSK, filing())
    assert (await case_of(house)).offer is None
    await chen_opens_her_desk(house)
    assert (await case_of(house)).offer is not None


async def test_back_from_a_break_is_back_at_the_desk(house: House, timers: Timers) -> None:
    await chen_opens_her_desk(house)
    await house.shelf.do(lambda books: house.web.duty.take_break(books, "chen"))
    assert (await chen(house)).counter is None
    await house.shelf.do(lambda books: house.web.duty.end_break(books, "chen"))
    assert (await chen(house)).counter == desk_of(BRANCH_B, "chen")


async def test_no_message_goes_to_a_desk(house: House, timers: Timers) -> None:
    await chen_has_it(house)
    assert await house.shelf.do(lambda books: books.post.owed()) == []
    assert {outgoing.topic.split("/")[4] for outgoing in house.shelf.sent} == {"kiosk-1"}


async def test_those_who_wait_are_told_their_place_once(house: House, timers: Timers) -> None:
    await house.hears(KIOSK, filing("north-01"))
    await house.hears(KIOSK, filing("north-02"))
    for _ in range(3):
        await house.shelf.do(timers.look)
    assert [(await case_of(house, case)).place for case in ("north-01", "north-02")] == [1, 2]
    entries = await house.shelf.do(lambda books: books.cases.entries("north-02"))
    assert [entry.kind for entry in entries].count("PlaceTold") == 1
    await house.hears(KIOSK, LeaveCallback(case="north-01", phone="13800138000"))
    await house.shelf.do(timers.look)
    assert (await case_of(house, "north-02")).place == 1
    owed = await house.shelf.do(lambda books: books.callbacks.owed_by(BRANCH_B))
    assert [callback.case for callback in owed] == ["north-01"]


async def test_a_counter_cannot_ask_for_what_kiosks_do_nor_a_kiosk_for_a_counters(
    house: House, timers: Timers
) -> None:
    await house.has_counter(COUNTER_A)
    for device, procedure in ((COUNTER_A, "apply-for-card"), (KIOSK, "open-account")):
        refusal = await house.hears(device, filing(procedure=procedure))
        assert refusal is not None
        assert refusal.code == "unknown_procedure"


async def test_an_application_that_follows_is_held_against_the_procedure(
    house: House, timers: Timers
) -> None:
    await chen_has_it(house)
    wrong = FillIn(case=CASE, application={**APPLICATION, "phone": "12"})
    refusal = await house.hears(KIOSK, wrong)
    assert refusal is not None
    assert (refusal.code, refusal.field) == ("invalid_application", "application.phone")
    assert await house.hears(KIOSK, FillIn(case=CASE, application=APPLICATION)) is None
    assert (await case_of(house)).application == APPLICATION


async def told(house: House, segment: Segment, *, stored: bytes | None = FILM) -> str | None:
    if stored is not None:
        house.materials.put(CASE, stored)
    refusal = await house.hears(KIOSK, RecordSegment(case=CASE, segment=segment))
    return None if refusal is None else refusal.code


async def test_a_recording_is_taken_stretch_by_stretch(house: House, timers: Timers) -> None:
    await chen_has_it(house)
    first = next_segment(None, FILM, NOON_MS, NOON_MS + 10_000, 150)
    second = next_segment(first, FILM, NOON_MS + 10_000, NOON_MS + 20_000, 150)
    assert await told(house, first, stored=None) == "material_not_stored"
    assert await told(house, second) == "broken_chain"
    assert await told(house, first.model_copy(update={"frames": 1})) == "broken_chain"
    assert [await told(house, segment) for segment in (first, first, second)] == [None, None, None]
    recording = (await case_of(house)).recording
    assert recording is not None
    assert (recording.last.hash, recording.gaps) == (second.hash, ())


async def test_a_camera_that_is_covered_shows_in_the_case(house: House, timers: Timers) -> None:
    await chen_has_it(house)
    await house.hears(KIOSK, NoteCamera(case=CASE, sight="black"))
    assert (await case_of(house)).camera_fault == "black"
    await house.hears(KIOSK, NoteCamera(case=CASE, sight="showing"))
    assert (await case_of(house)).camera_fault is None


async def test_talking_to_a_person_asks_for_nothing(house: House, timers: Timers) -> None:
    assert await house.hears(KIOSK, filing(procedure="talk-to-a-person")) is None
    await chen_opens_her_desk(house)
    assert (await case_of(house)).missing == ()


async def brings(house: House, pieces: Pieces, content: bytes) -> str:
    """Whether the bytes that a kiosk brings for the case are stored, or refused."""
    digest = hashlib.sha256(content).hexdigest()
    label = ChunkLabel(case=CASE, size_bytes=len(content), sha256=digest, chunk_sha256=digest)
    topic = topics.chunk(parse_device(KIOSK), "up", digest[:12], 0)
    arrival = Arrival(topic, content, label.properties(), lambda: None)
    return (await pieces.keep(arrival, topics.parse(topic))).receipt.outcome


async def test_the_last_seconds_are_taken_after_the_end_until_the_recording_is_over_or_late(
    house: House, timers: Timers
) -> None:
    clock = house.shelf.clock
    pieces = Pieces(house.shelf.journal, Receiving(house.materials), clock)
    await chen_has_it(house)
    assert await house.hears(KIOSK, CancelCase(case=CASE, reason="the customer left")) is None
    assert await brings(house, pieces, b"the last seconds") == "stored"
    clock.pass_ms(LATEST_END_MS + 1)
    assert await brings(house, pieces, b"far too late") == "refused"
    clock.pass_ms(-LATEST_END_MS)
    over = CloseRecording(case=CASE, stretches=0, last=NOTHING_BEFORE, ended_at=NOON_MS)
    assert await house.hears(KIOSK, over) is None
    assert await brings(house, pieces, b"after the last word") == "refused"


async def test_nothing_more_comes_for_a_case_that_demands_no_recording(
    house: House, timers: Timers
) -> None:
    pieces = Pieces(house.shelf.journal, Receiving(house.materials), house.shelf.clock)
    await house.hears(KIOSK, filing(procedure="talk-to-a-person"))
    assert await house.hears(KIOSK, CancelCase(case=CASE, reason="the customer left")) is None
    assert await brings(house, pieces, b"late") == "refused"
