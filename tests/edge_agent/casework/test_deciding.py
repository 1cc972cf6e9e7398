"""Deciding on the counter's own screen: what must hold before the hub is told, and what becomes of it."""

from __future__ import annotations

import pytest

from device_profiles.contract.errors import Refusal
from device_profiles.contract.messages.case import (
    AskRecapture,
    CaseReleased,
    CollectingFinished,
    CollectingReopened,
    DecideReview,
)
from device_profiles.contract.messages.event import PersonSignedIn, PersonSignedOut
from edge_agent.casework.deciding import Deciding
from edge_agent.casework.errors import NeedsLinkError, NoSuchCaseError, RefusedError
from edge_agent.store import counter_decisions
from edge_agent.store.counter_decisions import CounterDecision
from tests.fakes.counter_cases import CASE, FORM, LI, WANG, assigned, handles, relayed
from tests.fakes.counter_house import CounterHouse

DIGEST = relayed().material.sha256
REASON = "The signature is missing."


@pytest.fixture
async def deciding(counter: CounterHouse) -> Deciding:
    """Li is signed in and has all of the case before them."""
    await counter.hub.says(PersonSignedIn(person=LI))
    await counter.hub.says(assigned())
    await counter.hub.sends_bytes(CASE, FORM)
    await counter.hub.says(relayed())
    await counter.is_answered()
    await counter.hub.says(CollectingFinished(case=CASE))
    return Deciding(counter.records, counter.session)


async def decision(counter: CounterHouse) -> CounterDecision | None:
    return await counter.records.read(lambda connection: counter_decisions.of_case(connection, CASE))


async def test_a_decision_carries_person_fence_and_what_was_shown(
    counter: CounterHouse, deciding: Deciding
) -> None:
    await deciding.review(CASE, [DIGEST], [REASON], passed=False)
    said = DecideReview(
        case=CASE, person="li", fence=1, passed=False, reasons=(REASON,), evidence=(DIGEST,)
    )
    assert await counter.said() == [said]
    made = await decision(counter)
    assert made is not None
    assert (made.said, made.refusal) == (said, None)


async def test_nothing_is_decided_twice(deciding: Deciding) -> None:
    await deciding.review(CASE, [DIGEST], [], passed=True)
    with pytest.raises(RefusedError, match="decided here already"):
        await deciding.ask_again(CASE, ["application-form"], [REASON])


async def test_nothing_is_decided_for_a_person_who_is_not_here(
    counter: CounterHouse, deciding: Deciding
) -> None:
    await counter.hub.says(PersonSignedIn(person=WANG))
    with pytest.raises(RefusedError, match="not signed in here"):
        await deciding.review(CASE, [DIGEST], [], passed=True)
    await counter.hub.says(PersonSignedOut(person=WANG.person, reason="left"))
    with pytest.raises(RefusedError, match="not signed in here"):
        await deciding.ask_again(CASE, ["application-form"], [REASON])
    assert await counter.said() == []


async def test_nothing_is_decided_on_other_materials_than_are_here(deciding: Deciding) -> None:
    for evidence in ([], ["0" * 64], [DIGEST, "0" * 64]):
        with pytest.raises(RefusedError, match="captured anew"):
            await deciding.review(CASE, evidence, [], passed=True)


async def test_a_case_does_not_fail_without_a_reason(deciding: Deciding) -> None:
    with pytest.raises(RefusedError, match="needs a reason"):
        await deciding.review(CASE, [DIGEST], [], passed=False)


async def test_nothing_is_decided_without_the_link_or_the_case(
    counter: CounterHouse, deciding: Deciding
) -> None:
    with pytest.raises(NoSuchCaseError):
        await deciding.review("north-99", [DIGEST], [], passed=True)
    counter.session.goes_down()
    with pytest.raises(NeedsLinkError):
        await deciding.review(CASE, [DIGEST], [], passed=True)
    assert await counter.said() == []


async def test_what_the_hub_refuses_is_kept_for_the_screen_and_can_be_said_anew(
    counter: CounterHouse, deciding: Deciding
) -> None:
    await deciding.review(CASE, [DIGEST], [], passed=True)
    made = await decision(counter)
    assert made is not None
    refusal = Refusal(code="not_the_handler", says="li is not signed in here", field="person")
    await counter.records.read(
        lambda connection: counter_decisions.put_refusal(connection, made.said, refusal)
    )
    refused = await decision(counter)
    assert refused is not None
    assert refused.refusal == refusal
    await deciding.review(CASE, [DIGEST], [], passed=True)


async def test_materials_asked_for_again_are_waited_for_and_decided_on_anew(
    counter: CounterHouse, deciding: Deciding
) -> None:
    await deciding.ask_again(CASE, ["application-form"], [REASON])
    assert isinstance((await counter.said())[0], AskRecapture)
    await counter.hub.says(CollectingReopened(case=CASE))
    (case,) = await handles(counter)
    assert not case.ready
    with pytest.raises(RefusedError, match="not all here"):
        await deciding.review(CASE, [DIGEST], [], passed=True)
    await counter.hub.says(CollectingFinished(case=CASE))
    assert await decision(counter) is None
    await deciding.review(CASE, [DIGEST], [], passed=True)


async def test_a_case_that_leaves_takes_its_decision_along(
    counter: CounterHouse, deciding: Deciding
) -> None:
    await deciding.review(CASE, [DIGEST], [], passed=True)
    await counter.hub.says(CaseReleased(case=CASE, reason="closed"))
    assert await decision(counter) is None
