"""When each case came into its phase, was accepted, was closed, and its number's end: for operators."""

from __future__ import annotations

import json
from typing import Any

from alembic import op
from sqlalchemy import BigInteger, Column, Connection, Integer, Text, inspect, text

revision = "0006"
down_revision = "0005"

_COLUMNS = (
    *(("tail", Text), ("since", BigInteger), ("accepted_at", BigInteger), ("closed_at", BigInteger)),
    *(("declined", Integer), ("expired", Integer)),
)
_INDEXES = {
    "cases_by_tail": ["tail"],
    "cases_filed": ["filed_at", "case_id"],
    "cases_in_flight": ["result", "filed_at", "case_id"],
    "cases_closed": ["closed_at", "case_id"],
}
_TELLING = ("OfferAccepted", "CaseClosed", "OfferDeclined", "OfferExpired")


def upgrade() -> None:
    """Add them, and read off the journal what they are of the cases that there are."""
    connection = op.get_bind()
    known = {column["name"] for column in inspect(connection).get_columns("cases")}
    for name, kind in _COLUMNS:
        if name not in known:
            op.add_column("cases", Column(name, kind))
    _fill(connection)
    for name, columns in _INDEXES.items():
        op.create_index(name, "cases", columns, if_not_exists=True)


def _fill(connection: Connection) -> None:
    past: dict[str, dict[str, Any]] = {}
    for case, changed_at in connection.execute(text("SELECT case_id, changed_at FROM cases")).all():
        known = {"of": case, "tail": case[-8:], "since": changed_at, "declined": 0, "expired": 0}
        past[f"case/{case}"] = {**known, "accepted_at": None, "closed_at": None}
    kinds = ", ".join(f"'{kind}'" for kind in _TELLING)
    telling = text(  # the kinds are written above
        f"SELECT subject, kind, body FROM journal WHERE kind IN ({kinds}) ORDER BY subject, number"  # noqa: S608  of our own making
    )
    for subject, kind, body in connection.execute(telling):
        found, at = past[subject], json.loads(body)["at"]
        match kind:
            case "OfferAccepted":
                found["accepted_at"] = found["accepted_at"] or at
            case "CaseClosed":
                found["closed_at"] = at
            case "OfferDeclined":
                found["declined"] += 1
            case _:
                found["expired"] += 1
    if past:
        values = ", ".join(f"{name} = :{name}" for name, _ in _COLUMNS)
        connection.execute(text(f"UPDATE cases SET {values} WHERE case_id = :of"), list(past.values()))  # noqa: S608  of our own making
