"""What operators and auditors see: how branches stand, what each device lacks, and how cases moved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from device_profiles.contract.messages.case import Told
from hub.ports.devices import Peripheral
from hub.ports.journal import Books
from hub.service.overview import state_of
from hub.stores.tables import journal
from tests.fakes.case_events import (
    BRANCH_B,
    COUNTER_A,
    COUNTER_B,
    accepted,
    captured,
    collected,
    failed,
    filed,
    offered,
    queued,
    shown,
    teller,
)
from tests.fakes.hub_house import House
from tests.fakes.standing_clock import MINUTE_MS, NOON_MS
from tests.hub.sinks.contract import reading
from tests.hub.web.handsets import Handset, Handsets, problem

CASE = "north-018c0ffee0000001"
CUSTOMER_WORDS = ("王小样", "110105198001019987")


@pytest.fixture
async def chen(house: House, handsets: Handsets) -> Handset:
    """An operator, who works elsewhere."""
    await house.has(
        teller("li"),
        teller("wang"),
        teller("sun", role="lobby_manager"),
        teller("chen", "north/hq", "operator"),
        teller("qian", "north/hq", "auditor"),
    )
    return await handsets.of("chen")


async def test_a_branch_shows_its_devices_its_people_and_who_waits(house: House, chen: Handset) -> None:
    await house.has_counter(COUNTER_B)
    await house.seats("li")
    jammed = Peripheral("printer", "jammed", "Paper is stuck.", NOON_MS)
    await house.shelf.do(lambda books: books.devices.put_peripheral(COUNTER_B, jammed))
    await house.knows(CASE, filed(at=NOON_MS - MINUTE_MS), queued())
    await house.knows("north-02", filed(), offered(), accepted())
    (line,) = await chen.sees("/api/ops/branches")
    assert line["branch"] == BRANCH_B
    assert (line["devices"], line["online"], line["troubles"]) == (1, 1, 1)
    assert line["people"] == {"idle": 1, "off_duty": 2}
    assert (line["in_flight"], line["waiting"], line["waiting_since"]) == (2, 1, NOON_MS - MINUTE_MS)
    page = await chen.sees(f"/api/ops/branches/{BRANCH_B}")
    assert [case["case"] for case in page["cases"]] == [CASE, "north-02"]
    assert {each["person"]: each["state"] for each in page["people"]}["li"] == "idle"
    assert page["devices"][0]["troubles"][0]["says"] == "Paper is stuck."
    problem(await chen.ask("GET", "/api/ops/branches/north/b7"), 404, "not_found", "branch")


async def test_a_device_says_what_is_wrong_since_when_and_who_waits(house: House, chen: Handset) -> None:
    await house.has_counter(COUNTER_B)
    await house.seats("li")
    await house.telemetry_store.write([reading()])
    jammed = Peripheral("printer", "jammed", "Paper is stuck.", NOON_MS)
    ready = Peripheral("scanner", "ready", "", NOON_MS)

    def stand(books: Books) -> None:
        for each in (jammed, ready):
            books.devices.put_peripheral(COUNTER_B, each)
        books.post.tell(COUNTER_B, Told(case=CASE, news="accepted"))

    await house.shelf.do(stand)
    await house.knows(CASE, filed(), offered("li"))
    await house.knows("north-02", filed("north/b9"))
    page = await chen.sees(f"/api/ops/devices/{COUNTER_B}")
    assert (page["person"], page["online"], page["in_trouble"]) == ("li", True, ["printer"])
    assert [each["peripheral"] for each in page["peripherals"]] == ["printer", "scanner"]
    assert (page["unsettled_messages"], page["unsettled_since"]) == (1, NOON_MS)
    assert [case["case"] for case in page["cases"]] == [CASE]
    problem(await chen.ask("GET", "/api/ops/devices/north/b2/counter-9"), 404, "not_found", "device")


async def test_a_devices_reading_comes_in_the_words_of_its_profile(house: House, chen: Handset) -> None:
    known = reading()
    address = f"{known.region}/{known.branch}/{known.device}"
    await house.has_counter(address)
    await house.telemetry_store.write([known])
    page = await chen.sees(f"/api/ops/devices/{address}")
    (metric,) = page["reading"]["metrics"]
    assert (metric["metric"], metric["value"], metric["unit"]) == ("cpu_percent", 12.5, "%")
    house.telemetry_store.available = False
    page = await chen.sees(f"/api/ops/devices/{address}")
    assert (page["reading"], page["telemetry_down"]) == (None, True)


async def test_a_case_in_flight_has_its_clock(house: House, chen: Handset) -> None:
    await house.knows(CASE, filed(), offered())
    found = await chen.sees("/api/ops/in-flight")
    (case,) = found["cases"]
    assert (case["waiting_since"], case["clock"]["offer"]) == (NOON_MS, NOON_MS + 60_000)
    assert not found["more"]
    await house.knows(CASE, accepted())
    (case,) = (await chen.sees("/api/ops/in-flight"))["cases"]
    assert (case["waiting_since"], case["clock"]["offer"]) == (None, None)


@pytest.mark.parametrize("query", ["number=e0000001", f"number={CASE}", "result=failed", "person=li"])
async def test_a_case_is_found_in_any_branch(house: House, chen: Handset, query: str) -> None:
    await house.knows(CASE, filed(), offered("li"), accepted("li"), *failed())
    await house.knows("north-02", filed("north/b9"))
    assert [case["case"] for case in (await chen.sees(f"/api/ops/cases?{query}"))["cases"]] == [CASE]


async def test_a_search_is_complete_page_by_page(house: House, chen: Handset) -> None:
    for number in range(5):
        await house.knows(f"north-{number}", filed(at=NOON_MS + number))
    page = await chen.sees("/api/ops/cases?most=2")
    found = [case["case"] for case in page["cases"]]
    while page["next"] is not None:
        page = await chen.sees(f"/api/ops/cases?most=2&after={page['next']}")
        found += [case["case"] for case in page["cases"]]
    assert found == [f"north-{number}" for number in (4, 3, 2, 1, 0)]


async def test_an_operator_reads_a_timeline_without_the_customer(house: House, chen: Handset) -> None:
    await house.knows(CASE, filed(), offered(), accepted(), captured(), collected(), shown(), *failed())
    answer = await chen.ask("GET", f"/api/ops/cases/{CASE}")
    assert not [word for word in CUSTOMER_WORDS if word in answer.text]
    seen = answer.json()
    assert not seen["whole"]
    assert "amount" not in seen["timeline"][0]["body"]["rules"]
    assert (seen["materials"][0]["name"], seen["materials"][0]["sha256"]) == ("application-form", None)
    assert seen["chain"]["intact"]
    assert (seen["line"]["result"], seen["flight"]) == ("failed", None)


@pytest.mark.usefixtures("chen")
async def test_an_auditor_reads_all_of_it(house: House, handsets: Handsets) -> None:
    await house.knows(CASE, filed(), offered(), accepted(), captured())
    seen = await (await handsets.of("qian")).sees(f"/api/ops/cases/{CASE}")
    assert seen["whole"]
    assert seen["timeline"][0]["body"]["application"]["customer-name"] == "王小样"
    assert seen["materials"][0]["findings"] == ["code-read"]
    assert len(seen["materials"][0]["sha256"]) == 64
    assert seen["flight"]["phase"] == "collecting"


async def test_a_timeline_says_where_its_chain_is_broken(house: House, chen: Handset) -> None:
    await house.knows(CASE, filed(), offered(), accepted())
    second = (journal.c.subject == f"case/{CASE}") & (journal.c.number == 2)
    await house.shelf.behind(lambda db: db.execute(journal.update().where(second).values(actor="x")))
    chain = (await chen.sees(f"/api/ops/cases/{CASE}"))["chain"]
    assert (chain["intact"], chain["broken_at"]) == (False, 2)


async def test_a_case_that_nobody_filed_has_no_timeline(chen: Handset) -> None:
    problem(await chen.ask("GET", "/api/ops/cases/north-99"), 404, "unknown_case")


async def test_service_levels_are_in_figures(house: House, chen: Handset) -> None:
    await house.knows(CASE, filed(), accepted(at=NOON_MS + 9_000), *failed(at=NOON_MS + 19_000))
    house.shelf.clock.pass_ms(MINUTE_MS)
    seen = await chen.sees(f"/api/ops/levels?since={NOON_MS}")
    (line,) = seen["lines"]
    assert (line["branch"], line["failed"], line["waiting_median_s"], line["handling_p90_s"]) == (
        *(BRANCH_B, 1),
        *(9, 10),
    )
    assert seen["parts"] == [seen["whole"]]


async def test_health_names_the_devices_that_owe_receipts(house: House, chen: Handset) -> None:
    await house.has_counter(COUNTER_A)
    await house.shelf.do(lambda books: books.post.tell(COUNTER_A, Told(case=CASE, news="accepted")))
    health = await chen.sees("/api/health")
    assert health["unsettled"] == [{"device": COUNTER_A, "messages": 1, "oldest_at": NOON_MS}]


async def test_whoever_has_seen_the_same_already_is_told_so_in_few_bytes(
    house: House, chen: Handset
) -> None:
    await house.knows(CASE, filed(), offered())
    first = await chen.ask("GET", "/api/ops/in-flight")
    tag = {"If-None-Match": first.headers["etag"]}
    again = await chen.ask("GET", "/api/ops/in-flight", headers=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["cache-control"] == "private, no-store"
    await house.knows(CASE, accepted())
    assert (await chen.ask("GET", "/api/ops/in-flight", headers=tag)).status_code == 200


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({}, "idle"),
        ({"on_duty": False}, "off_duty"),
        ({"on_break": True}, "break"),
        ({"counter": None}, "elsewhere"),
        ({"counter": None, "role": "lobby_manager"}, "idle"),
        ({"counter_online": False}, "offline"),
        ({"unresponsive": True}, "unresponsive"),
        ({"wrap_up_until": NOON_MS + 1}, "wrapping_up"),
        ({"assigned": 1, "offered": 1}, "busy"),
    ],
)
def test_a_persons_state_is_the_first_that_counts(change: dict[str, Any], state: str) -> None:
    at_work = replace(teller(), on_duty=True, counter=COUNTER_B, counter_online=True)
    assert state_of(replace(at_work, **change), NOON_MS) == state
