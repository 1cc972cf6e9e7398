"""The filing side: a case filed at this counter, its materials, and what the hub told of it."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from device_profiles.contract.errors import Refusal
from device_profiles.contract.messages.case import FileCase, FinishCollecting, Person, ResultShown, Told
from device_profiles.contract.messages.event import SignInCodeShown
from edge_agent.casework.errors import NoSuchCaseError, RefusedError
from edge_agent.devices.errors import NothingToScanError, UnreadableScanError
from edge_agent.devices.scanner import Scan
from edge_agent.store import origin_cases
from edge_agent.store.origin_cases import OriginCase
from tests.fakes.counter_cases import APPLICATION, TARGET, captures, files_case
from tests.fakes.counter_house import CounterHouse, counter_in, picture
from tests.fakes.standing_clock import NOON_MS

UNKNOWN_BRANCH = Refusal(code="unknown_branch", says="nobody works at north/b2", field="target")


async def shows(counter: CounterHouse, case: str) -> OriginCase:
    """The case as the counter has it."""
    found = await counter.records.read(lambda connection: origin_cases.get(connection, case))
    assert found is not None
    return found


async def test_a_case_is_filed_while_the_link_is_down(counter: CounterHouse) -> None:
    counter.session.goes_down()
    filed = await counter.origin.file(TARGET, "open-account", APPLICATION)
    assert (filed.branch, filed.filed_at, filed.told) == ("north/b2", NOON_MS, ())
    assert re.fullmatch(r"north-[0-9a-f]{32}", filed.case)
    assert await counter.said() == [
        FileCase(case=filed.case, target=TARGET, procedure="open-account", application=APPLICATION)
    ]


async def test_what_was_filed_is_there_after_a_power_cut(tmp_path: Path) -> None:
    async with counter_in(tmp_path) as before:
        case = await files_case(before)
        await captures(before, case, "application-form")
    async with counter_in(tmp_path) as after:
        assert (await shows(after, case)).application == APPLICATION
        assert [type(body) for body in await after.said()] == [FileCase]
        content, media_type = await after.capturing.page(case, "application-form", straightened=False)
        assert (content, media_type) == (picture(0).content, "image/jpeg")


@pytest.mark.parametrize(
    ("procedure", "application", "code", "field"),
    [
        ("close-account", APPLICATION, "unknown_procedure", "procedure"),
        ("open-account", {**APPLICATION, "id-number": "1"}, "invalid_application", "application.id-number"),
        ("open-account", {}, "invalid_application", "application.customer-name"),
        ("open-account", {**APPLICATION, "mood": "x"}, "invalid_application", "application.mood"),
    ],
)
async def test_a_case_that_breaks_the_rules_is_not_filed(
    counter: CounterHouse, procedure: str, application: dict[str, str], code: str, field: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        await counter.origin.file(TARGET, procedure, application)
    assert (refused.value.refusal.code, refused.value.refusal.field) == (code, field)
    assert await counter.said() == []
    assert await counter.records.read(origin_cases.all_cases) == []


async def test_a_capture_keeps_the_scanners_own_bytes(counter: CounterHouse) -> None:
    case = await files_case(counter)
    counter.tray.laid.append(picture())
    capture = await counter.capturing.capture(case, "application-form")
    assert capture.record.sha256 == hashlib.sha256(picture().content).hexdigest()
    assert (capture.record.size_bytes, capture.record.media_type) == (len(picture().content), "image/jpeg")
    assert (capture.source, capture.stored, capture.page_sha256) == ("grey-128.jpg", False, None)
    assert [finding.kind for finding in capture.record.findings] == ["page-not-found"]
    assert counter.files.read(case, capture.record.sha256) == picture().content
    (asked,) = counter.tray.asked
    assert (asked.material, asked.case, asked.application) == ("application-form", case, APPLICATION)


async def test_a_material_captured_anew_takes_the_place_of_the_first(counter: CounterHouse) -> None:
    case = await files_case(counter)
    await captures(counter, case, "application-form", "application-form")
    (capture,) = await counter.records.read(lambda connection: origin_cases.captures_of(connection, case))
    assert capture.source == "grey-1.jpg"


async def test_a_paper_of_another_kind_is_kept_and_a_person_must_look(counter: CounterHouse) -> None:
    case = await files_case(counter)
    counter.tray.laid.append(Scan(b"%PDF-1.4\n%%EOF\n", "application/pdf", "letter.pdf"))
    capture = await counter.capturing.capture(case, "attachment-2")
    assert [finding.kind for finding in capture.record.findings] == ["not-an-image"]


@pytest.mark.parametrize(
    ("material", "scanner", "code"),
    [
        ("passport", None, "unknown_material"),
        ("attachment-99", None, "unknown_material"),
        ("application-form", "the other one", "not_expected"),
    ],
)
async def test_what_is_not_asked_for_is_not_scanned(
    counter: CounterHouse, material: str, scanner: str | None, code: str
) -> None:
    case = await files_case(counter)
    with pytest.raises(RefusedError) as refused:
        await counter.capturing.capture(case, material, scanner)
    assert refused.value.refusal.code == code
    assert counter.tray.asked == []


async def test_nothing_is_captured_for_a_case_filed_elsewhere(counter: CounterHouse) -> None:
    with pytest.raises(NoSuchCaseError, match="north-77"):
        await counter.capturing.capture("north-77", "application-form")


async def test_a_scan_that_cannot_be_used_is_named_and_the_next_goes_on(counter: CounterHouse) -> None:
    case = await files_case(counter)
    counter.tray.laid += [
        Scan(picture().content[:200], "image/jpeg", "torn.jpg"),
        UnreadableScanError("note.txt", "it is not a picture"),
        picture(),
    ]
    with pytest.raises(UnreadableScanError, match=r"torn\.jpg"):
        await counter.capturing.capture(case, "application-form")
    with pytest.raises(UnreadableScanError, match=r"note\.txt"):
        await counter.capturing.capture(case, "application-form")
    assert (await counter.capturing.capture(case, "application-form")).source == "grey-128.jpg"
    with pytest.raises(NothingToScanError):
        await counter.capturing.capture(case, "application-form")
    assert (
        len(await counter.records.read(lambda connection: origin_cases.captures_of(connection, case))) == 1
    )


async def test_collecting_does_not_end_while_a_required_material_is_missing(counter: CounterHouse) -> None:
    case = await files_case(counter)
    await captures(counter, case, "application-form", "attachment")
    with pytest.raises(RefusedError, match="still to be captured: ID card, front") as refused:
        await counter.origin.finish(case)
    assert refused.value.refusal.code == "materials_missing"
    assert not (await shows(counter, case)).collected
    await captures(counter, case, "id-card-front")
    await counter.origin.finish(case)
    assert (await shows(counter, case)).collected
    assert FinishCollecting(case=case) not in await counter.said()  # the hub has no bytes yet


async def test_the_hubs_news_is_kept_in_order_and_each_once(counter: CounterHouse) -> None:
    case = await files_case(counter)
    li = Person(person="li", name="李明")
    for told in (
        Told(case=case, news="declined", rerouting=True),
        Told(case=case, news="accepted", handler=li),
        Told(case=case, news="failed", handler=li, reasons=("签名缺失",)),
    ):
        assert (await counter.hub.says(told)).outcome == "applied"
    filed = await shows(counter, case)
    assert [told.news for told in filed.told] == ["declined", "accepted", "failed"]
    assert filed.accepted
    assert filed.result is not None
    assert filed.result.reasons == ("签名缺失",)


async def test_news_of_a_case_filed_elsewhere_is_refused(counter: CounterHouse) -> None:
    receipt = await counter.hub.says(Told(case="north-77", news="accepted"))
    assert receipt.outcome == "refused"
    assert receipt.refusal is not None
    assert receipt.refusal.code == "unknown_case"


async def test_a_case_that_the_hub_refuses_says_so_and_takes_no_more_papers(counter: CounterHouse) -> None:
    case = await files_case(counter)
    await counter.is_answered("refused", UNKNOWN_BRANCH)
    assert (await shows(counter, case)).refusal == UNKNOWN_BRANCH
    assert await counter.said() == []
    with pytest.raises(RefusedError) as refused:
        await counter.capturing.capture(case, "application-form")
    assert refused.value.refusal.code == "not_in_phase"
    await counter.origin.show_result(case)  # the person has seen it; the hub need not know
    assert (await shows(counter, case)).result_shown
    assert await counter.said() == []


async def test_the_result_is_shown_once_and_the_papers_leave_the_counter(counter: CounterHouse) -> None:
    case = await files_case(counter)
    await captures(counter, case, "application-form")
    with pytest.raises(RefusedError, match="no result yet"):
        await counter.origin.show_result(case)
    await counter.hub.says(Told(case=case, news="succeeded"))
    await counter.origin.show_result(case)
    await counter.origin.show_result(case)
    assert (await counter.said()).count(ResultShown(case=case)) == 1
    with pytest.raises(NoSuchCaseError):
        await counter.capturing.page(case, "application-form", straightened=False)
    with pytest.raises(RefusedError, match="closed"):
        await counter.capturing.capture(case, "application-form")


async def test_the_oldest_message_is_settled_by_its_receipt_alone(counter: CounterHouse) -> None:
    await files_case(counter)
    await counter.handling.show_code()
    assert [type(body) for body in await counter.said()] == [FileCase, SignInCodeShown]
    await counter.is_answered()
    assert [type(body) for body in await counter.said()] == [SignInCodeShown]


async def test_a_scan_of_an_id_card_is_read_and_another_paper_is_not(counter: CounterHouse) -> None:
    case = await files_case(counter)
    counter.tray.laid += [picture(1), picture(2)]
    card = await counter.capturing.capture(case, "id-card-front")
    form = await counter.capturing.capture(case, "application-form")
    assert [finding.kind for finding in card.record.findings] == ["page-not-found", "no-document"]
    assert [finding.kind for finding in form.record.findings] == ["page-not-found"]
