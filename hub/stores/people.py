"""People: their accounts and logins, and each branch's roster."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, delete, select, true, update
from sqlalchemy.dialects.postgresql import insert  # SQLite's dialect writes its ON CONFLICT just so

from device_profiles.delivery.prepared import Prepared
from hub.domain.roster import Branch, RosterEvent, Staff
from hub.domain.words import BranchName, BranchPolicy, DeviceName, EpochMs, PersonId, is_desk
from hub.ports.people import Account
from hub.stores import chain, tables


class SqlPeople:
    """The `People` of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def branch(self, name: BranchName) -> Branch:
        """The branch as it stands; nobody else changes its people until this transaction ends."""
        locked = _LOCK_BRANCH.row(self._connection, {"of": name})
        if locked is None:  # nobody has asked for it before, unless an equal hub does in this moment
            _BEGIN_BRANCH.change(self._connection, {"branch": name})
            locked = _LOCK_BRANCH.row(self._connection, {"of": name})
            assert locked is not None
        staff = {person.person: person for person in self.of_branch(name)}
        return Branch(name, staff, _policy(locked.policy))

    def of_branch(self, name: BranchName) -> list[Staff]:
        """Everyone of the branch, without holding it."""
        return [_staff(row) for row in _STAFF_OF_BRANCH.rows(self._connection, {"of": name})]

    def set_policy(self, name: BranchName, policy: BranchPolicy) -> None:
        """Change what a branch decides for itself."""
        self.branch(name)
        table = tables.branches
        text = json.dumps(asdict(policy))
        self._connection.execute(update(table).where(table.c.branch == name).values(policy=text))

    def saw(self, person: PersonId, now_ms: EpochMs) -> None:
        """The person's own screen is there."""
        table = tables.people
        self._connection.execute(update(table).where(table.c.person == person).values(seen_at=now_ms))

    def mark(self, person: PersonId, *, unresponsive: bool) -> None:
        """The person let an offer expire, or has acted again."""
        table = tables.people
        self._connection.execute(
            update(table).where(table.c.person == person).values(unresponsive=unresponsive)
        )

    def set_desk(self, person: PersonId, now_ms: EpochMs, *, is_open: bool) -> None:
        """A reviewer's desk was opened or closed."""
        table = tables.people
        of = update(table).where(table.c.person == person)
        self._connection.execute(of.values(desk_open=is_open, seen_at=now_ms))

    def close_desks(self) -> None:
        """The hub starts: no desk is open until its page says so."""
        self._connection.execute(update(tables.people).values(desk_open=False))

    def absent(self, now_ms: EpochMs) -> list[PersonId]:
        """Those who have cases, while their handset and their counter have both been gone for the lease."""
        table = tables.people
        rows = self._connection.execute(
            select(table.c.person, table.c.seen_at, tables.devices.c.since, tables.branches.c.policy)
            .outerjoin(tables.devices, tables.devices.c.address == table.c.counter)
            .outerjoin(tables.branches, tables.branches.c.branch == table.c.branch)
            .where(
                table.c.assigned > 0, tables.devices.c.online.isnot(true()), table.c.desk_open.is_(False)
            )
        )
        gone = []
        for row in rows:
            latest = max(row.seen_at, row.since or 0)
            if now_ms - latest > _policy(row.policy).lease_ms:
                gone.append(row.person)
        return gone

    def get(self, person: PersonId) -> Staff | None:
        """One person."""
        row = _STAFF_BY_PERSON.row(self._connection, {"of": person})
        return None if row is None else _staff(row)

    def at_counter(self, counter: DeviceName) -> Staff | None:
        """Whoever is signed in at the counter."""
        row = _STAFF_BY_COUNTER.row(self._connection, {"of": counter})
        return None if row is None else _staff(row)

    def put(self, staff: Staff, events: Sequence[RosterEvent]) -> None:
        """Keep a person's new state, and the roster's events that led to it, if any."""
        state = {f"new_{name}": getattr(staff, name) for name in _DUTY}
        _CHANGE_DUTY.change(self._connection, {"of": staff.person, **state})
        if events:
            chain.append(self._connection, f"person/{staff.person}", events, f"person:{staff.person}")

    def add(self, staff: Staff, password_hash: str) -> None:
        """Register a person, or change one."""
        table = tables.people
        account = {
            "name": staff.name,
            "branch": staff.branch,
            "role": staff.role,
            "skills": json.dumps(sorted(staff.skills)),
            "capacity": staff.capacity,
            "amount_limit": staff.limit,
            "password_hash": password_hash,
        }
        # A new password ends the logins of the old one.
        self._end_logins(staff.person)
        fresh = insert(table).values(
            person=staff.person,
            on_duty=False,
            on_break=False,
            counter=None,
            assigned=0,
            offered=0,
            idle_since=0,
            wrap_up_until=0,
            unresponsive=False,
            seen_at=0,
            **account,
        )
        self._connection.execute(fresh.on_conflict_do_update(index_elements=["person"], set_=account))

    def account(self, person: PersonId) -> Account | None:
        """A person's login."""
        table = tables.people
        row = self._connection.execute(select(table).where(table.c.person == person)).one_or_none()
        return None if row is None else Account(row.person, row.password_hash)

    def open_login(self, person: PersonId, token_sha256: str, expires_at: EpochMs) -> None:
        """Remember a login by the digest of its token."""
        values = {"person": person, "token_sha256": token_sha256, "expires_at": expires_at}
        self._connection.execute(insert(tables.logins).values(values))

    def login(self, token_sha256: str, now_ms: EpochMs) -> PersonId | None:
        """Whose login this is, unless it has expired."""
        which = {"digest": token_sha256, "now": now_ms}
        person: PersonId | None = _LOGIN.value(self._connection, which)
        return person

    def close_login(self, token_sha256: str) -> None:
        """End a login."""
        table = tables.logins
        self._connection.execute(delete(table).where(table.c.token_sha256 == token_sha256))

    def change_password(self, person: PersonId, password_hash: str) -> None:
        """Give a person another password, and end the logins of the old one."""
        table = tables.people
        self._connection.execute(
            update(table).where(table.c.person == person).values(password_hash=password_hash)
        )
        self._end_logins(person)

    def everyone(self) -> list[Staff]:
        """Everyone of every branch, branch by branch."""
        every = _STAFF.order_by(tables.people.c.branch, tables.people.c.person)
        return [_staff(row) for row in self._connection.execute(every)]

    def policy(self, name: BranchName) -> BranchPolicy:
        """What a branch decides for itself, without holding it."""
        table = tables.branches
        found = select(table.c.policy).where(table.c.branch == name)
        return _policy(self._connection.execute(found).scalar_one_or_none())

    def _end_logins(self, person: PersonId) -> None:
        self._connection.execute(delete(tables.logins).where(tables.logins.c.person == person))

    def show_code(self, counter: DeviceName, code: str, expires_at: EpochMs) -> None:
        """Remember the one-time code that a counter shows; its earlier one is void."""
        shown = {"code": code, "expires_at": expires_at}
        fresh = insert(tables.sign_in_codes).values(counter=counter, **shown)
        self._connection.execute(fresh.on_conflict_do_update(index_elements=["counter"], set_=shown))

    def counter_showing(self, code: str, now_ms: EpochMs) -> DeviceName | None:
        """The counter that shows this code; None when none does, or two by chance the same."""
        table = tables.sign_in_codes
        shown = (table.c.code == code) & (table.c.expires_at > now_ms)
        counters: list[DeviceName] = list(self._connection.scalars(select(table.c.counter).where(shown)))
        return counters[0] if len(counters) == 1 else None

    def use_up_code(self, counter: DeviceName) -> None:
        """The code that the counter shows has served."""
        table = tables.sign_in_codes
        self._connection.execute(delete(table).where(table.c.counter == counter))


def _policy(text: str | None) -> BranchPolicy:
    if text is None:
        return BranchPolicy()
    values = json.loads(text)
    return BranchPolicy(**{**values, "overflow": tuple(values["overflow"])})


def _staff(row: Row[Any]) -> Staff:
    return Staff(
        person=row.person,
        name=row.name,
        branch=row.branch,
        role=row.role,
        skills=frozenset(json.loads(row.skills)),
        capacity=row.capacity,
        limit=row.amount_limit,
        on_duty=row.on_duty,
        on_break=row.on_break,
        counter=row.counter,
        counter_online=row.desk_open if is_desk(row.counter or "") else bool(row.online),
        assigned=row.assigned,
        offered=row.offered,
        idle_since=row.idle_since,
        wrap_up_until=row.wrap_up_until,
        unresponsive=row.unresponsive,
        desk_open=row.desk_open,
    )


_STAFF: Final = select(tables.people, tables.devices.c.online).outerjoin(
    tables.devices, tables.devices.c.address == tables.people.c.counter
)
_STAFF_OF_BRANCH: Final = Prepared(
    _STAFF.where(tables.people.c.branch == bindparam("of")).order_by(tables.people.c.person)
)
_STAFF_BY_PERSON: Final = Prepared(_STAFF.where(tables.people.c.person == bindparam("of")))
_STAFF_BY_COUNTER: Final = Prepared(_STAFF.where(tables.people.c.counter == bindparam("of")))
_DUTY: Final = (
    *("on_duty", "on_break", "counter", "assigned", "offered"),
    *("idle_since", "wrap_up_until", "unresponsive"),
)
_CHANGE_DUTY: Final = Prepared(
    update(tables.people)
    .where(tables.people.c.person == bindparam("of"))
    .values({name: bindparam(f"new_{name}") for name in _DUTY})
)
_LOGIN: Final = Prepared(
    select(tables.logins.c.person).where(
        tables.logins.c.token_sha256 == bindparam("digest"), tables.logins.c.expires_at > bindparam("now")
    )
)
_BEGIN_BRANCH: Final = Prepared(insert(tables.branches).on_conflict_do_nothing())
_LOCK_BRANCH: Final = Prepared(
    select(tables.branches).where(tables.branches.c.branch == bindparam("of")).with_for_update()
)
