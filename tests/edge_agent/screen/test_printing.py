"""Forms and receipts from the local screen: on paper, or why not."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pypdfium2
import pytest
from sqlalchemy import update

from device_profiles.contract.messages.case import Person, Told
from device_profiles.delivery.errors import DiskFullError
from edge_agent.devices.printer import Document, Progress
from edge_agent.devices.scanner import Scan
from edge_agent.forms.content import form_content
from edge_agent.forms.typeset import form_pdf
from edge_agent.imaging import WorkerCrashedError
from edge_agent.store import printed_forms
from edge_agent.store.tables import origin_cases
from tests.edge_agent.screen.words import files_case, problem, state, until
from tests.fakes.counter_cases import APPLICATION
from tests.fakes.counter_house import CounterHouse
from tests.fakes.standing_clock import MINUTE_MS, NOON_MS

LI = Person(person="li", name="李明")


async def prints(screen: httpx.AsyncClient, case: str, what: str = "forms/application-form") -> None:
    answer = await screen.post(f"/api/cases/{case}/{what}/print")
    assert answer.status_code == 202, answer.text


async def over(screen: httpx.AsyncClient) -> Any:
    """The state, once nothing is on its way to paper any more."""
    return await until(
        screen, lambda seen: all(found["state"] in {"printed", "failed"} for found in seen["prints"])
    )


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


async def test_a_form_is_printed_with_the_link_down_as_it_was_previewed(
    counter: CounterHouse, screen: httpx.AsyncClient
) -> None:
    counter.session.goes_down()
    case = await files_case(screen)
    seen = await screen.get(f"/api/cases/{case}/forms/application-form")
    assert (seen.headers["content-type"], seen.headers["cache-control"]) == ("application/pdf", "no-store")
    assert "王小样" in words_of(seen.content)

    await prints(screen, case)
    (printed,) = (await over(screen))["prints"]
    assert printed == {
        "case": case,
        "document": "form",
        "material": "application-form",
        "state": "printed",
        "since": NOON_MS,
        "says": "It was printed.",
        "condition": None,
    }
    (paper,) = counter.printer.printed
    assert paper.pdf == seen.content
    assert "王小样" not in paper.title


async def test_what_was_printed_how_often_and_when_is_kept(
    counter: CounterHouse, screen: httpx.AsyncClient
) -> None:
    case = await files_case(screen)
    for _ in range(2):
        await prints(screen, case)
        await over(screen)
        counter.clock.pass_ms(60_000)
    (filed,) = (await state(screen))["filed"]
    assert filed["printed_forms"] == [
        {
            "material": "application-form",
            "times": 2,
            "printed_at": NOON_MS + 60_000,
            "outdated": False,
        }
    ]


async def test_a_button_pressed_twice_prints_once(counter: CounterHouse, screen: httpx.AsyncClient) -> None:
    case = await files_case(screen)
    counter.printer.becomes("busy")
    await prints(screen, case)
    await prints(screen, case)
    counter.printer.becomes("ready")
    await over(screen)
    assert len(counter.printer.printed) == 1


@pytest.mark.parametrize("condition", ["out_of_paper", "jammed", "unplugged", "busy", "cover_open"])
async def test_a_printers_trouble_shows_and_the_rest_goes_on_and_then_it_prints(
    counter: CounterHouse, screen: httpx.AsyncClient, condition: Any
) -> None:
    case = await files_case(screen)
    counter.printer.becomes(condition)
    await prints(screen, case)
    seen = await over(screen)
    (failed,) = seen["prints"]
    assert (failed["state"], failed["condition"]) == ("failed", condition)
    says = f"The simulated printer is {condition.replace('_', ' ')}."
    assert failed["says"] == says
    assert seen["peripherals"] == [{"peripheral": "printer", "condition": condition, "says": says}]
    assert seen["filed"][0]["printed_forms"] == []
    await files_case(screen)

    counter.printer.becomes("ready")
    await prints(screen, case)
    seen = await over(screen)
    assert [found["state"] for found in seen["prints"]] == ["printed"]
    assert seen["peripherals"][0]["condition"] == "ready"


async def test_while_it_waits_for_paper_the_screen_says_so_and_with_paper_it_goes_on(
    counter: CounterHouse, screen: httpx.AsyncClient
) -> None:
    counter.printer._patience_s = 20
    case = await files_case(screen)
    counter.printer.becomes("out_of_paper")
    await prints(screen, case)
    seen = await until(screen, lambda seen: bool(seen["peripherals"]))
    assert seen["peripherals"][0]["condition"] == "out_of_paper"
    assert seen["prints"][0]["state"] == "held_up"
    counter.printer.becomes("ready")
    seen = await over(screen)
    assert (seen["prints"][0]["state"], seen["peripherals"][0]["condition"]) == ("printed", "ready")


async def test_a_document_that_kills_the_worker_fails_alone(
    counter: CounterHouse, screen: httpx.AsyncClient
) -> None:
    case = await files_case(screen)
    counter.worker.fails = WorkerCrashedError("The worker died.")
    await prints(screen, case)
    (failed,) = (await over(screen))["prints"]
    assert (failed["state"], failed["condition"]) == ("failed", None)
    assert "try again. The worker died." in failed["says"]
    problem(await screen.get(f"/api/cases/{case}/forms/application-form"), 503, "not_made")
    assert (await state(screen))["peripherals"] == []  # it is no fault of the printer's

    counter.worker.fails = None
    await prints(screen, case)
    assert (await over(screen))["prints"][0]["state"] == "printed"


async def test_a_fault_of_ours_costs_one_document(
    counter: CounterHouse, screen: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await files_case(screen)

    def breaks(_: Document) -> AsyncGenerator[Progress, None]:
        raise RuntimeError("a driver of no quality")

    with monkeypatch.context() as broken:
        broken.setattr(counter.printer, "print", breaks)
        await prints(screen, case)
        (failed,) = (await over(screen))["prints"]
    assert (failed["state"], failed["condition"]) == ("failed", None)
    await prints(screen, case)
    assert (await over(screen))["prints"][0]["state"] == "printed"


async def test_paper_that_is_out_stays_out_though_the_disk_is_full(
    counter: CounterHouse, screen: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fills_up(*_: object) -> None:
        raise DiskFullError("no room")

    case = await files_case(screen)
    monkeypatch.setattr(printed_forms, "put", fills_up)
    await prints(screen, case)
    printing, changes = counter.papers.printing, counter.records.changes
    async with asyncio.timeout(20):
        while not (printed := printing.prints[0]).is_over:
            await changes.after(changes.version, 20)
    assert printed.state == "printed"
    assert "could not keep" in printed.says
    assert len(counter.printer.printed) == 1


async def test_what_cannot_be_printed_is_refused(counter: CounterHouse, screen: httpx.AsyncClient) -> None:
    case = await files_case(screen)
    for method, more in (("GET", ""), ("POST", "/print")):

        async def asks(what: str, of: str = case, how: tuple[str, str] = (method, more)) -> httpx.Response:
            return await screen.request(how[0], f"/api/cases/{of}/{what}{how[1]}")

        problem(await asks("forms/id-card-front"), 409, "unknown_material", "material")
        problem(await asks("forms/passport"), 409, "unknown_material", "material")
        problem(await asks("forms/application-form", "north-77"), 404, "unknown_case")
        problem(await asks("receipt"), 409, "not_in_phase")
        problem(await asks("receipt", "north-77"), 404, "unknown_case")
    await counter.hub.says(Told(case=case, news="cancelled"))
    problem(await screen.post(f"/api/cases/{case}/forms/application-form/print"), 409, "not_in_phase")


async def test_a_counter_without_a_printer_says_so(
    counter: CounterHouse, screen: httpx.AsyncClient
) -> None:
    counter.papers.printing._printer = None
    case = await files_case(screen)
    problem(await screen.post(f"/api/cases/{case}/forms/application-form/print"), 409, "peripheral_gone")


async def test_too_many_documents_at_once_are_refused(
    counter: CounterHouse, screen: httpx.AsyncClient
) -> None:
    counter.printer._patience_s = 20
    counter.printer.becomes("busy")
    cases = [await files_case(screen) for _ in range(22)]
    await prints(screen, cases[0])
    await until(screen, lambda seen: seen["prints"][0]["state"] == "held_up")
    for case in cases[1:21]:
        await prints(screen, case)
    answer = await screen.post(f"/api/cases/{cases[21]}/forms/application-form/print")
    problem(answer, 409, "peripheral_busy")


async def test_a_form_printed_before_the_data_changed_is_told_as_such(
    counter: CounterHouse, screen: httpx.AsyncClient
) -> None:
    case = await files_case(screen)
    await prints(screen, case)
    await over(screen)
    old = counter.printer.printed[0].pdf
    changed = {**APPLICATION, "phone": "13911111111"}
    await changes(counter, case, changed)
    (filed,) = (await state(screen))["filed"]
    assert filed["printed_forms"][0]["outdated"]

    async def scans(pdf: bytes) -> list[str]:
        counter.tray.laid.append(Scan(pdf, "application/pdf", "form.pdf"))
        request = {"material": "application-form"}
        answer = await screen.post(f"/api/cases/{case}/scan", json=request)
        return [finding["kind"] for finding in answer.json()["material"]["findings"]]

    assert "form-outdated" in await scans(old)
    await prints(screen, case)
    await over(screen)
    assert "form-matches" in await scans(counter.printer.printed[1].pdf)
    assert "form-outdated" in await scans(old)
    never = form_content(
        counter.papers.documents.procedures["open-account"],
        "application-form",
        case,
        changed | {"phone": "13922222222"},
    )
    assert never is not None
    assert "form-mismatch" in await scans(form_pdf(never).pdf)


async def changes(counter: CounterHouse, case: str, application: dict[str, str]) -> None:
    """The case's data are others now, as after an amendment."""
    values = {"application": json.dumps(application, ensure_ascii=False)}
    await counter.records.change(
        lambda transaction: transaction.connection.execute(
            update(origin_cases).where(origin_cases.c.case_id == case).values(values)
        )
    )


# -- the receipt


async def test_the_receipt_says_what_became_of_the_case_and_is_printed_until_its_data_are_gone(
    counter: CounterHouse, screen: httpx.AsyncClient
) -> None:
    case = await files_case(screen)
    await counter.hub.says(Told(case=case, news="declined", handler=Person(person="wang", name="王芳")))
    await counter.hub.says(Told(case=case, news="accepted", handler=LI))
    problem(await screen.post(f"/api/cases/{case}/receipt/print"), 409, "not_in_phase")
    reasons = ("签名与身份证不符", "The form is not signed.")
    ended_at = NOON_MS + 5 * MINUTE_MS
    await counter.hub.says(Told(case=case, news="failed", reasons=reasons, at=ended_at))

    shown = await screen.get(f"/api/cases/{case}/receipt")
    assert shown.headers["content-type"] == "application/pdf"
    words = words_of(shown.content)
    said = (case, "开户", "Open an account", "未能办理", "Not done", "north/b2", "李明", *reasons)
    for word in (*said, "2026-11-21 20:00+08:00", "2026-11-21 20:05+08:00"):
        assert word in words
    assert "Reference" not in words
    assert "王" not in words  # neither who declined nor the customer

    await prints(screen, case, "receipt")
    (printed,) = (await over(screen))["prints"]
    assert (printed["document"], printed["material"], printed["state"]) == ("receipt", None, "printed")
    assert counter.printer.printed[0].pdf == shown.content

    assert (await screen.post(f"/api/cases/{case}/result-shown")).status_code == 204
    problem(await screen.get(f"/api/cases/{case}/receipt"), 409, "not_in_phase")
    problem(await screen.post(f"/api/cases/{case}/receipt/print"), 409, "not_in_phase")


async def test_the_receipt_has_the_cores_number(counter: CounterHouse, screen: httpx.AsyncClient) -> None:
    case = await files_case(screen)
    told = Told(case=case, news="succeeded", handler=LI, at=NOON_MS, reference="KH-20261121-0042")
    await counter.hub.says(told)
    words = words_of((await screen.get(f"/api/cases/{case}/receipt")).content)
    assert "办理成功" in words
    assert "KH-20261121-0042" in words
    assert "Reasons" not in words


async def test_a_receipt_that_waited_until_the_result_was_seen_is_not_printed(
    counter: CounterHouse, screen: httpx.AsyncClient
) -> None:
    case, other = await files_case(screen), await files_case(screen)
    await counter.hub.says(Told(case=case, news="succeeded"))
    counter.printer._patience_s = 20
    counter.printer.becomes("busy")
    await prints(screen, other)
    await until(screen, lambda seen: seen["prints"][0]["state"] == "held_up")
    await prints(screen, case, "receipt")
    assert (await screen.post(f"/api/cases/{case}/result-shown")).status_code == 204
    counter.printer.becomes("ready")
    states = {found["case"]: found["state"] for found in (await over(screen))["prints"]}
    assert states == {other: "printed", case: "failed"}
