"""What operators look up across branches: cases in flight with their clock, searches, what was closed."""

from __future__ import annotations

import pytest

from device_profiles.contract.messages.case import Told
from hub.domain.events import OfferDeclined, OfferExpired
from hub.ports.journal import Books
from hub.ports.oversight import CaseSearch, CaseSummary, ClosedCase, Place, Unsettled
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
    write,
)
from tests.fakes.standing_clock import MINUTE_MS, NOON_MS
from tests.hub.stores.shelf import Shelf


class OversightContract:
    """Needs the fixture `shelf`."""

    async def test_what_is_in_flight_is_seen_in_every_branch_with_its_clock(self, shelf: Shelf) -> None:
        await shelf.do(write, "north-02", filed("north/b9", at=NOON_MS + 1), queued())
        await shelf.do(write, "north-01", filed(), offered())
        await shelf.do(write, "north-03", filed(), *failed())
        shelf.clock.pass_ms(MINUTE_MS)
        await shelf.do(write, "north-02", captured())
        one, two = await shelf.do(lambda books: books.oversight.in_flight(10))
        assert (one.summary.case, two.summary.case) == ("north-01", "north-02")
        assert dict(one.due) == {"offer": NOON_MS + 60_000, "case": NOON_MS + 28_800_000}
        assert two.due["manager"] == NOON_MS + 120_000
        assert (two.summary.since, two.summary.changed_at) == (NOON_MS, NOON_MS + MINUTE_MS)
        assert len(await shelf.do(lambda books: books.oversight.in_flight(1))) == 1

    async def test_a_case_remembers_its_phase_its_first_acceptance_and_its_end(self, shelf: Shelf) -> None:
        await shelf.do(write, "north-01", filed(), offered())
        shelf.clock.pass_ms(MINUTE_MS)
        await shelf.do(write, "north-01", accepted(at=NOON_MS + 1))
        await shelf.do(write, "north-01", accepted("wang", at=NOON_MS + 2))
        (line,) = await shelf.do(_found, CaseSearch("north-01"))
        assert (line.since, line.accepted_at, line.closed_at) == (NOON_MS + MINUTE_MS, NOON_MS + 1, None)
        await shelf.do(write, "north-01", collected(), *failed(at=NOON_MS + 3))
        (line,) = await shelf.do(_found, CaseSearch("north-01"))
        assert (line.accepted_at, line.closed_at) == (NOON_MS + 1, NOON_MS + 3)

    @pytest.mark.parametrize(
        "search",
        [
            CaseSearch("north-018c0ffee0000001"),
            CaseSearch("e0000001"),
            CaseSearch(branch="north/b9"),
            CaseSearch(person="wang"),
            CaseSearch(phase="offered"),
            CaseSearch(filed_from=NOON_MS + 1),
            CaseSearch(procedure="open-account", origin=COUNTER_A, filed_from=NOON_MS + 1),
        ],
    )
    async def test_a_case_is_found_by_what_is_known_of_it(self, shelf: Shelf, search: CaseSearch) -> None:
        wanted = "north-018c0ffee0000001"
        await shelf.do(write, wanted, filed("north/b9", at=NOON_MS + 1), offered("wang"))
        await shelf.do(write, "north-018c0ffee0000002", filed(), offered("li"), accepted("li"))
        await shelf.do(write, "north-018c0ffee0000003", filed(), *failed())
        assert [line.case for line in await shelf.do(_found, search)] == [wanted]

    async def test_the_closed_are_found_by_result_and_time_of_filing(self, shelf: Shelf) -> None:
        await shelf.do(write, "north-01", filed(), *failed())
        await shelf.do(write, "north-02", filed(at=NOON_MS + 1), *failed())
        found = await shelf.do(_found, CaseSearch(result="failed", filed_until=NOON_MS + 1))
        assert [line.case for line in found] == ["north-01"]
        assert await shelf.do(_found, CaseSearch(result="succeeded")) == []

    async def test_a_search_goes_on_behind_its_last_line(self, shelf: Shelf) -> None:
        cases = [f"north-{number:02}" for number in range(5)]
        for number, case in enumerate(cases):
            await shelf.do(write, case, filed(at=NOON_MS + number // 2))
        found: list[str] = []
        place: Place | None = None
        while page := await shelf.do(_found, CaseSearch(branch=BRANCH_B), place, 2):
            found += [line.case for line in page]
            place = (page[-1].filed_at, page[-1].case)
        assert found == cases[::-1]

    async def test_what_was_closed_comes_in_the_order_of_its_end_with_the_offers_it_took(
        self, shelf: Shelf
    ) -> None:
        declined = OfferDeclined(1, "li", "busy", rerouting=True, at=NOON_MS)
        expired = OfferExpired(2, "wang", NOON_MS)
        await shelf.do(write, "north-02", filed(), *failed(at=NOON_MS + 5))
        await shelf.do(write, "north-01", filed(), offered(), declined)
        await shelf.do(write, "north-01", offered("wang", 2), expired, accepted(at=NOON_MS + 2))
        await shelf.do(write, "north-01", *failed(at=NOON_MS + 7))
        await shelf.do(write, "north-03", filed(), *failed(at=NOON_MS + 9))
        first, second = await shelf.do(lambda books: books.oversight.closed((NOON_MS, ""), NOON_MS + 9, 10))
        assert (first.case, first.accepted_at, first.declined, first.expired) == ("north-02", None, 0, 0)
        assert second == ClosedCase(
            *("north-01", BRANCH_B, "open-account", "failed"),
            *(NOON_MS, NOON_MS + 2, NOON_MS + 7, 1, 1),
        )
        behind = (first.closed_at, first.case)
        more = await shelf.do(lambda books: books.oversight.closed(behind, NOON_MS + 99, 1))
        assert [case.case for case in more] == ["north-01"]

    async def test_of_each_case_only_what_is_counted_is_told(self, shelf: Shelf) -> None:
        await shelf.do(write, "north-01", filed(), offered(), accepted(), captured(), collected())
        await shelf.do(write, "north-01", *failed())
        await shelf.do(write, "north-02", filed(), offered())
        told = await shelf.do(lambda books: books.oversight.told_of(["north-01", "north-02"]))
        assert told == {"north-01": [filed(), accepted(), failed()[-1]], "north-02": [filed()]}
        assert await shelf.do(lambda books: books.oversight.told_of([])) == {}

    async def test_open_cases_are_found_by_when_something_happened_to_them(self, shelf: Shelf) -> None:
        for case in ("north-01", "north-02", "north-03"):
            await shelf.do(write, case, filed())
        shelf.clock.pass_ms(MINUTE_MS)
        await shelf.do(write, "north-02", offered())
        await shelf.do(write, "north-03", *failed())
        changed = await shelf.do(lambda books: books.oversight.open_since(NOON_MS + 1))
        assert changed == ["north-02"]

    async def test_devices_that_owe_receipts_come_in_the_order_of_their_oldest(self, shelf: Shelf) -> None:
        for counter in (COUNTER_B, COUNTER_A, COUNTER_B):
            await shelf.do(_tell, counter)
            shelf.clock.pass_ms(MINUTE_MS)
        assert await shelf.do(lambda books: books.oversight.unsettled()) == [
            Unsettled(COUNTER_B, 2, NOON_MS),
            Unsettled(COUNTER_A, 1, NOON_MS + MINUTE_MS),
        ]


def _found(
    books: Books, search: CaseSearch, before: Place | None = None, most: int = 10
) -> list[CaseSummary]:
    return books.oversight.find(search, before, most)


def _tell(books: Books, counter: str) -> None:
    books.post.tell(counter, Told(case="north-01", news="accepted"))
