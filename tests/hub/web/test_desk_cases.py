"""What a reviewer decides on: the round, what forbids to pass, earlier versions, recording, calls owed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI

from device_profiles.contract.ids import parse_branch
from device_profiles.contract.messages.case import (
    AddMaterial,
    CancelCase,
    CloseRecording,
    FileCase,
    FillIn,
    FinishCollecting,
    LeaveCallback,
    MaterialRecord,
    NoteCamera,
    RecordSegment,
)
from device_profiles.contract.recording import Segment, next_segment
from hub.domain.words import desk_of
from hub.ports.journal import Books
from tests.fakes.asgi_socket import socket_to
from tests.fakes.case_events import BRANCH_B, teller
from tests.fakes.hub_house import House
from tests.fakes.standing_clock import NOON_MS
from tests.hub.web.handsets import Handset, Handsets, problem

KIOSK = "north/b1/kiosk-1"
CASE = "north-01"
PAGE = f"/api/cases/{CASE}"
APPLICATION = {"customer-name": "王小样", "id-number": "110105198001019987", "phone": "13800138000"}
PHONE = "13900139000"


class Kiosk:
    """A customer before a kiosk, and what is recorded of them."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._last: Segment | None = None

    async def says(self, *bodies: Any) -> None:
        for body in bodies:
            assert await self._house.hears(KIOSK, body) is None

    async def files(self, case: str = CASE) -> None:
        target = parse_branch(BRANCH_B)
        await self.says(
            FileCase(case=case, target=target, procedure="apply-for-card", application={}, language="en")
        )

    async def hands_in(self, name: str, content: bytes) -> str:
        sha256 = self._house.materials.put(CASE, content)
        record = MaterialRecord(
            name=name,
            sha256=sha256,
            size_bytes=len(content),
            media_type="image/jpeg",
            captured_at=NOON_MS,
        )
        await self.says(AddMaterial(case=CASE, material=record))
        return sha256

    async def records(self, content: bytes, *, after_ms: int = 0) -> None:
        self._house.materials.put(CASE, content)
        began = NOON_MS if self._last is None else self._last.ended_at + after_ms
        self._last = next_segment(self._last, content, began, began + 10_000, 150)
        await self.says(RecordSegment(case=CASE, segment=self._last))

    async def ends_recording(self, *, after_ms: int = 0, missing: str | None = None) -> None:
        assert self._last is not None
        said = {"stretches": self._last.number, "last": self._last.hash, "missing": missing}
        ended_at = self._last.ended_at + after_ms
        await self.says(CloseRecording.model_validate({"case": CASE, "ended_at": ended_at, **said}))

    async def finishes_first_round(self, card: bytes = b"a card") -> None:
        await self.says(FillIn(case=CASE, application=APPLICATION))
        await self.hands_in("customer-photo", b"a face")
        await self.hands_in("id-card-front", card)
        await self.says(FinishCollecting(case=CASE))


@pytest.fixture
async def kiosk(house: House) -> Kiosk:
    """A review centre with Chen and Lin, one reviewer elsewhere, and those who look on; and a kiosk."""
    await house.has(
        *(replace(teller(who, role="reviewer"), skills=frozenset({"cards"})) for who in ("chen", "lin")),
        replace(teller("zhou", "north/b9", role="reviewer"), skills=frozenset({"cards"})),
        teller("sun", role="lobby_manager"),
        teller("wang"),
        teller("ops", role="operator"),
        teller("audit", "north/hq", role="auditor"),
    )
    await house.shelf.do(lambda books: books.devices.add(KIOSK, "kiosk", "line\n", NOON_MS))

    def sit(books: Books) -> None:
        house.web.duty.begin(books, "chen")
        house.web.duty.desk_opened(books, "chen")

    await house.shelf.do(sit)
    return Kiosk(house)


async def chen_has_it(kiosk: Kiosk, handsets: Handsets) -> Handset:
    await kiosk.files()
    chen = await handsets.of("chen")
    accepted = await chen.ask("POST", f"{PAGE}/offers/1/accept")
    assert accepted.status_code == 200, accepted.text
    return chen


async def test_an_open_desk_is_where_a_reviewer_sits(
    house: House, app: FastAPI, kiosk: Kiosk, handsets: Handsets
) -> None:
    lin = await handsets.of("lin")
    assert (await lin.ask("PUT", "/api/me/duty", {"on_duty": True})).status_code == 200
    assert (await lin.sees("/api/me"))["counter"] is None
    async with socket_to(app, "/api/desk") as page:
        page.send(f'{{"token": "{lin.token}"}}')
        assert (await page.heard())["say"] == "ready"
        me = await lin.sees("/api/me")
        assert (me["counter"], me["counter_online"]) == (desk_of(BRANCH_B, "lin"), True)
    staff = await house.shelf.do(lambda books: books.people.get("lin"))
    assert staff is not None
    assert not staff.desk_open


async def test_a_case_tells_what_the_review_rests_on(kiosk: Kiosk, handsets: Handsets) -> None:
    chen = await chen_has_it(kiosk, handsets)
    seen = await chen.sees(PAGE)
    assert (seen["round"], seen["review"], seen["records"]) == (0, "eligibility", True)
    assert (seen["language"], seen["recaptures_left"], seen["recorded"]) == ("en", 3, None)
    assert seen["missing"] == [["application"], ["customer-photo"], ["id-card-front"]]
    assert seen["cannot_pass"]["code"] == "not_in_phase"
    await kiosk.records(b"one")
    await kiosk.finishes_first_round()
    seen = await chen.sees(PAGE)
    assert (seen["missing"], seen["cannot_pass"]) == ([], None)
    assert seen["recorded"] == {
        "stretches": 1,
        "began_at": NOON_MS,
        "ended_at": NOON_MS + 10_000,
        "came_at": NOON_MS,
        "gaps": [],
        "faulty": False,
        "closed": False,
        "missing": None,
    }


async def test_what_forbids_to_pass_is_told_before_and_is_the_rule(
    kiosk: Kiosk, handsets: Handsets
) -> None:
    chen = await chen_has_it(kiosk, handsets)
    await kiosk.finishes_first_round()
    passes = {"fence": 1, "passed": True}
    for trouble in ("unrecorded", "gap", "black"):
        if trouble == "gap":
            await kiosk.records(b"one")
            await kiosk.records(b"two", after_ms=5_000)
        elif trouble == "black":
            await kiosk.says(NoteCamera(case=CASE, sight="black"))
        seen = await chen.sees(PAGE)
        refused = await chen.ask("POST", f"{PAGE}/review", passes)
        problem(refused, 409, "recording_incomplete")
        assert seen["cannot_pass"]["says"] == refused.json()["detail"]
    assert seen["camera_fault"] == "black"
    assert seen["recorded"]["gaps"] == [{"began_at": NOON_MS + 10_000, "ended_at": NOON_MS + 15_000}]


async def test_nobody_but_the_handler_may_pass(kiosk: Kiosk, handsets: Handsets) -> None:
    await chen_has_it(kiosk, handsets)
    await kiosk.records(b"one")
    await kiosk.finishes_first_round()
    seen = await (await handsets.of("lin")).sees(PAGE)
    assert seen["cannot_pass"]["code"] == "not_the_handler"
    assert (seen["application"], seen["recorded"]) == (None, None)


async def test_a_decision_rests_on_what_was_looked_at(kiosk: Kiosk, handsets: Handsets) -> None:
    chen = await chen_has_it(kiosk, handsets)
    await kiosk.records(b"one")
    await kiosk.finishes_first_round()
    seen = [material["sha256"] for material in (await chen.sees(PAGE))["materials"]]
    again = {"fence": 1, "materials": ["id-card-front"], "reasons": ["Too dark."]}
    assert (await chen.ask("POST", f"{PAGE}/recapture", again)).status_code == 200
    await kiosk.hands_in("id-card-front", b"a brighter card")
    await kiosk.says(FinishCollecting(case=CASE))
    decision = {"fence": 1, "passed": True, "evidence": seen}
    problem(await chen.ask("POST", f"{PAGE}/review", decision), 409, "materials_missing", "evidence")
    now = [material["sha256"] for material in (await chen.sees(PAGE))["materials"]]
    passed = await chen.ask("POST", f"{PAGE}/review", {**decision, "evidence": now})
    assert (passed.status_code, passed.json()["round"]) == (200, 1)


async def test_an_earlier_version_can_be_held_against_the_later(kiosk: Kiosk, handsets: Handsets) -> None:
    chen = await chen_has_it(kiosk, handsets)
    earlier = await kiosk.hands_in("id-card-front", b"a dark card")
    later = await kiosk.hands_in("id-card-front", b"a bright card")
    (card,) = (await chen.sees(PAGE))["materials"]
    assert (card["sha256"], [each["sha256"] for each in card["earlier"]]) == (later, [earlier])
    path = f"{PAGE}/materials/id-card-front"
    assert (await chen.ask("GET", path)).content == b"a bright card"
    assert (await chen.ask("GET", f"{path}?sha256={earlier}")).content == b"a dark card"
    problem(await chen.ask("GET", f"{path}?sha256={'0' * 64}"), 404, "unknown_material")
    problem(await (await handsets.of("lin")).ask("GET", f"{path}?sha256={earlier}"), 403, "not_the_handler")
    (hidden,) = (await (await handsets.of("lin")).sees(PAGE))["materials"]
    assert hidden["earlier"] == []


async def test_the_manifest_says_that_the_recording_is_over_and_has_its_end(
    kiosk: Kiosk, handsets: Handsets
) -> None:
    chen = await chen_has_it(kiosk, handsets)
    await kiosk.records(b"one")
    await kiosk.says(CancelCase(case=CASE, reason="the customer left"))
    waiting = await chen.sees(f"{PAGE}/recording")
    assert (waiting["closed"], waiting["missing"], waiting["complete"]) == (False, "silent", False)
    await kiosk.records(b"the last seconds")
    await kiosk.ends_recording()
    manifest = await chen.sees(f"{PAGE}/recording")
    assert (manifest["closed"], manifest["missing"], manifest["complete"]) == (True, None, True)
    assert (manifest["made"], manifest["ended_at"]) == (2, NOON_MS + 20_000)
    assert (await chen.ask("GET", f"{PAGE}/recording/2")).content == b"the last seconds"
    assert (await chen.sees(PAGE))["recorded"]["closed"]


async def test_the_manifest_says_what_of_the_end_is_missing_and_why(
    kiosk: Kiosk, handsets: Handsets
) -> None:
    chen = await chen_has_it(kiosk, handsets)
    await kiosk.records(b"one")
    await kiosk.says(CancelCase(case=CASE, reason="the customer left"))
    await kiosk.ends_recording(after_ms=7_000, missing="link")
    manifest = await chen.sees(f"{PAGE}/recording")
    assert manifest["gaps"] == [{"began_at": NOON_MS + 10_000, "ended_at": NOON_MS + 17_000}]
    assert (manifest["closed"], manifest["missing"], manifest["complete"]) == (True, "link", False)


async def test_the_recording_has_a_manifest_and_its_stretches_can_be_played(
    kiosk: Kiosk, handsets: Handsets
) -> None:
    chen = await chen_has_it(kiosk, handsets)
    await kiosk.records(b"one")
    whole = await chen.sees(f"{PAGE}/recording")
    assert (whole["complete"], whole["gaps"], whole["faults"]) == (True, [], [])
    await kiosk.records(b"two", after_ms=4_000)
    manifest = await chen.sees(f"{PAGE}/recording")
    assert [each["number"] for each in manifest["segments"]] == [1, 2]
    assert manifest["gaps"] == [{"began_at": NOON_MS + 10_000, "ended_at": NOON_MS + 14_000}]
    assert (manifest["complete"], manifest["faults"]) == (False, [])
    assert (manifest["closed"], manifest["missing"]) == (False, None)
    stretch = await chen.ask("GET", f"{PAGE}/recording/2")
    assert (stretch.content, stretch.headers["content-type"]) == (b"two", "video/mp4")
    assert stretch.headers["cache-control"] == "no-store"
    problem(await chen.ask("GET", f"{PAGE}/recording/3"), 404, "unknown_material")


@pytest.mark.parametrize("what", ["recording", "recording/1", "materials/id-card-front"])
@pytest.mark.parametrize(
    ("person", "may"),
    [("audit", True), ("lin", False), ("zhou", False), ("sun", False), ("wang", False), ("ops", False)],
)
async def test_only_the_handler_and_auditors_see_evidence(
    kiosk: Kiosk, handsets: Handsets, person: str, what: str, *, may: bool
) -> None:
    await chen_has_it(kiosk, handsets)
    await kiosk.records(b"one")
    await kiosk.hands_in("id-card-front", b"a card")
    answer = await (await handsets.of(person)).ask("GET", f"{PAGE}/{what}")
    if may:
        assert answer.status_code == 200
    else:
        problem(answer, 403, "not_the_handler")


async def test_a_stretch_whose_bytes_are_gone_is_not_played(
    house: House, kiosk: Kiosk, handsets: Handsets
) -> None:
    chen = await chen_has_it(kiosk, handsets)
    await kiosk.records(b"one")
    house.materials.forget(CASE)
    problem(await chen.ask("GET", f"{PAGE}/recording/1"), 404, "unknown_material")


async def waits_no_longer(house: House, kiosk: Kiosk) -> None:
    await house.shelf.do(lambda books: house.web.duty.desk_closed(books, "chen"))
    await kiosk.files()
    await kiosk.says(LeaveCallback(case=CASE, phone=PHONE))


async def test_a_call_is_owed_until_a_reviewer_of_the_branch_made_it(
    house: House, kiosk: Kiosk, handsets: Handsets
) -> None:
    await waits_no_longer(house, kiosk)
    lin = await handsets.of("lin")
    (owed,) = await lin.sees("/api/callbacks")
    assert (owed["case"], owed["phone"], owed["procedure"], owed["language"]) == (
        CASE,
        PHONE,
        "apply-for-card",
        "en",
    )
    done = f"/api/callbacks/{CASE}/done"
    problem(await (await handsets.of("zhou")).ask("POST", done), 409, "not_expected")
    assert (await lin.ask("POST", done)).status_code == 204
    problem(await lin.ask("POST", done), 409, "not_expected")
    assert await lin.sees("/api/callbacks") == []


async def test_the_number_to_call_is_for_the_branchs_reviewers_alone(
    house: House, kiosk: Kiosk, handsets: Handsets
) -> None:
    await waits_no_longer(house, kiosk)
    (seen,) = await (await handsets.of("sun")).sees("/api/callbacks")
    assert seen["phone"] is None
    assert await (await handsets.of("zhou")).sees("/api/callbacks") == []
    for person in ("sun", "wang", "ops"):
        assert PHONE not in (await (await handsets.of(person)).ask("GET", PAGE)).text
    assert PHONE not in (await (await handsets.of("ops")).ask("GET", f"/api/ops{PAGE[4:]}")).text
    problem(await (await handsets.of("wang")).ask("GET", "/api/callbacks"), 403, "not_granted")
