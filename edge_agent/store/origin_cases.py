"""The cases filed at this device, what the hub told of them, and what was captured for them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, insert, select, update

from device_profiles.contract.errors import Refusal
from device_profiles.contract.ids import EpochMs
from device_profiles.contract.messages.case import Finding, MaterialRecord, Told
from edge_agent.store.tables import captures, origin_cases, printed_forms

RESULTS = frozenset({"succeeded", "failed", "cancelled", "expired"})


@dataclass(frozen=True, slots=True)
class OriginCase:
    """A case filed here. `told` is all that the hub said of it, in order."""

    case: str
    branch: str
    procedure: str
    application: Mapping[str, str]
    filed_at: EpochMs
    told: tuple[Told, ...]
    refusal: Refusal | None
    collected: bool
    result_shown: bool

    @property
    def accepted(self) -> bool:
        """Whether a handler took the case, so that materials may go to them."""
        return any(told.news == "accepted" for told in self.told)

    @property
    def result(self) -> Told | None:
        """How the case ended, if it did."""
        return next((told for told in self.told if told.news in RESULTS), None)

    @property
    def round(self) -> int:
        """How many of its reviews were passed, with more to be captured after each."""
        return sum(told.news == "reviewed" for told in self.told)

    @property
    def is_closed(self) -> bool:
        """Whether it has ended, the hub never took it, or the customer has left it."""
        return self.result is not None or self.refusal is not None or self.result_shown


@dataclass(frozen=True, slots=True)
class Capture:
    """A material captured here; `stored` once the hub has its bytes and its record is on its way."""

    case: str
    record: MaterialRecord
    source: str
    page_sha256: str | None
    stored: bool
    refusal: Refusal | None


def add(
    connection: Connection,
    case: str,
    branch: str,
    procedure: str,
    application: Mapping[str, str],
    filed_at: EpochMs,
) -> None:
    """Keep a case that was just filed."""
    connection.execute(
        insert(origin_cases).values(
            case_id=case,
            branch=branch,
            procedure=procedure,
            application=json.dumps(dict(application), ensure_ascii=False),
            filed_at=filed_at,
            told="[]",
            collected=False,
            result_shown=False,
        )
    )


def get(connection: Connection, case: str) -> OriginCase | None:
    """One case filed here."""
    row = connection.execute(select(origin_cases).where(origin_cases.c.case_id == case)).one_or_none()
    return None if row is None else _case(row)


def all_cases(connection: Connection) -> list[OriginCase]:
    """The cases filed here, the latest first."""
    rows = connection.execute(select(origin_cases).order_by(origin_cases.c.filed_at.desc()).limit(200))
    return [_case(row) for row in rows]


def not_left(connection: Connection) -> list[OriginCase]:
    """The cases whose customer has not seen the result, nor left; the latest first."""
    return [filed for filed in all_cases(connection) if not filed.result_shown]


def put_told(connection: Connection, case: OriginCase, told: Told) -> None:
    """Add what the hub told of the case; of its places in the queue the latest is enough."""
    before = [word for word in case.told if (word.news, told.news) != ("queued", "queued")]
    words = [word.model_dump(mode="json") for word in (*before, told)]
    _change(connection, case.case, told=json.dumps(words, ensure_ascii=False))


def put_application(connection: Connection, case: str, application: Mapping[str, str]) -> None:
    """The application is this now."""
    _change(connection, case, application=json.dumps(dict(application), ensure_ascii=False))


def erase(connection: Connection, case: str) -> None:
    """Forget what the customer wrote and showed; that there was such a case stays."""
    put_application(connection, case, {})
    for table in (captures, printed_forms):
        connection.execute(delete(table).where(table.c.case_id == case))


def put_refusal(connection: Connection, case: str, refusal: Refusal) -> None:
    """The hub does not take the case."""
    _change(connection, case, refusal=refusal.model_dump_json())


def put_collected(connection: Connection, case: str, *, collected: bool) -> None:
    """The person says that everything was captured, or the hub that something is missing."""
    _change(connection, case, collected=collected)


def put_result_shown(connection: Connection, case: str) -> None:
    """The person has seen the result."""
    _change(connection, case, result_shown=True)


def put_capture(
    connection: Connection, case: str, record: MaterialRecord, source: str, page_sha256: str | None
) -> None:
    """Keep a captured material; it takes the place of an earlier one of its name."""
    connection.execute(delete(captures).where(captures.c.case_id == case, captures.c.name == record.name))
    connection.execute(
        insert(captures).values(
            case_id=case,
            name=record.name,
            record=record.model_dump_json(),
            source=source,
            page_sha256=page_sha256,
            stored=False,
        )
    )


def captures_of(connection: Connection, case: str) -> list[Capture]:
    """What was captured for a case, by name."""
    rows = connection.execute(select(captures).where(captures.c.case_id == case).order_by(captures.c.name))
    return [_capture(row) for row in rows]


def waiting_captures(connection: Connection) -> list[Capture]:
    """What the hub does not have yet and is ready to take."""
    return [capture for capture, case in _not_yet_there(connection) if case.accepted]


def count_waiting(connection: Connection) -> int:
    """How many captured materials the hub does not have yet, of cases that are open."""
    return len(_not_yet_there(connection))


def cases_with(connection: Connection, name: str) -> list[str]:
    """The cases for which a material of this name was captured, and whose result nobody has seen."""
    rows = select(captures.c.case_id).join(origin_cases, origin_cases.c.case_id == captures.c.case_id)
    wanted = (captures.c.name == name) & origin_cases.c.result_shown.is_(False)
    return list(connection.scalars(rows.where(wanted).order_by(captures.c.case_id)))


def put_findings(connection: Connection, capture: Capture, findings: tuple[Finding, ...]) -> None:
    """The machine has these remarks on a captured material now."""
    record = capture.record.model_copy(update={"findings": findings})
    connection.execute(
        update(captures).where(_is(capture.case, record.name)).values(record=record.model_dump_json())
    )


def put_stored(connection: Connection, capture: Capture) -> MaterialRecord | None:
    """The hub has the bytes; the record as it is now, or None when it was captured anew meanwhile."""
    record = _same_capture(connection, capture.case, capture.record)
    if record is not None:
        connection.execute(update(captures).where(_is(capture.case, record.name)).values(stored=True))
    return record


def put_capture_refused(
    connection: Connection, case: str, record: MaterialRecord, refusal: Refusal
) -> None:
    """The hub will not have this material, unless it was captured anew meanwhile."""
    if _same_capture(connection, case, record) is not None:
        connection.execute(
            update(captures).where(_is(case, record.name)).values(refusal=refusal.model_dump_json())
        )


def _same_capture(connection: Connection, case: str, record: MaterialRecord) -> MaterialRecord | None:
    """The record of that very capture as it is now: its findings may have changed, its bytes have not."""
    text = connection.scalar(select(captures.c.record).where(_is(case, record.name)))
    now = None if text is None else MaterialRecord.model_validate_json(text)
    return now if now == record.model_copy(update={"findings": now.findings if now else ()}) else None


def _is(case: str, name: str) -> ColumnElement[bool]:
    return and_(captures.c.case_id == case, captures.c.name == name)


def _not_yet_there(connection: Connection) -> list[tuple[Capture, OriginCase]]:
    """What the hub does not have, and has not refused, with its open case."""
    rows = connection.execute(
        select(captures).where(captures.c.stored.is_(False), captures.c.refusal.is_(None))
    )
    found = [_capture(row) for row in rows]
    cases = {case: get(connection, case) for case in {capture.case for capture in found}}
    with_case = [(capture, cases[capture.case]) for capture in found]
    return [(capture, case) for capture, case in with_case if case is not None and not case.is_closed]


def _change(connection: Connection, case: str, **values: object) -> None:
    connection.execute(update(origin_cases).where(origin_cases.c.case_id == case).values(**values))


def _case(row: Row[Any]) -> OriginCase:
    return OriginCase(
        case=row.case_id,
        branch=row.branch,
        procedure=row.procedure,
        application=json.loads(row.application),
        filed_at=row.filed_at,
        told=tuple(Told.model_validate(word) for word in json.loads(row.told)),
        refusal=_refusal(row.refusal),
        collected=row.collected,
        result_shown=row.result_shown,
    )


def _capture(row: Row[Any]) -> Capture:
    return Capture(
        case=row.case_id,
        record=MaterialRecord.model_validate_json(row.record),
        source=row.source,
        page_sha256=row.page_sha256,
        stored=row.stored,
        refusal=_refusal(row.refusal),
    )


def _refusal(text: str | None) -> Refusal | None:
    return None if text is None else Refusal.model_validate_json(text)
