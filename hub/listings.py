"""The registers as tables for a terminal, and as plain values for other programs.

Owns what they look like; it must not know where they are stored, and shows nothing secret.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from rich import box
from rich.table import Table
from rich.text import Text

from hub.domain.roster import Staff
from hub.domain.words import BranchName, BranchPolicy
from hub.ports.devices import Device


def people_table(people: Sequence[Staff]) -> Table:
    """One row a person."""
    rows = _table("Person", "Name", "Branch", "Role", "Skills", "Cases", "Where")
    for person in people:
        rows.add_row(
            Text(person.person),
            Text(person.name),
            Text(person.branch),
            Text(person.role.replace("_", " ")),
            Text(", ".join(sorted(person.skills))),
            Text(f"{person.assigned} of {person.capacity}"),
            Text(_where(person)),
        )
    return rows


def branches_table(policies: Mapping[BranchName, BranchPolicy], people: Sequence[Staff]) -> Table:
    """One row a branch in which people work, or that has a policy."""
    rows = _table("Branch", "People", "On duty", "Overflow", "Wrap-up", "Lease")
    for branch, policy in policies.items():
        staff = [person for person in people if person.branch == branch]
        rows.add_row(
            Text(branch),
            Text(str(len(staff))),
            Text(str(sum(person.on_duty for person in staff))),
            Text(", ".join((*policy.overflow, "back to the origin"))),
            Text(f"{policy.wrap_up_ms / 1000:g} s"),
            Text(f"{policy.lease_ms / 1000:g} s"),
        )
    return rows


def devices_table(devices: Sequence[Device]) -> Table:
    """One row a device."""
    rows = _table("Device", "Kind", "Link", "Since")
    for device in devices:
        since = "" if device.since is None else _time(device.since)
        link = Text("online", style="green") if device.online else Text("offline")
        rows.add_row(Text(device.address), Text(device.kind), link, Text(since))
    return rows


def as_json(values: Sequence[Staff | Device] | Mapping[BranchName, BranchPolicy]) -> str:
    """The same as JSON: a list of objects, times in Unix ms."""
    if isinstance(values, Mapping):
        rows = [{"branch": branch, **asdict(policy)} for branch, policy in values.items()]
    else:
        rows = [asdict(value) for value in values]
    return json.dumps(rows, ensure_ascii=False, indent=2, default=sorted)


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _where(person: Staff) -> str:
    if not person.on_duty:
        return "off duty"
    if person.on_break:
        return "on a break"
    return person.counter or "on duty, at no counter"


def _time(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")
