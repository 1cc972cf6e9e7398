"""What a change of a case does to its branch's people: whose load grew, whose fell, and who came free."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from hub.domain.case import Case
from hub.domain.obligations import assigned_to, offered_to
from hub.domain.roster import Branch, Staff, share_work
from hub.domain.words import EpochMs


@dataclass(frozen=True, slots=True)
class Shift:
    """The people whose load changed, as they are after it.

    `freed`: someone has less than before, so what waits in the branch must be looked at again.
    """

    people: tuple[Staff, ...]
    freed: bool

    def settled(self, branch: Branch) -> Branch:
        """The branch with these people in it."""
        return replace(branch, staff={**branch.staff, **{person.person: person for person in self.people}})


def shift_work(branch: Branch, before: Case, after: Case, now: EpochMs) -> Shift:
    """The branch's people after the case changed."""
    assigned = Counter(assigned_to(after))
    assigned.subtract(assigned_to(before))
    offered = Counter(person for person in [offered_to(after)] if person is not None)
    offered.subtract(person for person in [offered_to(before)] if person is not None)
    people: list[Staff] = []
    freed = False
    for person in sorted({*assigned, *offered}):
        staff = branch.staff.get(person)
        if staff is not None and (assigned[person] or offered[person]):
            people.append(share_work(staff, assigned[person], offered[person], branch.policy, now))
            freed = freed or assigned[person] + offered[person] < 0
    return Shift(tuple(people), freed)
