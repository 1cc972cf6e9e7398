"""Cases: their journal, its hash chain, and the lists drawn from it."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, Executable, delete, update

from hub.domain.case import Phase
from hub.domain.chain import Entry, first_break
from hub.domain.evolving import fold
from hub.ports.journal import Books, Part
from hub.ports.oversight import CaseSummary, Place
from hub.stores.tables import journal
from tests.fakes.case_events import (
    BRANCH_B,
    CUSTOMER,
    accepted,
    captured,
    collected,
    failed,
    filed,
    form,
    offered,
    queued,
    shown,
    write,
)
from tests.fakes.standing_clock import MINUTE_MS, NOON_MS
from tests.hub.stores.shelf import Shelf

CASE = "north-01"
WHOLE = [filed(), queued(), offered(), accepted(), captured(), collected(), shown(), *failed()]


class CasesContract:
    """Needs the fixture `shelf`."""

    async def test_a_case_nobody_filed_is_unknown(self, shelf: Shelf) -> None:
        assert (await shelf.do(lambda books: books.cases.get(CASE))).phase is Phase.UNKNOWN
        assert await shelf.do(_entries, CASE) == []

    async def test_a_case_comes_back_as_its_events_made_it(self, shelf: Shelf) -> None:
        appended = await shelf.do(write, CASE, *WHOLE)
        assert await shelf.do(lambda books: books.cases.get(CASE)) == appended == fold(CASE, WHOLE)
        assert appended.application == CUSTOMER
        assert appended.materials == {"application-form": form()}

    async def test_a_case_grows_over_many_transactions(self, shelf: Shelf) -> None:
        for event in WHOLE:
            await shelf.do(write, CASE, event)
        assert await shelf.do(lambda books: books.cases.get(CASE)) == fold(CASE, WHOLE)

    async def test_nothing_appended_changes_nothing(self, shelf: Shelf) -> None:
        before = await shelf.do(write, CASE, filed())
        assert await shelf.do(lambda books: books.cases.append(before, [], actor="hub")) == before
        assert len(await shelf.do(_entries, CASE)) == 1

    async def test_the_journal_says_what_happened_in_order_and_by_whom(self, shelf: Shelf) -> None:
        await shelf.do(write, CASE, *WHOLE)
        entries = await shelf.do(_entries, CASE)
        assert [entry.number for entry in entries] == list(range(1, len(WHOLE) + 1))
        assert [entry.kind for entry in entries] == [type(event).__name__ for event in WHOLE]
        assert {entry.actor for entry in entries} == {"test"}
        assert first_break(entries) is None

    async def test_the_chain_goes_on_over_transactions_and_is_each_cases_own(self, shelf: Shelf) -> None:
        for case in (CASE, "north-02"):
            for event in WHOLE:
                await shelf.do(write, case, event)
        for case in (CASE, "north-02"):
            entries = await shelf.do(_entries, case)
            assert first_break(entries) is None
            assert {entry.subject for entry in entries} == {f"case/{case}"}

    @pytest.mark.parametrize("column", ["body", "actor", "kind", "hash", "previous"])
    async def test_an_altered_line_breaks_the_chain_there(self, shelf: Shelf, column: str) -> None:
        await shelf.do(write, CASE, *WHOLE)
        fourth = (journal.c.subject == f"case/{CASE}") & (journal.c.number == 4)
        await shelf.behind(_execute, update(journal).where(fourth).values({column: "x"}))
        assert first_break(await shelf.do(_entries, CASE)) == 4

    @pytest.mark.parametrize("number", [1, 4])
    async def test_a_removed_line_breaks_the_chain_there(self, shelf: Shelf, number: int) -> None:
        await shelf.do(write, CASE, *WHOLE)
        line = (journal.c.subject == f"case/{CASE}") & (journal.c.number == number)
        await shelf.behind(_execute, delete(journal).where(line))
        assert first_break(await shelf.do(_entries, CASE)) == number

    async def test_swapped_lines_break_the_chain_at_the_first(self, shelf: Shelf) -> None:
        await shelf.do(write, CASE, *WHOLE)
        of_case = journal.c.subject == f"case/{CASE}"
        for number, to in ((2, 100), (3, 2), (100, 3)):
            line = of_case & (journal.c.number == number)
            await shelf.behind(_execute, update(journal).where(line).values(number=to))
        assert first_break(await shelf.do(_entries, CASE)) == 2

    async def test_a_branch_lists_its_own_cases_the_latest_filed_first(self, shelf: Shelf) -> None:
        for case, branch in (("north-01", BRANCH_B), ("north-02", BRANCH_B), ("north-03", "north/b9")):
            shelf.clock.pass_ms(MINUTE_MS)
            await shelf.do(write, case, filed(branch))
        shelf.clock.pass_ms(MINUTE_MS)
        await shelf.do(write, "north-01", offered())
        lines = await shelf.do(_listed)
        assert [(line.case, line.offered_to) for line in lines] == [("north-02", None), ("north-01", "li")]
        assert (lines[1].filed_at, lines[1].changed_at) == (NOON_MS, NOON_MS + 4 * MINUTE_MS)

    async def test_a_line_follows_the_case_to_its_result(self, shelf: Shelf) -> None:
        await shelf.do(write, CASE, filed(), offered(), accepted())
        (line,) = await shelf.do(_listed)
        assert (line.offered_to, line.handler, line.result) == (None, "li", None)
        await shelf.do(write, CASE, captured(), collected(), shown(), *failed())
        assert await shelf.do(_listed) == []
        (line,) = await shelf.do(_listed, "closed")
        assert (line.phase, line.handler, line.result) == ("closed", "li", "failed")

    @pytest.mark.parametrize("part", ["open", "closed"])
    async def test_a_list_goes_on_behind_its_last_line(self, shelf: Shelf, part: Part) -> None:
        cases = [f"north-{number:02}" for number in range(7)]
        for number, case in enumerate(cases):
            end = failed() if part == "closed" else []
            await shelf.do(write, case, filed(at=NOON_MS + number // 2), *end)  # two at a time
        found: list[CaseSummary] = []
        while more := await shelf.do(
            _listed, part, (found[-1].filed_at, found[-1].case) if found else None
        ):
            assert len(more) <= 2
            found += more
        assert [line.case for line in found] == cases[::-1]

    async def test_a_person_finds_every_open_case_of_theirs(self, shelf: Shelf) -> None:
        await shelf.do(write, "north-01", filed(), offered("li"))
        await shelf.do(write, "north-02", filed(), offered("li"), accepted("li"))
        await shelf.do(write, "north-03", filed(), offered("wang"))
        await shelf.do(write, "north-04", filed(), offered("li"), accepted("li"), *failed("li"))
        await shelf.do(write, "north-05", filed("north/b9"), offered("li"))
        lines = await shelf.do(lambda books: books.cases.of_person("li"))
        assert [line.case for line in lines] == ["north-05", "north-02", "north-01"]

    async def test_cases_wait_for_somebody_idle_in_the_order_they_were_filed(self, shelf: Shelf) -> None:
        for case, minute in (("north-03", 3), ("north-01", 1), ("north-02", 2), ("north-00", 2)):
            at = NOON_MS + minute * MINUTE_MS
            await shelf.do(write, case, filed(at=at))
        await shelf.do(write, "north-09", filed("north/b9"))
        await shelf.do(write, "north-01", queued())
        await shelf.do(write, "north-03", offered())
        waiting = await shelf.do(lambda books: books.cases.seeking(BRANCH_B))
        assert waiting == ["north-01", "north-00", "north-02"]


def _listed(books: Books, part: Part = "open", before: Place | None = None) -> list[CaseSummary]:
    return books.cases.summaries(BRANCH_B, part, before, 2)


def _entries(books: Books, case: str) -> list[Entry]:
    return books.cases.entries(case)


def _execute(connection: Connection, change: Executable) -> None:
    connection.execute(change)
