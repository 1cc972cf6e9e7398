"""Lists of cases: complete, page by page; what a person holds; what asks a manager."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub.domain.events import ManagersAsked
from hub.domain.words import Choice, PassedOver
from hub.ports.journal import Books
from tests.fakes.case_events import BRANCH_B, COUNTER_A, accepted, failed, filed, offered, queued, teller
from tests.fakes.hub_house import House
from tests.fakes.standing_clock import MINUTE_MS, NOON_MS
from tests.hub.web.handsets import Handset, Handsets, problem

BUSY = (PassedOver("li", "busy"), PassedOver("wang", "lacks the skill accounts"))


def asked(*managers: str) -> ManagersAsked:
    return ManagersAsked(1, managers, Choice(None, "nobody is idle", BUSY), NOON_MS + MINUTE_MS, NOON_MS)


async def pages(handset: Handset, query: str) -> list[list[str]]:
    """Turn over all the pages of a list."""
    found: list[list[str]] = []
    after = ""
    while True:
        assert len(found) < 10, "the pages have no end"
        page = await handset.sees(f"/api/cases?{query}{after}")
        found.append([line["case"] for line in page["cases"]])
        if page["next"] is None:
            return found
        after = f"&after={page['next']}"


async def five_cases(house: House) -> None:
    """In the order of filing: open, closed, open, closed, open."""
    for number in range(5):
        end = failed() if number % 2 else []
        await house.knows(f"north-0{number}", filed(at=NOON_MS + number), offered(), accepted(), *end)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("most=2", [["north-04", "north-02"], ["north-00", "north-03"], ["north-01"]]),
        ("most=3", [["north-04", "north-02", "north-00"], ["north-03", "north-01"]]),
        ("most=5", [["north-04", "north-02", "north-00", "north-03", "north-01"]]),
        ("state=open&most=2", [["north-04", "north-02"], ["north-00"]]),
        ("state=closed&most=1", [["north-03"], ["north-01"]]),
        ("", [["north-04", "north-02", "north-00", "north-03", "north-01"]]),
    ],
)
async def test_a_branch_turns_the_pages_the_open_cases_first(
    house: House, handsets: Handsets, query: str, found: list[list[str]]
) -> None:
    await house.has(teller("li"))
    await five_cases(house)
    assert await pages(await handsets.of("li"), query) == found


async def test_what_happens_between_two_pages_leaves_no_case_out(house: House, handsets: Handsets) -> None:
    await house.has(teller("li"))
    await five_cases(house)
    li = await handsets.of("li")
    first = await li.sees("/api/cases?most=1")
    await house.knows("north-04", *failed())  # it was on this page
    await house.knows("north-02", *failed())  # it would be on the next
    await house.knows("north-05", filed(at=NOON_MS + 9))
    seen = [line["case"] for line in first["cases"]]
    seen += [case for page in await pages(li, f"most=1&after={first['next']}") for case in page]
    assert set(seen) == {f"north-0{number}" for number in range(5)}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("state=lost", "state"),
        ("most=0", "most"),
        ("most=201", "most"),
        ("most=many", "most"),
        ("after=north-01", "after"),
        ("after=open/99999999999999999999/north-01", "after"),
    ],
)
async def test_a_page_that_cannot_be_is_told_so(
    house: House, handsets: Handsets, query: str, field: str
) -> None:
    await house.has(teller("li"))
    problem(
        await (await handsets.of("li")).ask("GET", f"/api/cases?{query}"), 422, "invalid_request", field
    )


async def test_an_old_open_case_stays_on_the_screen_of_whoever_has_it(
    house: House, handsets: Handsets
) -> None:
    await house.has(teller("li"))
    await house.knows("north-old", filed(), offered("li"), accepted("li"))
    house.shelf.clock.pass_ms(MINUTE_MS)

    def many_later_ones(books: Books) -> None:
        for number in range(501):
            before = books.cases.get(f"north-{number:03}")
            books.cases.append(before, [filed(at=NOON_MS + MINUTE_MS)], actor="test")

    await house.shelf.do(many_later_ones)
    li = await handsets.of("li")
    assert [line["case"] for line in (await li.sees("/api/me"))["cases"]] == ["north-old"]


async def test_a_case_that_another_branch_offers_is_on_the_screen_too(
    house: House, handsets: Handsets
) -> None:
    """The person moved to another branch while they had it."""
    await house.has(teller("li", "north/b9"))
    await house.knows("north-01", filed(BRANCH_B), offered("li"), accepted("li"))
    li = await handsets.of("li")
    assert [line["case"] for line in (await li.sees("/api/me"))["cases"]] == ["north-01"]
    assert (await li.sees("/api/cases/north-01"))["handler"] == "li"


async def test_a_screen_shows_where_its_person_stands(house: House, handsets: Handsets) -> None:
    await house.has(teller("li"))
    stands = replace(
        teller("li"),
        on_duty=True,
        on_break=True,
        assigned=1,
        offered=1,
        wrap_up_until=NOON_MS + MINUTE_MS,
        unresponsive=True,
    )
    await house.shelf.do(lambda books: books.people.put(stands, []))
    me = await (await handsets.of("li")).sees("/api/me")
    shown = {name: me[name] for name in ("on_duty", "on_break", "assigned", "offered", "capacity")}
    assert shown == {"on_duty": True, "on_break": True, "assigned": 1, "offered": 1, "capacity": 2}
    assert (me["unresponsive"], me["wrap_up_until"]) == (True, NOON_MS + MINUTE_MS)


async def test_a_manager_sees_who_asks_and_why_each_was_passed_over(
    house: House, handsets: Handsets
) -> None:
    sun, zhou = teller("sun", role="lobby_manager"), teller("zhou", role="lobby_manager")
    wang = replace(teller("wang"), skills=frozenset())
    await house.has(teller("li"), wang, sun, zhou)
    await house.shelf.do(
        lambda books: books.people.put(replace(teller("li"), on_duty=True, assigned=2), [])
    )
    await house.knows("north-01", filed(), asked("sun"))
    await house.knows("north-02", filed(), asked("zhou"))
    await house.knows("north-03", filed(), queued())
    (asks,) = await (await handsets.of("sun")).sees("/api/branch/asking")
    assert (asks["case"], asks["origin"], asks["due"]) == ("north-01", COUNTER_A, NOON_MS + MINUTE_MS)
    shown = {each["person"]: each for each in asks["candidates"]}
    assert (shown["li"]["assigned"], shown["li"]["capacity"]) == (2, 2)
    assert {name: (each["passed_over"], each["cannot"]) for name, each in shown.items()} == {
        "li": ("busy", None),
        "wang": ("lacks the skill accounts", "not on duty"),
        "sun": (None, "not a teller"),
        "zhou": (None, "not a teller"),
    }


async def test_why_li_got_it_is_in_the_journal_for_the_branch_and_for_auditors(
    house: House, handsets: Handsets
) -> None:
    await house.has(teller("li"), teller("wang"), teller("qian", "north/hq", role="auditor"))
    await house.knows("north-01", filed(), asked("sun"), offered("li"))
    for person in ("wang", "qian"):
        seen = await (await handsets.of(person)).sees("/api/cases/north-01")
        choice = seen["timeline"][1]["body"]["choice"]
        assert choice["because"] == "nobody is idle"
        assert choice["passed_over"] == [
            {"person": "li", "because": "busy"},
            {"person": "wang", "because": "lacks the skill accounts"},
        ]
        assert seen["timeline"][2]["body"]["choice"]["chosen"] == "li"


async def test_an_auditor_reads_what_happened_when_and_by_whom(house: House, handsets: Handsets) -> None:
    await house.has(teller("li"), teller("qian", "north/hq", role="auditor"))
    await house.knows("north-01", filed(), offered("li", at=NOON_MS + 1))
    await house.has_counter("north/b2/counter-1")
    await house.seats("li")
    house.shelf.clock.pass_ms(MINUTE_MS)
    await (await handsets.of("li")).ask("POST", "/api/cases/north-01/offers/1/accept")
    timeline = (await (await handsets.of("qian")).sees("/api/cases/north-01"))["timeline"]
    assert [(entry["kind"], entry["actor"], entry["at"]) for entry in timeline] == [
        ("CaseFiled", "test", NOON_MS),
        ("OfferMade", "test", NOON_MS + 1),
        ("OfferAccepted", "person:li", NOON_MS + MINUTE_MS),
    ]
