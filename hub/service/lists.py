"""Lists of cases: a branch's, page by page and complete, and those for which managers are asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from hub.domain.case import Case
from hub.domain.chain import Entry
from hub.domain.words import BranchName, PersonId
from hub.ports.journal import Books, Part
from hub.ports.oversight import CaseSummary, Place

State: TypeAlias = Literal["open", "closed", "all"]
_PARTS: Final[dict[State, tuple[Part, ...]]] = {
    "open": ("open",),
    "closed": ("closed",),
    "all": ("open", "closed"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """The last line of a page; the next page goes on behind it."""

    part: Part
    place: Place


def page_of_branch(
    books: Books, branch: BranchName, state: State, after: Mark | None, most: int
) -> tuple[list[CaseSummary], Mark | None]:
    """So many of a branch's cases, the open ones first, and the mark at the end when there are more.

    The order is that of filing, which never changes: whatever happens to the cases between two pages,
    none is left out. One that is closed meanwhile may come again.
    """
    found: list[CaseSummary] = []
    for part in _PARTS[state]:
        if after is not None and (part, after.part) == ("open", "closed"):
            continue
        before = after.place if after is not None and after.part == part else None
        found += books.cases.summaries(branch, part, before, most + 1 - len(found))
        if len(found) > most:
            last = found[most - 1]
            place = (last.filed_at, last.case)
            return found[:most], Mark("open" if last.result is None else "closed", place)
    return found, None


def asking(books: Books, branch: BranchName, manager: PersonId | None) -> list[tuple[Case, list[Entry]]]:
    """The branch's cases that ask this manager, or any, for a teller, with their journals."""
    found = []
    for case_id in books.cases.seeking(branch):
        case = books.cases.get(case_id)
        managers = () if case.search is None else case.search.managers
        if managers and (manager is None or manager in managers):
            found.append((case, books.cases.entries(case_id)))
    return found
