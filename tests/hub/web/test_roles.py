"""Who may do what: every role at every route, by branch. A new route fails here until it has its row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from http import HTTPStatus
from typing import Any, Final

import pytest

from hub.domain.chain import Entry
from hub.domain.events import ManagersAsked
from hub.domain.roster import Role
from hub.domain.words import Choice
from hub.ports.journal import Books
from tests.fakes.alarms import alarm
from tests.fakes.case_events import BRANCH_B, COUNTER_B, accepted, captured, filed, offered, teller
from tests.fakes.hub_house import PASSWORD, House
from tests.fakes.standing_clock import NOON_MS
from tests.hub.stores.shelf import Shelf, in_memory, shelf_on
from tests.hub.web.handsets import Handset, Handsets

PEOPLE: Final[dict[str, tuple[str, Role]]] = {
    "handler": (BRANCH_B, "teller"),
    "teller": (BRANCH_B, "teller"),
    "stranger": ("north/b9", "teller"),
    "manager": (BRANCH_B, "lobby_manager"),
    "reviewer": (BRANCH_B, "reviewer"),
    "operator": (BRANCH_B, "operator"),
    "auditor": ("north/hq", "auditor"),
}
STAFF: Final = {"handler", "teller", "stranger", "manager", "reviewer"}
EVERYONE: Final = set(PEOPLE)
AT_HOME: Final = EVERYONE - {"stranger"}
LOOKERS: Final = {"operator", "auditor"}

CASE: Final = "north-01"
OFFERED: Final = "north-02"
ASKING: Final = "north-03"
PAGE: Final = f"/api/cases/{CASE}"
OFFER: Final = f"/api/cases/{OFFERED}/offers/1"
REASONS: Final = ["The form is not signed."]

ROUTES: Final[list[tuple[str, str, Any, set[str]]]] = [
    ("DELETE", "/api/login", None, EVERYONE),
    ("GET", "/api/me", None, EVERYONE),
    ("PUT", "/api/me/password", {"old": PASSWORD, "new": "quite another sentence"}, EVERYONE),
    ("PUT", "/api/me/duty", {"on_duty": True}, STAFF),
    ("PUT", "/api/me/break", {"on_break": False}, EVERYONE),
    ("POST", "/api/me/counter", {"code": "000000"}, set()),
    ("DELETE", "/api/me/counter", None, EVERYONE - {"handler"}),
    ("GET", "/api/me/push", None, EVERYONE),
    ("POST", "/api/me/push", {"address": "https://push.example/gAAAA"}, set()),  # none is configured
    ("DELETE", "/api/me/push", None, EVERYONE),
    ("GET", "/api/branch/staff", None, EVERYONE),
    ("GET", f"/api/branch/staff?branch={BRANCH_B}", None, AT_HOME),
    ("GET", f"/api/branch/asking?branch={BRANCH_B}", None, {"manager", "auditor"}),
    ("GET", "/api/procedures", None, EVERYONE),
    ("GET", "/api/cases", None, EVERYONE),
    ("GET", f"/api/cases?branch={BRANCH_B}", None, AT_HOME),
    ("GET", PAGE, None, AT_HOME),
    ("GET", f"{PAGE}/materials/application-form", None, {"handler", "auditor"}),
    ("GET", f"{PAGE}/recording", None, {"handler", "auditor"}),
    ("GET", f"{PAGE}/recording/1", None, set()),  # nothing of it was recorded
    ("GET", "/api/callbacks", None, {"reviewer", "manager", "auditor"}),
    ("POST", f"/api/callbacks/{CASE}/done", None, set()),  # no call is owed
    ("POST", f"{PAGE}/transfer", {"fence": 1, "to": "colleague"}, {"handler"}),
    (
        "POST",
        f"{PAGE}/recapture",
        {"fence": 1, "materials": ["application-form"], "reasons": REASONS},
        set(),
    ),
    ("POST", f"{PAGE}/review", {"fence": 1, "passed": False, "reasons": REASONS}, set()),
    ("POST", f"{PAGE}/reference", {"fence": 1, "reference": "KH-1"}, set()),
    ("POST", f"{OFFER}/accept", None, {"handler"}),
    ("POST", f"{OFFER}/decline", {"reason": "With another customer."}, {"handler"}),
    ("POST", f"{OFFER}/wait", {"until": NOON_MS + 60_000}, {"handler"}),
    ("POST", f"{OFFER}/pass-on", {"to": "colleague"}, {"handler"}),
    ("POST", f"/api/cases/{ASKING}/teller", {"to": "colleague"}, {"manager"}),
    ("GET", "/api/devices", None, LOOKERS),
    ("GET", "/api/telemetry/last", None, LOOKERS),
    ("GET", "/api/ops/casework", None, LOOKERS),
    ("GET", "/api/health", None, LOOKERS),
    ("GET", "/api/ops/branches", None, LOOKERS),
    ("GET", f"/api/ops/branches/{BRANCH_B}", None, LOOKERS),
    ("GET", "/api/ops/devices", None, LOOKERS),
    ("GET", f"/api/ops/devices/{COUNTER_B}", None, LOOKERS),
    ("GET", "/api/ops/people", None, LOOKERS),
    ("GET", "/api/ops/in-flight", None, LOOKERS),
    ("GET", "/api/ops/cases", None, LOOKERS),
    ("GET", f"/api/ops/cases/{CASE}", None, LOOKERS),
    ("GET", "/api/ops/levels?since=0", None, LOOKERS),
    ("GET", "/api/ops/alarms", None, LOOKERS),
    ("GET", "/api/ops/alarms/a1", None, LOOKERS),
    ("GET", "/api/ops/notices", None, LOOKERS),
    ("POST", "/api/ops/alarms/a1/acknowledge", None, {"operator"}),
    ("POST", "/api/ops/alarms/a1/assign", {"person": "operator"}, {"operator"}),
    ("GET", f"/api/ops/telemetry/devices/{COUNTER_B}?span=1h", None, LOOKERS),
    ("GET", f"/api/ops/telemetry/branches/{BRANCH_B}?metric=cpu_percent", None, LOOKERS),
    ("GET", "/api/ops/telemetry/fleet", None, LOOKERS),
]
"""Method, path, body, and whose request is granted as things stand in `branch_b`."""

CUSTOMER: Final = ("王小样", "110105198001019987")
NOT_GRANTED: Final = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT}


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    """In memory: there are many rows, and none is about the disk."""
    with shelf_on(in_memory()) as shelf:
        yield shelf


async def branch_b(house: House) -> None:
    """The handler has a case and is offered a second; the manager is asked about a third."""
    everyone = [teller(person, branch, role) for person, (branch, role) in PEOPLE.items()]
    await house.has(*everyone, teller("colleague"))
    for person, counter in (("handler", COUNTER_B), ("colleague", f"{BRANCH_B}/counter-2")):
        await house.has_counter(counter)
        await house.seats(person, counter)
    asked = ManagersAsked(1, ("manager",), Choice(None, "nobody is idle"), NOON_MS + 60_000, NOON_MS)
    await house.knows(CASE, filed(), offered("handler"), accepted("handler"), captured())
    await house.knows(OFFERED, filed(), offered("handler"))
    await house.knows(ASKING, filed(), asked)

    def holds(books: Books) -> None:
        handler = books.people.get("handler")
        assert handler is not None
        books.people.put(replace(handler, assigned=1), [])

    await house.shelf.do(holds)
    await house.shelf.do(lambda books: books.alarms.raise_all([alarm("a1")]))


async def asks(handset: Handset, method: str, path: str, body: Any) -> int:
    answer = await handset.ask(method, path, body)
    assert answer.status_code < 500, answer.text
    return answer.status_code


CHANGES: Final = [
    pytest.param(person, method, path, body, id=f"{person} {method} {path}")
    for method, path, body, granted in ROUTES
    for person in sorted(granted)
    if method != "GET"
]


@pytest.mark.parametrize("by_cookie", [False, True], ids=["program", "page"])
@pytest.mark.parametrize("person", PEOPLE)
async def test_each_sees_what_their_work_needs_and_is_refused_the_rest(
    house: House, handsets: Handsets, person: str, *, by_cookie: bool
) -> None:
    await branch_b(house)
    handset = await (handsets.page_of(person) if by_cookie else handsets.of(person))
    for method, path, body, granted in ROUTES:
        if person not in granted:
            assert await asks(handset, method, path, body) in NOT_GRANTED, (method, path)
        elif method == "GET":
            assert await asks(handset, method, path, body) == HTTPStatus.OK, path


@pytest.mark.parametrize(("person", "method", "path", "body"), CHANGES)
async def test_each_may_do_what_is_theirs(
    house: House, handsets: Handsets, person: str, method: str, path: str, body: Any
) -> None:
    await branch_b(house)
    assert await asks(await handsets.of(person), method, path, body) in (200, 204)


async def test_every_route_has_its_row(handsets: Handsets) -> None:
    paths = (await handsets.stranger().sees("/openapi.json"))["paths"]
    routes = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    rows = {
        (method, path.partition("?")[0].replace("/offers/1", "/offers/{offer}"))
        for method, path, _, _ in ROUTES
    }
    for case in (CASE, OFFERED, ASKING):
        rows = {(method, path.replace(case, "{case}")) for method, path in rows}
    for place, named in (
        (COUNTER_B, "{region}/{branch}/{device}"),
        (BRANCH_B, "{region}/{branch}"),
        ("/application-form", "/{name}"),
        ("/alarms/a1", "/alarms/{alarm}"),
        ("/recording/1", "/recording/{number}"),
    ):
        rows = {(method, path.replace(place, named)) for method, path in rows}
    assert routes - {("POST", "/api/login")} == rows


@pytest.mark.parametrize("person", sorted(EVERYONE - {"handler", "auditor"}))
async def test_nothing_of_the_customer_reaches_whoever_does_not_handle_the_case(
    house: House, handsets: Handsets, person: str
) -> None:
    await branch_b(house)
    handset = await handsets.of(person)
    for method, path, _, _ in ROUTES:
        if method == "GET":
            text = (await handset.ask("GET", path)).text
            assert [word for word in CUSTOMER if word in text] == [], path


async def test_an_auditor_changes_nothing(house: House, handsets: Handsets) -> None:
    await branch_b(house)
    auditor = await handsets.of("auditor")

    def journal(books: Books) -> list[list[Entry]]:
        return [books.cases.entries(case) for case in (CASE, OFFERED, ASKING)]

    before = await house.shelf.do(journal)
    for method, path, body, _ in ROUTES:
        if method != "GET" and path.startswith("/api/cases"):
            assert await asks(auditor, method, path, body) == HTTPStatus.FORBIDDEN
    assert await house.shelf.do(journal) == before


@pytest.mark.parametrize("branch", ["north", "north/b2/counter-1", "North/B2", ""])
async def test_a_branch_that_no_branch_can_be_is_told_to_an_auditor(
    house: House, handsets: Handsets, branch: str
) -> None:
    await branch_b(house)
    answer = await (await handsets.of("auditor")).ask("GET", f"/api/cases?branch={branch}")
    assert (answer.status_code, answer.json()["field"]) == (422, "branch")


async def test_a_command_to_another_branchs_case_tells_nothing_of_it(
    house: House, handsets: Handsets
) -> None:
    await branch_b(house)
    stranger = await handsets.of("stranger")
    for method, path, body, _ in ROUTES:
        if method == "POST" and path.startswith("/api/cases"):
            there, nowhere = path, path.replace("/north-0", "/north-9")
            theirs = await stranger.ask(method, there, body)
            nobodys = await stranger.ask(method, nowhere, body)
            assert theirs.status_code == HTTPStatus.NOT_FOUND, path
            assert theirs.text == nobodys.text.replace("north-9", "north-0")
