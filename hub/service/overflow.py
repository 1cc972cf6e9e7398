"""What a branch may write as its overflow: steps that are spelled rightly and lead somewhere."""

from __future__ import annotations

from collections.abc import Sequence

from device_profiles.contract.ids import is_identifier, parse_branch
from hub.domain.roster import STAFF_ROLES, Staff
from hub.domain.words import BranchName


def first_fault(branch: BranchName, steps: Sequence[str], everyone: Sequence[Staff]) -> str | None:
    """Why the branch cannot have these steps; None when it can. `everyone` is the whole register."""
    if branch not in {staff.branch for staff in everyone}:
        return f"nobody works at {branch}: register its people first"
    return next((fault for step in steps if (fault := _fault(branch, step, everyone))), None)


def _fault(branch: BranchName, step: str, everyone: Sequence[Staff]) -> str | None:
    kind, _, name = step.partition(":")
    match kind:
        case "deputy" if is_identifier(name):
            return _fault_of_deputy(branch, name, everyone)
        case "branch":
            return _fault_of_branch(branch, name, everyone)
        case _:
            return f"{step!r} is no overflow: write deputy:PERSON or branch:REGION/BRANCH"


def _fault_of_deputy(branch: BranchName, name: str, everyone: Sequence[Staff]) -> str | None:
    here = [staff.person for staff in everyone if staff.branch == branch and staff.role in STAFF_ROLES]
    return None if name in here else f"no {name} who takes cases works at {branch}: {', '.join(here)}"


def _fault_of_branch(branch: BranchName, name: str, everyone: Sequence[Staff]) -> str | None:
    try:
        there = parse_branch(name)
    except ValueError as error:
        return str(error)
    if name == branch:
        return f"{name} is the branch itself: name another"
    if there.region != branch.partition("/")[0]:
        return f"{name} is in another region: a case belongs to its region for good"
    if name not in {staff.branch for staff in everyone}:
        return f"nobody works at {name}: a case that went there would find nobody"
    return None
