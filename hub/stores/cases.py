"""Cases: their journals, and the table that lists and the router look them up by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, tuple_, update

from device_profiles.delivery.clock import Clock
from device_profiles.delivery.prepared import Prepared
from hub.domain.case import Case, Stage
from hub.domain.chain import Entry
from hub.domain.events import CaseClosed, Event, OfferAccepted, OfferDeclined, OfferExpired
from hub.domain.evolving import evolve, fold
from hub.domain.obligations import Timer, is_seeking, timers_of
from hub.domain.words import BranchName, CaseId, EpochMs, PersonId
from hub.ports.journal import Part
from hub.ports.oversight import CaseSummary, Place
from hub.stores import chain, tables
from hub.stores.event_codec import from_text
from hub.stores.folded_cases import FoldedCases
from hub.stores.oversight import TAIL, summary


class SqlCases:
    """The `Cases` of one transaction."""

    def __init__(self, connection: Connection, clock: Clock, folded: FoldedCases) -> None:
        self._connection = connection
        self._clock = clock
        self._folded = folded

    def get(self, case: CaseId) -> Case:
        """The case, folded from its events; in phase `unknown` when nothing was heard of it."""
        last = chain.last_hash(self._connection, _case_subject(case))
        if last is None:
            return Case(case)
        known = self._folded.get(last)
        if known is not None:
            return known
        rows = _CASE_EVENTS.rows(self._connection, {"of": _case_subject(case)})
        found = fold(case, (from_text(row.kind, row.body) for row in rows))
        self._folded.put(last, found)
        return found

    def branch_of(self, case: CaseId) -> BranchName | None:
        """The branch that has the case; None when nothing was heard of it."""
        branch: BranchName | None = _BRANCH_OF.value(self._connection, {"of": case})
        return branch

    def append(self, before: Case, events: Sequence[Event], actor: str) -> Case:
        """Put events at the end of the case's journal; the case after them comes back."""
        if not events:
            return before
        last = chain.append(self._connection, _case_subject(before.id), events, actor)
        after = before
        for event in events:
            after = evolve(after, event)
        self._folded.put(last, after)
        self._set_timers(before, after)
        self._summarise(before, after, events)
        return after

    def entries(self, case: CaseId) -> list[Entry]:
        """The case's journal, in order."""
        return [Entry(*row) for row in _ENTRIES.rows(self._connection, {"of": _case_subject(case)})]

    def summaries(
        self, branch: BranchName, part: Part, before: Place | None, most: int
    ) -> list[CaseSummary]:
        """So many of a branch's open or closed cases, the latest filed first, from behind `before` on."""
        table = tables.cases
        found = _LATEST_FIRST.where(
            table.c.branch == branch,
            table.c.result.is_(None) if part == "open" else table.c.result.is_not(None),
        )
        if before is not None:
            found = found.where(tuple_(table.c.filed_at, table.c.case_id) < tuple_(*before))
        return [summary(row) for row in self._connection.execute(found.limit(most))]

    def of_person(self, person: PersonId) -> list[CaseSummary]:
        """Every open case that a person handles, reviews, or was offered; the latest filed first."""
        table = tables.cases
        theirs = or_(table.c.handler == person, table.c.second == person, table.c.offered_to == person)
        found = _LATEST_FIRST.where(theirs, table.c.result.is_(None))
        return [summary(row) for row in self._connection.execute(found)]

    def seeking(self, branch: BranchName) -> list[CaseId]:
        """The branch's cases that want a person who is idle, in the order in which they get one."""
        return [row.case_id for row in _SEEKING.rows(self._connection, {"of": branch})]

    def branches_seeking(self) -> list[BranchName]:
        """The branches in which some case wants a person, in the order in which every hub holds them."""
        table = tables.cases
        found = select(table.c.branch).where(table.c.seeking).distinct()
        return list(self._connection.scalars(found.order_by(table.c.branch)))

    def held_by(self, person: PersonId) -> list[CaseId]:
        """The open cases that a person handles, or is second reviewer of."""
        table = tables.cases
        theirs = (table.c.handler == person) | (table.c.second == person)
        return list(
            self._connection.scalars(select(table.c.case_id).where(theirs, table.c.result.is_(None)))
        )

    def due_timers(self, now_ms: EpochMs, most: int) -> list[tuple[CaseId, Timer]]:
        """The timers that have gone off, the earliest first."""
        table = tables.timers
        rows = self._connection.execute(
            select(table).where(table.c.due <= now_ms).order_by(table.c.due).limit(most)
        )
        return [(row.case_id, Timer(row.kind, row.number, row.due)) for row in rows]

    def next_timer(self) -> EpochMs | None:
        """When the next timer goes off."""
        due: EpochMs | None = _NEXT_TIMER.value(self._connection)
        return due

    def stop_timer(self, case: CaseId, timer: Timer) -> bool:
        """A timer has been answered. False when it was before, or was set anew meanwhile."""
        which = {"case": case, "its_kind": timer.kind, "its_number": timer.number, "its_due": timer.due}
        return _STOP_TIMER.change(self._connection, which) > 0

    def _set_timers(self, before: Case, after: Case) -> None:
        old, new = timers_of(before), timers_of(after)
        for timer in old - new:
            self.stop_timer(after.id, timer)
        if starting := new - old:
            rows = [
                {"case_id": after.id, "kind": timer.kind, "number": timer.number, "due": timer.due}
                for timer in starting
            ]
            _START_TIMERS.change_all(self._connection, rows)

    def _summarise(self, before: Case, case: Case, events: Sequence[Event]) -> None:
        now_ms = self._clock.now_ms()
        state = {
            "phase": case.phase.value,
            "seeking": is_seeking(case),
            "branch": case.branch,
            "offered_to": None if case.offer is None else case.offer.person,
            "handler": None if case.handler is None else case.handler.person,
            "second": None if case.second is None else case.second.person,
            "result": case.result,
            "changed_at": now_ms,
        }
        past = {
            "since": None if case.phase is before.phase else now_ms,
            "accepted_at": next((event.at for event in events if isinstance(event, OfferAccepted)), None),
            "closed_at": next((event.at for event in events if isinstance(event, CaseClosed)), None),
            "declined": sum(isinstance(event, OfferDeclined) for event in events),
            "expired": sum(isinstance(event, OfferExpired) for event in events),
        }
        if before.stage is Stage.UNKNOWN:
            _ADD_SUMMARY.change(
                self._connection,
                {
                    "case_id": case.id,
                    "tail": case.id[-TAIL:],
                    "rank": case.filed_at - case.rules.priority * 60_000,
                    "origin": case.origin,
                    "procedure": case.rules.procedure,
                    "filed_at": case.filed_at,
                    **state,
                    **past,
                },
            )
        else:
            _CHANGE_SUMMARY.change(
                self._connection, {"of": case.id, **{f"new_{k}": v for k, v in {**state, **past}.items()}}
            )


def _case_subject(case: CaseId) -> str:
    return f"case/{case}"


_CASE_EVENTS: Final = Prepared(
    select(tables.journal.c.kind, tables.journal.c.body)
    .where(tables.journal.c.subject == bindparam("of"))
    .order_by(tables.journal.c.number)
)
_ENTRIES: Final = Prepared(
    select(*(tables.journal.c[name] for name in Entry.__slots__))
    .where(tables.journal.c.subject == bindparam("of"))
    .order_by(tables.journal.c.number)
)
_SEEKING: Final = Prepared(
    select(tables.cases.c.case_id)
    .where(tables.cases.c.branch == bindparam("of"), tables.cases.c.seeking.is_(True))
    .order_by(tables.cases.c.rank, tables.cases.c.case_id)
)
_SUMMARY: Final = (
    *("phase", "seeking", "branch", "offered_to", "handler", "second", "result", "changed_at"),
)
_ONCE: Final = ("accepted_at", "closed_at")
_COUNTED: Final = ("declined", "expired")
_CHANGE_SUMMARY: Final = Prepared(
    update(tables.cases)
    .where(tables.cases.c.case_id == bindparam("of"))
    .values(
        {
            **{name: bindparam(f"new_{name}") for name in _SUMMARY},
            "since": func.coalesce(bindparam("new_since"), tables.cases.c.since),
            **{name: func.coalesce(tables.cases.c[name], bindparam(f"new_{name}")) for name in _ONCE},
            **{name: tables.cases.c[name] + bindparam(f"new_{name}") for name in _COUNTED},
        }
    )
)
_ADD_SUMMARY: Final = Prepared(insert(tables.cases))
_START_TIMERS: Final = Prepared(insert(tables.timers))
_STOP_TIMER: Final = Prepared(
    delete(tables.timers).where(
        tables.timers.c.case_id == bindparam("case"),
        tables.timers.c.kind == bindparam("its_kind"),
        tables.timers.c.number == bindparam("its_number"),
        tables.timers.c.due == bindparam("its_due"),
    )
)
_LATEST_FIRST: Final = select(tables.cases).order_by(
    tables.cases.c.filed_at.desc(), tables.cases.c.case_id.desc()
)
_NEXT_TIMER: Final = Prepared(select(func.min(tables.timers.c.due)))
_BRANCH_OF: Final = Prepared(select(tables.cases.c.branch).where(tables.cases.c.case_id == bindparam("of")))
