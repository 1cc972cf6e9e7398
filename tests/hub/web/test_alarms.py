"""What operators see of alarms, and what they do about them; auditors only look."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub.ports.alarms import Alarm
from tests.fakes.alarms import alarm
from tests.fakes.case_events import BRANCH_B, COUNTER_A, COUNTER_B, filed, queued, teller
from tests.fakes.hub_house import House
from tests.fakes.standing_clock import MINUTE_MS, NOON_MS
from tests.hub.web.handsets import Handset, Handsets, problem


@pytest.fixture
async def chen(house: House, handsets: Handsets) -> Handset:
    """An operator; Zhao is another, and Qian an auditor."""
    operators = [teller(name, "north/hq", "operator") for name in ("chen", "zhao")]
    await house.has(*operators, teller("qian", "north/hq", "auditor"), teller("li"))
    return await handsets.of("chen")


async def raised(house: House, *alarms: Alarm) -> None:
    await house.shelf.do(lambda books: books.alarms.raise_all(alarms))


async def test_open_alarms_come_by_branch_those_first_where_customers_wait(
    house: House, chen: Handset
) -> None:
    await house.knows("north-01", filed(at=NOON_MS), queued())
    full = replace(alarm("a3", "disk-low", value=412), metric="disk_free_mb", limit=500)
    await raised(house, alarm("a1", device="north/a9/counter-1"), alarm("a2"), full)
    seen = await chen.sees("/api/ops/alarms")
    where = [(each["branch"], each["customers_waiting"], len(each["alarms"])) for each in seen["branches"]]
    assert where == [(BRANCH_B, 1, 2), ("north/a9", 0, 1)]
    silent, disk = seen["branches"][0]["alarms"]
    assert (silent["title"]["zh"], silent["unit"], silent["value"]) == ("失联", "s", 60.5)
    assert (disk["unit"], disk["limit"], disk["severity"]) == ("MB", 500, "needs")
    assert (seen["alarms"], seen["next"]) == ([], None)
    only = await chen.sees("/api/ops/alarms?branch=north/a9")
    assert [each["branch"] for each in only["branches"]] == ["north/a9"]


async def test_the_branch_where_the_customer_stands_counts_them_too(house: House, chen: Handset) -> None:
    await house.knows("north-01", filed(at=NOON_MS), queued())
    await raised(house, alarm("a1", device=COUNTER_A))
    (branch,) = (await chen.sees("/api/ops/alarms"))["branches"]
    assert branch["customers_waiting"] == 1


async def test_past_alarms_come_page_by_page(house: House, chen: Handset) -> None:
    for number in range(3):
        await raised(house, alarm(f"a{number}", at=NOON_MS + number))
        await house.shelf.do(lambda books: books.alarms.clear_all({(COUNTER_B, "silent")}, NOON_MS + 9))
    await raised(house, alarm("a9"))
    first = await chen.sees("/api/ops/alarms?open=false&most=2")
    assert [each["alarm"] for each in first["alarms"]] == ["a2", "a1"]
    assert first["alarms"][0]["cleared_at"] == NOON_MS + 9
    rest = await chen.sees(f"/api/ops/alarms?open=false&most=2&after={first['next']}")
    assert ([each["alarm"] for each in rest["alarms"]], rest["next"]) == (["a0"], None)
    for device, past in ((COUNTER_B, 3), (COUNTER_A, 0)):
        assert len((await chen.sees(f"/api/ops/alarms?open=false&device={device}"))["alarms"]) == past


async def test_who_acknowledged_it_and_whose_it_is(house: House, chen: Handset, handsets: Handsets) -> None:
    await raised(house, alarm())
    house.shelf.clock.pass_ms(MINUTE_MS)
    zhao = await handsets.of("zhao")
    assert (await chen.ask("POST", "/api/ops/alarms/a1/acknowledge")).status_code == 204
    problem(await zhao.ask("POST", "/api/ops/alarms/a1/acknowledge"), 409, "not_expected")
    assert (await zhao.ask("POST", "/api/ops/alarms/a1/assign", {"person": "zhao"})).status_code == 204
    seen = await chen.sees("/api/ops/alarms/a1")
    assert (seen["alarm"]["acknowledged_by"], seen["alarm"]["acknowledged_at"]) == (
        "chen",
        NOON_MS + MINUTE_MS,
    )
    assert (seen["alarm"]["assigned_to"], seen["alarm"]["assigned_at"]) == ("zhao", NOON_MS + MINUTE_MS)
    assert [(act["act"], act["by"], act["to"]) for act in seen["acts"]] == [
        ("acknowledged", "chen", None),
        ("assigned", "zhao", "zhao"),
    ]


async def test_what_cannot_be_done_is_told(house: House, chen: Handset, handsets: Handsets) -> None:
    await raised(house, alarm("a1"), alarm("a2", "disk-low"))
    await house.shelf.do(lambda books: books.alarms.clear_all({(COUNTER_B, "disk-low")}, NOON_MS))
    for person in ("li", "nobody"):
        answer = await chen.ask("POST", "/api/ops/alarms/a1/assign", {"person": person})
        problem(answer, 422, "invalid_request", "person")
    problem(await chen.ask("POST", "/api/ops/alarms/a2/acknowledge"), 409, "not_expected")
    problem(await chen.ask("POST", "/api/ops/alarms/a7/acknowledge"), 404, "not_found", "alarm")
    problem(await chen.ask("GET", "/api/ops/alarms/a7"), 404, "not_found", "alarm")
    qian = await handsets.of("qian")
    problem(await qian.ask("POST", "/api/ops/alarms/a1/acknowledge"), 403, "not_granted")
    assert (await qian.sees("/api/ops/alarms"))["branches"][0]["alarms"][0]["acknowledged_by"] is None


async def test_all_who_look_at_alarms_hear_that_some_were_taken_on(house: House, chen: Handset) -> None:
    await raised(house, alarm())
    await chen.ask("POST", "/api/ops/alarms/a1/acknowledge")
    for person, changes in (("chen", ["alarms"]), ("zhao", ["alarms"]), ("qian", ["alarms"]), ("li", [])):
        assert await feed_of(house, person) == changes


async def feed_of(house: House, person: str) -> list[str]:
    feed = await house.shelf.do(lambda books: books.post.feed(person, 0))
    return [change.change for change in feed]


async def test_an_alarm_of_a_rule_that_is_there_no_more_goes_by_its_name(
    house: House, chen: Handset
) -> None:
    await raised(house, alarm("a1", "too-loud"))
    (branch,) = (await chen.sees("/api/ops/alarms"))["branches"]
    assert branch["alarms"][0]["title"] == {"zh": "too-loud", "en": "too-loud"}
