"""Finds a person for each case that waits in a branch, under the branch's lock."""

from __future__ import annotations

from hub.domain.commands import Route
from hub.domain.routing import choose
from hub.domain.words import BranchName, CaseId
from hub.ports.journal import Books
from hub.service.deciding import Decider


def route_case(decider: Decider, books: Books, branch: BranchName, case: CaseId) -> bool:
    """Offer the case to whoever is idle; False when nobody is."""
    books.people.lock_branch(branch)
    choice = choose(books.people.of_branch(branch), books.cases.get(case))
    decider.act(books, case, Route(choice), actor="hub")
    return choice.chosen is not None


def route_waiting(decider: Decider, books: Books, branch: BranchName) -> None:
    """Someone may have become idle: offer what waits, the oldest first, until nobody is."""
    for case in books.cases.unrouted(branch):
        if not route_case(decider, books, branch, case):
            return
