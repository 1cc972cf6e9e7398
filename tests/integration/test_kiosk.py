"""A card is applied for, reviewed, signed for and issued at a kiosk, through hub, broker and agent."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from dashboards.terminal.demo.alone.traces import traces as left_there
from dashboards.terminal.demo.people import Handset
from tests.fakes.customer import XIAO, Customer
from tests.servers.hub import PASSWORD
from tests.servers.kiosk_bank import KioskBank, open_kiosk_bank
from tests.servers.program import open_folder

CARD = "apply-for-card"


@pytest.fixture(scope="module")
def bank() -> Iterator[KioskBank]:
    with open_folder() as folder, open_kiosk_bank(folder) as bank:
        yield bank


@pytest.fixture
async def rui(bank: KioskBank, http: httpx.AsyncClient) -> AsyncIterator[Handset]:
    """The reviewer, on duty at her desk."""
    await bank.sits_at_desk("rui")
    rui = await Handset.log_in("rui", PASSWORD, bank.hub.url, http)
    await rui.begin_duty()
    yield rui
    await rui.end_duty()


@pytest.fixture
async def customer(bank: KioskBank, http: httpx.AsyncClient) -> AsyncIterator[Customer]:
    customer = Customer(bank.kiosk.url, http)
    yield customer
    await customer.goes()


async def is_eligible(customer: Customer, rui: Handset) -> str:
    """A case whose first review was passed."""
    case = await customer.begins(CARD)
    await rui.until_told(case, "offered")
    await rui.accept(case)
    await customer.until_told("accepted")
    await customer.is_photographed(case)
    await customer.shows(case, "id-card-front")
    await customer.fills_in(case, XIAO)
    await customer.is_done(case)
    await rui.until_told(case, "ready_for_review")
    await rui.decide(case, [], passed=True)
    await customer.until_told("reviewed")
    return case


async def test_nothing_begins_for_a_visit_that_is_over(bank: KioskBank, http: httpx.AsyncClient) -> None:
    late = {"procedure": CARD, "language": "zh", "video": True, "visit": 10**6}
    answer = await http.post(f"{bank.kiosk.url}/api/kiosk/begin", json=late)
    assert (answer.status_code, answer.json()["code"]) == (409, "not_in_phase")
    assert (await Customer(bank.kiosk.url, http).state())["current"] is None


@pytest.mark.parametrize("way", ["pad", "paper"])
async def test_a_card_is_issued(
    bank: KioskBank, customer: Customer, rui: Handset, http: httpx.AsyncClient, way: str
) -> None:
    case = await is_eligible(customer, rui)
    if way == "pad":
        await customer.signs(case)
    else:
        await customer.signs_on_paper(case)
    await customer.is_done(case)
    await rui.until_case(case, lambda seen: seen["phase"] == "reviewing")
    await rui.decide(case, [], passed=True)
    told = (await customer.until_told("succeeded"))["case"]["told"][-1]
    assert told["reference"].startswith("simulated card")
    await customer.until(
        "the receipt",
        lambda state: any(
            (found["document"], found["state"]) == ("receipt", "printed")
            for found in state["current"]["prints"]
        ),
    )
    await customer.goes()
    assert (await customer.state())["current"] is None
    assert traces(bank, case) == []
    audit = await Handset.log_in("audit", PASSWORD, bank.hub.url, http)
    seen = await audit.get(f"/api/cases/{case}")
    kinds = [entry["kind"] for entry in seen["timeline"]]
    assert kinds.count("ReviewDecided") == 2
    assert kinds.index("RoundBegun") < kinds.index("FulfilmentDone")


async def test_a_customer_who_stops_leaves_nothing(
    bank: KioskBank, customer: Customer, rui: Handset
) -> None:
    case = await is_eligible(customer, rui)
    await customer.goes()
    assert (await customer.state())["current"] is None
    await rui.until_case(case, lambda seen: seen["phase"] == "closed")
    assert traces(bank, case) == []


async def test_a_reviewer_asks_again_for_the_application(customer: Customer, rui: Handset) -> None:
    case = await customer.begins(CARD)
    await rui.until_told(case, "offered")
    await rui.accept(case)
    await customer.until_told("accepted")
    await customer.is_photographed(case)
    await customer.shows(case, "id-card-front")
    await customer.fills_in(case, XIAO)
    await customer.is_done(case)
    await rui.until_told(case, "ready_for_review")
    again = {"materials": ["application"], "reasons": ["手机号码请再确认"]}
    await rui.handle(case, "recapture", again)
    told = await customer.until_told("recapture")
    assert told["case"]["wanted_again"] == ["application"]
    await customer.fills_in(case, XIAO | {"phone": "13900139000"})
    await customer.is_done(case)
    seen = await rui.until_case(case, lambda seen: seen["phase"] == "reviewing")
    assert seen["application"]["phone"] == "13900139000"
    await customer.goes()
    await rui.until_case(case, lambda seen: seen["phase"] == "closed")


async def test_who_waits_knows_their_place_and_may_go(customer: Customer) -> None:
    case = await customer.begins(CARD)
    shown = await customer.until_told("queued")
    assert shown["case"]["told"][-1]["place"] == 1
    await customer.wants_a_call(case, "13800138000")
    await customer.until_told("cancelled")


async def test_talking_to_a_person_asks_for_nothing(customer: Customer, rui: Handset) -> None:
    case = await customer.begins("talk-to-a-person")
    await rui.until_told(case, "offered")
    await rui.accept(case)
    await rui.until_case(case, lambda seen: seen["phase"] == "reviewing")
    await rui.decide(case, [], passed=True)
    await customer.until_told("succeeded")


def traces(bank: KioskBank, case: str) -> list[str]:
    """Where anything of the customer still is on the kiosk's disk."""
    return left_there(bank.kiosk.folder, case, XIAO.values())
