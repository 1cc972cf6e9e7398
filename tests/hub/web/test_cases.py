"""Cases as people see them: who may see what, and who may move what."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from device_profiles.contract.messages.case import ResultShown
from hub.domain.events import Event, ManagersAsked
from hub.domain.words import Choice
from tests.fakes.case_events import (
    BRANCH_B,
    COUNTER_A,
    COUNTER_B,
    FORM_BYTES,
    accepted,
    captured,
    collected,
    consented,
    failed,
    filed,
    form,
    offered,
    shown,
    teller,
)
from tests.fakes.hub_house import House
from tests.fakes.standing_clock import NOON_MS
from tests.hub.web.handsets import Handset, Handsets, problem

CASE = "north-01"
PAGE = f"/api/cases/{CASE}"
FORM = f"{PAGE}/materials/application-form"
HANDLED = [filed(), offered("li"), accepted("li"), captured()]
REVIEWED = [*HANDLED, collected(), shown()]
FAILED: list[Event] = [*REVIEWED, *failed("li")]
CUSTOMER_WORDS = ("王小样", "110105198001019987")


async def branch_b(house: House) -> None:
    """Li handles; Wang sits beside her; Zhao is of another branch; and those who look on."""
    await house.has(
        teller("li"),
        teller("wang"),
        teller("zhao", "north/b9"),
        teller("sun", role="lobby_manager"),
        teller("chen", role="operator"),
        teller("qian", "north/hq", role="auditor"),
    )
    await house.has_counter(COUNTER_B)
    await house.seats("li")


async def test_a_branch_lists_its_own_cases(house: House, handsets: Handsets) -> None:
    await branch_b(house)
    await house.knows(CASE, *HANDLED)
    await house.knows("north-02", filed("north/b9"))
    (line,) = (await (await handsets.of("wang")).sees("/api/cases"))["cases"]
    assert (line["case"], line["branch"], line["handler"]) == (CASE, BRANCH_B, "li")
    elsewhere = await (await handsets.of("zhao")).sees("/api/cases")
    assert [line["case"] for line in elsewhere["cases"]] == ["north-02"]


async def test_the_handler_sees_the_application_and_the_materials(house: House, handsets: Handsets) -> None:
    await branch_b(house)
    await house.knows(CASE, *FAILED)
    li = await handsets.of("li")
    seen = await li.sees(PAGE)
    assert seen["application"]["customer-name"] == "王小样"
    assert seen["materials"][0]["findings"][0]["detail"] == {"text": "王小样"}
    assert (seen["counter"], seen["result"], seen["reasons"]) == (
        COUNTER_B,
        "failed",
        ["王小样 did not sign"],
    )
    assert [entry["kind"] for entry in seen["timeline"]] == [type(event).__name__ for event in FAILED]
    picture = await li.ask("GET", FORM)
    assert (picture.content, picture.headers["content-type"]) == (FORM_BYTES, "image/jpeg")
    assert picture.headers["x-content-type-options"] == "nosniff"
    assert picture.headers["cache-control"] == "no-store"


async def test_an_auditor_sees_everything_of_every_branch(house: House, handsets: Handsets) -> None:
    await branch_b(house)
    await house.knows(CASE, *FAILED)
    qian = await handsets.of("qian")
    assert (await qian.sees(PAGE))["application"]["customer-name"] == "王小样"
    assert (await qian.ask("GET", FORM)).content == FORM_BYTES


@pytest.mark.parametrize("person", ["wang", "sun", "chen"])
async def test_others_of_the_branch_see_how_it_goes_but_nothing_of_the_customer(
    house: House, handsets: Handsets, person: str
) -> None:
    await branch_b(house)
    await house.knows(CASE, *FAILED)
    onlooker = await handsets.of(person)
    answer = await onlooker.ask("GET", PAGE)
    assert not [word for word in CUSTOMER_WORDS if word in answer.text]
    seen = answer.json()
    assert (seen["handler"], seen["result"], seen["application"]) == ("li", "failed", None)
    assert len(seen["timeline"]) == len(FAILED)
    problem(await onlooker.ask("GET", FORM), 403, "not_the_handler")


async def test_who_agreed_to_what_stands_in_the_timeline_for_handler_and_auditor(
    house: House, handsets: Handsets
) -> None:
    await branch_b(house)
    taken_back = consented(given=False, at=NOON_MS + 1)
    await house.knows(CASE, *HANDLED, consented(), taken_back)
    said = {"covers": "face-comparison", "language": "zh", "asked_by": "wang"}
    for person in ("li", "qian"):
        seen = await (await handsets.of(person)).sees(PAGE)
        assert seen["consents"] == [{**said, "given": False, "said_at": NOON_MS + 1}]
        recorded = [entry for entry in seen["timeline"] if entry["kind"] == "ConsentRecorded"]
        assert [entry["body"]["consent"]["given"] for entry in recorded] == [True, False]
    onlooker = await (await handsets.of("wang")).sees(PAGE)
    assert onlooker["consents"] == []
    assert all("consent" not in entry["body"] for entry in onlooker["timeline"])


async def test_operators_find_nothing_of_a_customer_anywhere(house: House, handsets: Handsets) -> None:
    await branch_b(house)
    await house.knows(CASE, *FAILED)
    chen = await handsets.of("chen")
    for path in ("/api/cases", PAGE, FORM, "/api/me", "/api/devices", "/api/health"):
        text = (await chen.ask("GET", path)).text
        assert not [word for word in CUSTOMER_WORDS if word in text], path


async def test_another_branch_cannot_tell_whether_the_case_exists(house: House, handsets: Handsets) -> None:
    await branch_b(house)
    await house.knows(CASE, *HANDLED)
    zhao = await handsets.of("zhao")
    theirs, nobodys = await zhao.ask("GET", PAGE), await zhao.ask("GET", "/api/cases/north-77")
    problem(theirs, 404, "unknown_case")
    problem(nobodys, 404, "unknown_case")
    assert theirs.text.replace(CASE, "") == nobodys.text.replace("north-77", "")
    for case in (CASE, "north-77"):
        answer = await zhao.ask("GET", f"/api/cases/{case}/materials/application-form")
        problem(answer, 403, "not_the_handler")


async def test_whoever_was_offered_the_case_does_not_see_the_customer_yet(
    house: House, handsets: Handsets
) -> None:
    await branch_b(house)
    await house.knows(CASE, filed(), offered("li"))
    li = await handsets.of("li")
    seen = await li.sees(PAGE)
    assert (seen["offer"]["person"], seen["offer"]["offer"], seen["application"]) == ("li", 1, None)


async def test_accepting_brings_the_case_to_the_persons_counter(house: House, handsets: Handsets) -> None:
    await branch_b(house)
    await house.knows(CASE, filed(), offered("li"))
    li = await handsets.of("li")
    answer = await li.ask("POST", f"{PAGE}/offers/1/accept")
    assert (answer.json()["handler"], answer.json()["counter"]) == ("li", COUNTER_B)
    assert answer.json()["application"]["customer-name"] == "王小样"


@pytest.mark.parametrize(
    ("person", "offer", "status", "code"),
    [
        ("wang", 1, 409, "stale_offer"),
        ("li", 2, 409, "stale_offer"),
        ("zhao", 1, 404, "unknown_case"),
        ("qian", 1, 403, "not_granted"),
    ],
)
async def test_an_offer_is_accepted_by_its_own_number_and_person(
    house: House, handsets: Handsets, person: str, offer: int, status: int, code: str
) -> None:
    await branch_b(house)
    await house.knows(CASE, filed(), offered("li"))
    answer = await (await handsets.of(person)).ask("POST", f"{PAGE}/offers/{offer}/accept")
    problem(answer, status, code)


async def test_the_handler_decides_and_nobody_else(house: House, handsets: Handsets) -> None:
    await branch_b(house)
    await house.knows(CASE, *REVIEWED)
    for person, status, code in (
        ("wang", 403, "not_the_handler"),
        ("zhao", 404, "unknown_case"),
        ("chen", 403, "not_granted"),
        ("qian", 403, "not_granted"),
    ):
        answer = await (await handsets.of(person)).ask(
            "POST", f"{PAGE}/review", {"fence": 1, "passed": True}
        )
        problem(answer, status, code)
    answer = await (await handsets.of("li")).ask("POST", f"{PAGE}/review", {"fence": 1, "passed": True})
    assert (answer.status_code, answer.json()["result"]) == (200, "succeeded")


async def test_the_origins_screen_acknowledges_the_result(house: House, handsets: Handsets) -> None:
    await branch_b(house)
    await house.knows(CASE, *FAILED)
    li = await handsets.of("li")
    assert (await li.sees(PAGE))["result_shown"] is False
    refused = await house.hears(COUNTER_B, ResultShown(case=CASE))
    assert refused is not None
    assert refused.code == "not_the_origin"
    for _ in range(2):  # the counter may say it twice; it happened once
        assert await house.hears(COUNTER_A, ResultShown(case=CASE)) is None
    seen = await li.sees(PAGE)
    assert seen["result_shown"] is True
    assert [entry["kind"] for entry in seen["timeline"]].count("ResultShown") == 1
    assert (seen["timeline"][-1]["actor"], seen["timeline"][-1]["at"]) == (f"device:{COUNTER_A}", NOON_MS)


@pytest.mark.parametrize("to", ["zhao", "nobody", "qian"])
async def test_nobody_of_another_branch_is_named(house: House, handsets: Handsets, to: str) -> None:
    await branch_b(house)
    asked = ManagersAsked(1, ("sun",), Choice(None, "nobody is idle"), NOON_MS + 1, NOON_MS)
    await house.knows(CASE, *HANDLED)
    await house.knows("north-02", filed(), offered("li"))
    await house.knows("north-03", filed(), asked)
    li, sun = await handsets.of("li"), await handsets.of("sun")
    for answer in (
        await li.ask("POST", f"{PAGE}/transfer", {"fence": 1, "to": to}),
        await li.ask("POST", "/api/cases/north-02/offers/1/pass-on", {"to": to}),
        await sun.ask("POST", "/api/cases/north-03/teller", {"to": to}),
    ):
        problem(answer, 409, "unknown_branch", "to")
        assert answer.json()["detail"] == f"nobody called {to} works at {BRANCH_B}"
    assert await house.shelf.do(lambda books: books.post.last_change(to)) == 0


async def test_a_case_is_not_failed_without_a_reason(house: House, handsets: Handsets) -> None:
    await branch_b(house)
    await house.knows(CASE, *REVIEWED)
    li = await handsets.of("li")
    answer = await li.ask("POST", f"{PAGE}/review", {"fence": 1, "passed": False, "reasons": []})
    problem(answer, 409, "invalid_application", "reasons")
    answer = await li.ask("POST", f"{PAGE}/review", {"fence": 1, "passed": False, "reasons": [""]})
    problem(answer, 422, "invalid_request", "reasons.0")


async def test_a_material_that_the_case_does_not_have(house: House, handsets: Handsets) -> None:
    await branch_b(house)
    await house.knows(CASE, *HANDLED)
    li = await handsets.of("li")
    problem(await li.ask("GET", f"{PAGE}/materials/id-card-front"), 404, "unknown_material")
    assert (await li.sees(PAGE))["materials"][0]["sha256"] == form().sha256


async def test_a_material_that_was_altered_on_the_disk_is_not_shown(
    house: House, app: FastAPI, handsets: Handsets, tmp_path: Path
) -> None:
    await branch_b(house)
    await house.knows(CASE, *HANDLED)
    li = await handsets.of("li")
    stored = tmp_path / "materials" / CASE / form().sha256
    stored.write_bytes(stored.read_bytes()[:-1] + b"?")
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://hub") as client:
        answer = await Handset(client, li.token).ask("GET", FORM)
    problem(answer, 500, "internal_error")
    assert "王小样" not in answer.text


@pytest.mark.parametrize("case", ["North-01", "north_01", "a" * 64])
async def test_a_name_that_no_case_can_bear_is_told_so(house: House, handsets: Handsets, case: str) -> None:
    await branch_b(house)
    li = await handsets.of("li")
    problem(await li.ask("GET", f"/api/cases/{case}"), 422, "invalid_request", "case")
