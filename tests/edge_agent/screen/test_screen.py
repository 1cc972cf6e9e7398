"""What the counter's local screen shows, and how it waits for something new."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from device_profiles.contract.errors import Refusal
from device_profiles.contract.messages.case import Person, Told
from device_profiles.contract.messages.event import PersonSignedIn
from edge_agent.screen import app as app_module
from tests.edge_agent.screen.words import files_case, problem, state
from tests.fakes.counter_cases import FORM, assigned, relayed
from tests.fakes.counter_house import CounterHouse, picture
from tests.fakes.standing_clock import NOON_MS


async def test_a_case_is_filed_scanned_and_finished_with_the_link_down(
    counter: CounterHouse, screen: httpx.AsyncClient
) -> None:
    counter.session.goes_down()
    case = await files_case(screen)
    for shade, material in enumerate(("application-form", "id-card-front")):
        counter.tray.laid.append(picture(shade))
        capture = await screen.post(f"/api/cases/{case}/scan", json={"material": material})
        assert capture.json()["on_its_way"]
    assert (await screen.post(f"/api/cases/{case}/collected")).status_code == 204
    seen = await state(screen)
    assert (seen["connected"], seen["waiting_messages"], seen["waiting_since"]) == (False, 1, NOON_MS)
    (filed,) = seen["filed"]
    assert (filed["case"], filed["collected"], filed["told"]) == (case, True, [])
    assert [capture["material"]["name"] for capture in filed["captures"]] == [
        "application-form",
        "id-card-front",
    ]
    page = await screen.get(f"/api/cases/{case}/materials/application-form")
    assert (page.content, page.headers["content-type"]) == (picture(0).content, "image/jpeg")
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["content-security-policy"].startswith("sandbox; default-src 'none'")


async def test_the_screen_shows_what_the_hub_says(counter: CounterHouse, screen: httpx.AsyncClient) -> None:
    case = await files_case(screen)
    await counter.hub.says(PersonSignedIn(person=Person(person="wang", name="王芳")))
    await counter.hub.says(Told(case=case, news="accepted", handler=Person(person="li", name="李明")))
    await counter.hub.says(Told(case=case, news="succeeded"))
    seen = await state(screen)
    assert seen["person"]["name"] == "王芳"
    assert [told["news"] for told in seen["filed"][0]["told"]] == ["accepted", "succeeded"]
    assert (await screen.post(f"/api/cases/{case}/result-shown")).status_code == 204
    assert (await state(screen))["filed"][0]["result_shown"]
    problem(await screen.get(f"/api/cases/{case}/materials/application-form"), 404, "unknown_case")


async def test_a_case_that_the_hub_refuses_says_why(
    counter: CounterHouse, screen: httpx.AsyncClient
) -> None:
    await files_case(screen)
    refusal = Refusal(code="unknown_branch", says="nobody works at north/b2", field="target")
    await counter.is_answered("refused", refusal)
    (filed,) = (await state(screen))["filed"]
    assert filed["refusal"] == refusal.model_dump()


async def test_a_handled_case_shows_the_bytes_that_came(
    counter: CounterHouse, screen: httpx.AsyncClient
) -> None:
    await counter.hub.says(assigned())
    await counter.hub.sends_bytes("north-01", FORM)
    await counter.hub.says(relayed())
    (handled,) = (await state(screen))["handled"]
    assert (handled["handler"]["person"], handled["origin"], handled["ready"]) == (
        "li",
        "north/b9/counter-1",
        False,
    )
    shown = await screen.get("/api/handled/north-01/materials/application-form")
    assert (shown.content, shown.headers["cache-control"]) == (FORM, "no-store")
    assert shown.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    problem(await screen.get("/api/handled/north-01/materials/id-card-front"), 404, "unknown_case")


async def test_a_sign_in_code_is_shown_and_told_to_the_hub(
    counter: CounterHouse, screen: httpx.AsyncClient
) -> None:
    shown = (await screen.post("/api/sign-in-code")).json()
    (said,) = await counter.said()
    assert shown.pop("qr").startswith("data:image/svg+xml")
    assert said.model_dump() == shown
    assert (await screen.post("/api/leave")).status_code == 204


async def test_the_screen_says_what_can_be_filed(screen: httpx.AsyncClient) -> None:
    offered = {found["procedure"]: found for found in (await screen.get("/api/procedures")).json()}
    procedure = offered["open-account"]
    assert procedure["fields"]["customer-name"]["title"] == {"zh": "客户姓名", "en": "Customer's name"}


# -- waiting for something new


async def test_a_waiting_screen_is_answered_when_something_changes(
    counter: CounterHouse, screen: httpx.AsyncClient
) -> None:
    version = (await state(screen))["version"]
    async with asyncio.TaskGroup() as tasks, asyncio.timeout(10):
        waiting = tasks.create_task(state(screen, after=version))
        also = tasks.create_task(state(screen, after=version))
        assert (await state(screen))["version"] == version  # asking alone is no news
        assert not waiting.done()
        case = await files_case(screen)
        assert [filed["case"] for filed in (await waiting)["filed"]] == [case]
        assert (await also)["version"] > version


async def test_a_waiting_screen_learns_of_the_link(
    counter: CounterHouse, screen: httpx.AsyncClient
) -> None:
    version = (await state(screen))["version"]
    async with asyncio.TaskGroup() as tasks, asyncio.timeout(10):
        waiting = tasks.create_task(state(screen, after=version))
        await asyncio.sleep(0)
        counter.session.goes_down()
        counter.records.changes.note()  # as the session tells `bootstrap`
        assert not (await waiting)["connected"]


async def test_a_screen_does_not_wait_for_ever(
    screen: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_module, "LONGEST_WAIT_S", 0.01)
    version = (await state(screen))["version"]
    assert (await state(screen, after=version))["version"] == version


async def test_a_screen_that_was_open_before_a_restart_does_not_wait(screen: httpx.AsyncClient) -> None:
    async with asyncio.timeout(5):
        assert (await state(screen, after=1_000_000))["version"] < 1_000_000
