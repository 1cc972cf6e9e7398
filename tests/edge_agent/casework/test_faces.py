"""Whether two faces look alike: asked of the customer first, compared then, and said to the handler."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from device_profiles.contract.errors import Refusal
from device_profiles.contract.messages.case import (
    AddMaterial,
    ChangeFindings,
    FileCase,
    Finding,
    MaterialRecord,
    RecordConsent,
    Told,
)
from device_profiles.contract.messages.event import PersonSignedIn
from edge_agent.casework.errors import NoSuchCaseError, RefusedError
from edge_agent.imaging import WorkerCrashedError
from edge_agent.store import consents, origin_cases
from edge_agent.store.origin_cases import Capture
from tests.fakes.counter_cases import LI, captures, files_case
from tests.fakes.counter_house import CounterHouse, counter_in, picture
from tests.fakes.standing_clock import MINUTE_MS, NOON_MS

PHOTO = "customer-photo"
CARD = "id-card-front"
NOON = datetime.fromtimestamp(NOON_MS / 1000, tz=UTC).isoformat()

Step = Callable[[CounterHouse, str], Awaitable[object]]


async def the_customer_agrees(counter: CounterHouse, case: str) -> None:
    await counter.faces.record_consent(case, "face-comparison", "zh", given=True)


async def the_customer_withdraws(counter: CounterHouse, case: str) -> None:
    await counter.faces.record_consent(case, "face-comparison", "zh", given=False)


async def the_card_is_scanned(counter: CounterHouse, case: str) -> None:
    await captures(counter, case, CARD)


async def the_photograph_is_taken(counter: CounterHouse, case: str) -> None:
    counter.tray.laid.append(picture(90))
    await counter.capturing.capture(case, PHOTO)


THE_THREE: Sequence[Step] = (the_customer_agrees, the_card_is_scanned, the_photograph_is_taken)


async def photograph(counter: CounterHouse, case: str) -> Capture:
    kept = await counter.records.read(lambda connection: origin_cases.captures_of(connection, case))
    return next(capture for capture in kept if capture.record.name == PHOTO)


async def finding(counter: CounterHouse, case: str, kind: str) -> Finding:
    """The face finding of the photograph, once it is of this kind."""
    while True:
        version = counter.records.changes.version
        record = (await photograph(counter, case)).record
        if found := next((found for found in record.findings if found.kind == kind), None):
            return found
        assert await counter.records.changes.after(version, 10) > version, record.findings


async def is_uploaded(counter: CounterHouse, case: str, *names: str) -> None:
    """The hub has the bytes of these materials."""
    for capture in await counter.records.read(
        lambda connection: origin_cases.captures_of(connection, case)
    ):
        if capture.record.name in names:
            await counter.uploads._send(capture)


async def said_of_faces(counter: CounterHouse) -> list[tuple[str, str]]:
    """What the hub was told of consents, and of findings on the photograph, in order."""
    told = []
    for body in await counter.said():
        match body:
            case RecordConsent(given=given):
                told.append(("consent", "given" if given else "withdrawn"))
            case AddMaterial(material=MaterialRecord(name=name, findings=findings)) if name == PHOTO:
                told.append(("material", ", ".join(found.kind for found in findings)))
            case ChangeFindings(findings=findings):
                told.append(("findings", ", ".join(found.kind for found in findings)))
            case _:
                pass
    return told


async def test_the_consent_is_kept_and_told_while_the_link_is_down(counter: CounterHouse) -> None:
    case = await files_case(counter)
    await counter.hub.says(PersonSignedIn(person=LI))
    counter.session.goes_down()
    await the_customer_agrees(counter, case)
    asked = RecordConsent(
        case=case, covers="face-comparison", given=True, said_at=NOON_MS, language="zh", asked_by="li"
    )
    assert (await counter.said())[-1] == asked
    (kept,) = await counter.records.read(lambda connection: consents.of_case(connection, case))
    assert (kept.said, kept.refusal) == (asked, None)


async def test_the_same_answer_once_more_is_no_other(counter: CounterHouse) -> None:
    case = await files_case(counter)
    for _ in range(3):
        await the_customer_agrees(counter, case)
    assert [type(body) for body in await counter.said()] == [FileCase, RecordConsent]


@pytest.mark.parametrize("order", list(itertools.permutations(THE_THREE)))
async def test_the_three_may_come_in_any_order(counter: CounterHouse, order: Sequence[Step]) -> None:
    case = await files_case(counter)
    for step in order:
        assert counter.judge.compared == []
        await step(counter, case)
    alike = await finding(counter, case, "faces-alike")
    record = (await photograph(counter, case)).record
    assert (alike.detail["consent"], alike.detail[PHOTO]) == (NOON, record.sha256)
    assert [found.kind for found in record.findings] == ["faces-alike", "face-quality"]
    ((card, photo, consent),) = counter.judge.compared
    assert (card.content, photo.content) == (picture(0).content, picture(90).content)
    assert (consent.case, consent.recorded_at.isoformat()) == (case, NOON)


async def test_without_a_consent_nothing_is_compared_and_a_person_must_look(counter: CounterHouse) -> None:
    case = await files_case(counter)
    await the_card_is_scanned(counter, case)
    await the_photograph_is_taken(counter, case)
    said = await finding(counter, case, "faces-not-compared")
    assert "No consent" in said.says
    assert "a person must look" in said.says
    await the_comparer_has_looked(counter)
    assert counter.judge.compared == []


async def test_a_customer_who_says_no_is_not_compared(counter: CounterHouse) -> None:
    case = await files_case(counter)
    await the_customer_withdraws(counter, case)
    await the_card_is_scanned(counter, case)
    await the_photograph_is_taken(counter, case)
    said = await finding(counter, case, "faces-not-compared")
    assert "does not consent" in said.says
    await the_comparer_has_looked(counter)
    assert counter.judge.compared == []


async def test_one_customers_consent_is_not_anothers(counter: CounterHouse) -> None:
    case, other = await files_case(counter), await files_case(counter)
    await the_customer_agrees(counter, other)
    await the_card_is_scanned(counter, case)
    await the_photograph_is_taken(counter, case)
    await the_comparer_has_looked(counter)
    assert counter.judge.compared == []


async def test_who_takes_their_consent_back_takes_the_finding_along(counter: CounterHouse) -> None:
    case = await files_case(counter)
    for step in THE_THREE:
        await step(counter, case)
    await finding(counter, case, "faces-alike")
    counter.clock.pass_ms(MINUTE_MS)
    await the_customer_withdraws(counter, case)
    record = (await photograph(counter, case)).record
    (said,) = record.findings
    assert (said.kind, said.detail["withdrawn"][:16]) == ("faces-not-compared", "2026-11-21T12:01")
    assert "took back their consent" in said.says
    assert "likeness" not in str(record)
    await the_photograph_is_taken(counter, case)
    await the_comparer_has_looked(counter)
    assert len(counter.judge.compared) == 1
    assert [kept.said.given for kept in await answers(counter, case)] == [True, False]


async def test_a_comparison_under_way_when_the_consent_is_taken_back_was_never_made(
    counter: CounterHouse,
) -> None:
    case = await files_case(counter)
    counter.judge.may_answer.clear()
    for step in THE_THREE:
        await step(counter, case)
    await counter.judge.asked.wait()
    await the_customer_withdraws(counter, case)
    counter.judge.may_answer.set()
    await the_comparer_has_looked(counter)
    record = (await photograph(counter, case)).record
    assert [found.kind for found in record.findings] == ["faces-not-compared"]


async def test_a_consent_given_anew_allows_it_anew(counter: CounterHouse) -> None:
    case = await files_case(counter)
    for step in (*THE_THREE, the_customer_withdraws):
        await step(counter, case)
    counter.clock.pass_ms(MINUTE_MS)
    await the_customer_agrees(counter, case)
    again = await finding(counter, case, "faces-alike")
    assert again.detail["consent"] == datetime.fromtimestamp((NOON_MS + MINUTE_MS) / 1000, UTC).isoformat()


@pytest.mark.parametrize("recaptured", [the_card_is_scanned, the_photograph_is_taken])
async def test_a_picture_taken_anew_is_compared_anew(counter: CounterHouse, recaptured: Step) -> None:
    case = await files_case(counter)
    for step in THE_THREE:
        await step(counter, case)
    await finding(counter, case, "faces-alike")
    counter.judge.asked.clear()
    await recaptured(counter, case)
    await counter.judge.asked.wait()
    await finding(counter, case, "faces-alike")
    assert len(counter.judge.compared) == 2


async def test_the_photograph_goes_with_its_finding_and_not_before(counter: CounterHouse) -> None:
    case = await files_case(counter)
    await counter.hub.says(Told(case=case, news="accepted", handler=LI))
    counter.judge.may_answer.clear()
    for step in THE_THREE:
        await step(counter, case)
    await counter.judge.asked.wait()
    assert PHOTO not in [capture.record.name for capture in await counter.uploads._waiting()]
    counter.judge.may_answer.set()
    await finding(counter, case, "faces-alike")
    assert PHOTO in [capture.record.name for capture in await counter.uploads._waiting()]


async def test_a_finding_that_comes_later_follows_its_photograph(counter: CounterHouse) -> None:
    case = await files_case(counter)
    await counter.hub.says(Told(case=case, news="accepted", handler=LI))
    await the_card_is_scanned(counter, case)
    await the_photograph_is_taken(counter, case)
    await is_uploaded(counter, case, CARD, PHOTO)
    await the_customer_agrees(counter, case)
    await finding(counter, case, "faces-alike")
    await the_customer_withdraws(counter, case)
    assert await said_of_faces(counter) == [
        ("material", "faces-not-compared"),
        ("consent", "given"),
        ("findings", "faces-alike, face-quality"),
        ("consent", "withdrawn"),
        ("findings", "faces-not-compared"),
    ]


async def test_a_finding_that_comes_while_the_photograph_is_sent_goes_with_it(
    counter: CounterHouse,
) -> None:
    case = await files_case(counter)
    await the_card_is_scanned(counter, case)
    await the_photograph_is_taken(counter, case)
    under_way = await photograph(counter, case)
    await the_customer_agrees(counter, case)
    await finding(counter, case, "faces-alike")
    await counter.uploads._send(under_way)
    assert await said_of_faces(counter) == [
        ("consent", "given"),
        ("material", "faces-alike, face-quality"),
    ]


async def test_a_power_cut_between_consent_and_photograph_loses_neither(tmp_path: Path) -> None:
    async with counter_in(tmp_path) as before:
        case = await files_case(before)
        await the_customer_agrees(before, case)
        await the_card_is_scanned(before, case)
    async with counter_in(tmp_path) as after:
        await the_photograph_is_taken(after, case)
        await finding(after, case, "faces-alike")


async def test_a_power_cut_amid_the_comparison_is_made_good(tmp_path: Path) -> None:
    async with counter_in(tmp_path) as before:
        case = await files_case(before)
        before.judge.may_answer.clear()
        for step in THE_THREE:
            await step(before, case)
        await before.judge.asked.wait()
    async with counter_in(tmp_path) as after:
        await finding(after, case, "faces-alike")


async def test_a_comparison_that_fails_is_said_and_the_next_goes_on(counter: CounterHouse) -> None:
    case, next_case = await files_case(counter), await files_case(counter)
    counter.judge.fails = WorkerCrashedError("The program that looks at pictures died over it.")
    for step in THE_THREE:
        await step(counter, case)
    said = await finding(counter, case, "faces-not-compared")
    assert "died over it" in said.says
    assert "a person must look" in said.says
    counter.judge.fails = None
    for step in THE_THREE:
        await step(counter, next_case)
    await finding(counter, next_case, "faces-alike")


async def test_a_closed_case_takes_no_consent_and_compares_nothing(counter: CounterHouse) -> None:
    case = await files_case(counter)
    await the_card_is_scanned(counter, case)
    await the_photograph_is_taken(counter, case)
    await counter.hub.says(Told(case=case, news="cancelled"))
    with pytest.raises(RefusedError) as refused:
        await the_customer_agrees(counter, case)
    assert refused.value.refusal.code == "not_in_phase"
    with pytest.raises(NoSuchCaseError):
        await the_customer_agrees(counter, "north-77")
    assert counter.judge.compared == []


async def test_a_consent_that_the_hub_refuses_does_not_hold(counter: CounterHouse) -> None:
    case = await files_case(counter)
    for step in THE_THREE:
        await step(counter, case)
    await finding(counter, case, "faces-alike")
    await counter.is_answered()  # the filing
    closed = Refusal(code="not_in_phase", says="the case is closed")
    await counter.is_answered("refused", closed)
    assert [kept.refusal for kept in await answers(counter, case)] == [closed]
    record = (await photograph(counter, case)).record
    assert [found.kind for found in record.findings] == ["faces-not-compared"]


async def answers(counter: CounterHouse, case: str) -> list[consents.KeptConsent]:
    return await counter.records.read(lambda connection: consents.of_case(connection, case))


async def the_comparer_has_looked(counter: CounterHouse) -> None:
    """Another customer's comparison, asked for now, is done: so is all that was due before it."""
    other = await files_case(counter)
    for step in THE_THREE:
        await step(counter, other)
    await finding(counter, other, "faces-alike")
    counter.judge.compared[:] = [
        compared for compared in counter.judge.compared if compared[2].case != other
    ]
