"""The customer is asked at the counter, and the screen says what they said."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from device_profiles.contract.messages.case import Told
from tests.edge_agent.screen.words import files_case, problem, state
from tests.fakes.counter_house import CounterHouse
from tests.fakes.standing_clock import MINUTE_MS, NOON_MS

YES = {"covers": "face-comparison", "given": True, "language": "en"}
NO = {**YES, "given": False}


async def test_each_answer_is_on_the_screen_in_order(
    counter: CounterHouse, screen: httpx.AsyncClient
) -> None:
    case = await files_case(screen)
    answer = await screen.post(f"/api/cases/{case}/consent", json=YES)
    said = {**YES, "said_at": NOON_MS, "asked_by": None, "refusal": None}
    assert (answer.status_code, answer.json()) == (200, said)
    counter.clock.pass_ms(MINUTE_MS)
    await screen.post(f"/api/cases/{case}/consent", json=NO)
    (filed,) = (await state(screen))["filed"]
    assert filed["consents"] == [said, {**said, "given": False, "said_at": NOON_MS + MINUTE_MS}]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"covers": "everything"}, "covers"),
        ({"given": "perhaps"}, "given"),
        ({"language": "latin"}, "language"),
        ({"language": None}, "language"),
        ({"since": "ever"}, "since"),
    ],
)
async def test_an_answer_that_says_too_little_is_no_consent(
    counter: CounterHouse, screen: httpx.AsyncClient, changed: dict[str, Any], field: str
) -> None:
    case = await files_case(screen)
    answer = await screen.post(f"/api/cases/{case}/consent", json={**YES, **changed})
    problem(answer, 422, "invalid_request", field)
    assert len(await counter.said()) == 1  # the filing


async def test_a_closed_case_and_one_of_elsewhere_take_none(
    counter: CounterHouse, screen: httpx.AsyncClient
) -> None:
    case = await files_case(screen)
    await counter.hub.says(Told(case=case, news="expired"))
    problem(await screen.post(f"/api/cases/{case}/consent", json=YES), 409, "not_in_phase")
    problem(await screen.post("/api/cases/north-77/consent", json=YES), 404, "unknown_case")
