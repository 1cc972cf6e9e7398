"""The handling side: cases that come to this counter because their handler sits here."""

from __future__ import annotations

import pytest

from device_profiles.contract.chunks import CHUNK_BYTES
from device_profiles.contract.messages.case import (
    CaseReleased,
    CollectingFinished,
    MaterialShown,
)
from device_profiles.contract.messages.event import (
    PersonLeft,
    PersonSignedIn,
    PersonSignedOut,
    SignInCodeShown,
)
from edge_agent.casework.errors import NoSuchCaseError
from edge_agent.casework.handling import CODE_LIVES_MS
from edge_agent.store import handled_cases
from tests.fakes.counter_cases import CASE, FORM, LI, WANG, assigned, handles, relayed
from tests.fakes.counter_house import CounterHouse
from tests.fakes.standing_clock import NOON_MS


async def test_a_case_comes_with_its_handler_and_application(counter: CounterHouse) -> None:
    await counter.hub.says(assigned())
    (case,) = await handles(counter)
    assert (case.assigned, case.ready, case.materials) == (assigned(), False, ())


async def test_a_material_is_shown_from_the_bytes_that_came(counter: CounterHouse) -> None:
    assert len(FORM) > CHUNK_BYTES
    await counter.hub.says(assigned())
    assert (await counter.hub.sends_bytes(CASE, FORM)).outcome == "stored"
    assert (await counter.hub.says(relayed())).outcome == "applied"
    sha256 = relayed().material.sha256
    assert await counter.said() == [MaterialShown(case=CASE, name="application-form", sha256=sha256)]
    assert await counter.handling.material(CASE, "application-form") == (FORM, "image/jpeg")
    await counter.hub.says(CollectingFinished(case=CASE))
    (case,) = await handles(counter)
    assert case.ready
    assert [record.sha256 for record in case.materials] == [sha256]


async def test_a_record_whose_bytes_did_not_come_is_refused(counter: CounterHouse) -> None:
    await counter.hub.says(assigned())
    receipt = await counter.hub.says(relayed())
    assert receipt.refusal is not None
    assert receipt.refusal.code == "material_not_stored"
    assert await counter.said() == []
    with pytest.raises(NoSuchCaseError):
        await counter.handling.material(CASE, "application-form")


async def test_bytes_and_records_of_a_case_that_is_not_here_are_refused(counter: CounterHouse) -> None:
    answer = await counter.hub.sends_bytes(CASE, FORM)
    assert answer.refusal is not None
    assert (answer.outcome, answer.refusal.code) == ("refused", "not_expected")
    receipt = await counter.hub.says(relayed())
    assert receipt.refusal is not None
    assert receipt.refusal.code == "unknown_case"
    assert not counter.files.has(CASE, relayed().material.sha256)


async def test_a_refused_record_settles_its_number_and_the_next_goes_on(counter: CounterHouse) -> None:
    assert (await counter.hub.says(relayed())).outcome == "refused"
    assert (await counter.hub.says(assigned())).outcome == "applied"
    assert len(await handles(counter)) == 1


async def test_a_case_assigned_again_begins_anew_with_its_new_fence(counter: CounterHouse) -> None:
    await counter.hub.says(assigned())
    await counter.hub.sends_bytes(CASE, FORM)
    await counter.hub.says(relayed())
    await counter.hub.says(CollectingFinished(case=CASE))
    await counter.hub.says(assigned(fence=2))
    (case,) = await handles(counter)
    assert (case.assigned.fence, case.ready, case.materials) == (2, False, ())


async def test_a_released_case_leaves_nothing_behind(counter: CounterHouse) -> None:
    for case in (CASE, "north-02"):
        await counter.hub.says(assigned(case))
        await counter.hub.sends_bytes(case, FORM)
        await counter.hub.says(relayed(case=case))
    await counter.hub.says(CaseReleased(case=CASE, reason="closed"))
    assert [case.assigned.case for case in await handles(counter)] == ["north-02"]
    with pytest.raises(NoSuchCaseError):
        await counter.handling.material(CASE, "application-form")
    assert not counter.files.has(CASE, relayed().material.sha256)
    assert not (counter.folder / "materials" / CASE).exists()
    assert (await counter.handling.material("north-02", "application-form"))[0] == FORM


async def test_a_code_is_six_digits_for_two_minutes_and_fresh_each_time(counter: CounterHouse) -> None:
    codes = [await counter.handling.show_code() for _ in range(20)]
    assert {expires_at for _, expires_at in codes} == {NOON_MS + CODE_LIVES_MS}
    assert all(len(code) == 6 and code.isascii() and code.isdigit() for code, _ in codes)
    assert len({code for code, _ in codes}) > 15
    assert await counter.said() == [
        SignInCodeShown(code=code, expires_at=expires_at) for code, expires_at in codes
    ]


async def test_the_counter_shows_who_sits_there_and_lets_them_go(counter: CounterHouse) -> None:
    await counter.handling.leave()
    assert await counter.said() == []  # nobody is here
    await counter.hub.says(PersonSignedIn(person=LI))
    assert await counter.records.read(handled_cases.person) == LI
    await counter.handling.leave()
    assert await counter.said() == [PersonLeft(person="li")]
    assert await counter.records.read(handled_cases.person) == LI  # until the hub agrees
    await counter.hub.says(PersonSignedOut(person="li", reason="left"))
    assert await counter.records.read(handled_cases.person) is None


async def test_whoever_was_replaced_does_not_sign_out_the_next(counter: CounterHouse) -> None:
    await counter.hub.says(PersonSignedIn(person=LI))
    await counter.hub.says(PersonSignedIn(person=WANG))
    await counter.hub.says(PersonSignedOut(person="li", reason="replaced"))
    assert await counter.records.read(handled_cases.person) == WANG
