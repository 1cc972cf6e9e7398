"""What a handler asked for again is said until it was captured anew, or the person is done without it."""

from __future__ import annotations

from device_profiles.contract.messages.case import Told
from edge_agent.store import recaptures
from tests.fakes.counter_cases import LI, captures, files_case
from tests.fakes.counter_house import CounterHouse

BOTH = ("application-form", "id-card-front")


async def wanted(counter: CounterHouse, case: str) -> list[str]:
    return await counter.records.read(lambda connection: recaptures.of_case(connection, case))


async def is_asked_again(counter: CounterHouse, *materials: str) -> str:
    case = await files_case(counter)
    await counter.hub.says(Told(case=case, news="accepted", handler=LI))
    await captures(counter, case, *BOTH)
    await counter.origin.finish(case)
    asked = Told(case=case, news="recapture", handler=LI, reasons=("too dark",), materials=materials)
    await counter.hub.says(asked)
    return case


async def test_each_is_wanted_until_it_is_captured_anew(counter: CounterHouse) -> None:
    case = await is_asked_again(counter, *BOTH)
    assert await wanted(counter, case) == list(BOTH)
    await captures(counter, case, "id-card-front")
    assert await wanted(counter, case) == ["application-form"]


async def test_nothing_is_wanted_any_more_once_the_person_is_done(counter: CounterHouse) -> None:
    case = await is_asked_again(counter, "id-card-front")
    await counter.origin.finish(case)
    assert await wanted(counter, case) == []
