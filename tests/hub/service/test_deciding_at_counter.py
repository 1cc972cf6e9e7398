"""The person signed in at a counter decides there: only they, only there, only on what the case has now."""

from __future__ import annotations

import pytest

from device_profiles.contract.envelope import Body
from device_profiles.contract.messages.case import AskRecapture, CollectingReopened, DecideReview
from hub.domain.words import Rule
from tests.fakes.case_events import (
    COUNTER_B,
    accepted,
    captured,
    collected,
    filed,
    form,
    offered,
    shown,
    teller,
)
from tests.fakes.hub_house import House

CASE = "north-01"
OTHER_B = "north/b2/counter-2"
REASON = "The signature is missing."


def review(person: str = "li", fence: int = 1, *, passed: bool = True, sha256: str | None = None) -> Body:
    reasons = () if passed else (REASON,)
    evidence = (sha256 or form().sha256,)
    return DecideReview(
        case=CASE, person=person, fence=fence, passed=passed, reasons=reasons, evidence=evidence
    )


def again(person: str = "li", fence: int = 1) -> Body:
    return AskRecapture(
        case=CASE, person=person, fence=fence, materials=("application-form",), reasons=(REASON,)
    )


async def li_reviews(house: House) -> None:
    await house.has(teller("li"), teller("wang"))
    for counter in (COUNTER_B, OTHER_B):
        await house.has_counter(counter)
    await house.seats("li")
    await house.seats("wang", OTHER_B)
    await house.knows(CASE, filed(), offered(), accepted(), captured(), shown(), collected())


async def result(house: House) -> str | None:
    case = await house.shelf.do(lambda books: books.cases.get(CASE))
    return case.result


async def refused(house: House, counter: str, body: Body) -> tuple[str, str | None]:
    refusal = await house.hears(counter, body)
    assert refusal is not None
    assert await result(house) is None
    return refusal.code, refusal.field


async def test_what_li_decides_at_the_counter_stands_with_the_counter_and_the_person(house: House) -> None:
    await li_reviews(house)
    assert await house.hears(COUNTER_B, review(passed=False)) is None
    assert await result(house) == "failed"
    entries = await house.shelf.do(lambda books: books.cases.entries(CASE))
    (decided,) = [entry for entry in entries if entry.kind == "ReviewDecided"]
    assert decided.actor == f"device:{COUNTER_B}"
    assert '"person":"li"' in decided.body.replace(" ", "")


async def test_materials_are_asked_for_again_at_the_counter_and_it_waits_for_them(house: House) -> None:
    await li_reviews(house)
    assert await house.hears(COUNTER_B, again()) is None
    assert any(CollectingReopened.type_name.encode() in sent.payload for sent in house.shelf.sent)
    assert await refused(house, COUNTER_B, review()) == ("not_in_phase", None)


@pytest.mark.parametrize("body", [review(), again()])
async def test_nothing_is_decided_where_li_is_not_signed_in(house: House, body: Body) -> None:
    await li_reviews(house)
    assert await refused(house, OTHER_B, body) == ("not_the_handler", "person")
    left = await house.shelf.do(house.web.duty.take_break, "li")
    assert not isinstance(left, Rule)
    assert await refused(house, COUNTER_B, body) == ("not_the_handler", "person")


@pytest.mark.parametrize("body", [review("wang"), again("wang")])
async def test_whoever_sits_elsewhere_in_the_branch_decides_nothing(house: House, body: Body) -> None:
    await li_reviews(house)
    assert (await refused(house, OTHER_B, body))[0] == "not_the_handler"


@pytest.mark.parametrize("body", [review(fence=2), again(fence=2)])
async def test_a_former_fence_is_behind(house: House, body: Body) -> None:
    await li_reviews(house)
    assert (await refused(house, COUNTER_B, body))[0] == "not_the_handler"


async def test_a_decision_rests_on_all_that_the_case_has_now(house: House) -> None:
    await li_reviews(house)
    assert await refused(house, COUNTER_B, review(sha256="0" * 64)) == ("materials_missing", "evidence")
