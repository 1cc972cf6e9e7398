"""Which forms were printed for a case: what stood on them, by its digest, when, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlalchemy.dialects.sqlite import insert

from device_profiles.contract.ids import EpochMs
from edge_agent.capture.form import FormIdentity
from edge_agent.store.tables import printed_forms


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """A form with one certain content; printed anew with another, it is another row."""

    identity: FormIdentity
    times: int
    first_at: EpochMs
    last_at: EpochMs


def put(connection: Connection, identity: FormIdentity, now_ms: EpochMs) -> None:
    """It was printed, perhaps once more."""
    fresh = insert(printed_forms).values(
        case_id=identity.case,
        name=identity.form,
        digest=identity.digest,
        times=1,
        first_at=now_ms,
        last_at=now_ms,
    )
    again = {"times": printed_forms.c.times + 1, "last_at": now_ms}
    key = [printed_forms.c.case_id, printed_forms.c.name, printed_forms.c.digest]
    connection.execute(fresh.on_conflict_do_update(index_elements=key, set_=again))


def of_case(connection: Connection, case: str) -> list[PrintedForm]:
    """What was printed for a case, the latest last."""
    query = select(printed_forms).where(printed_forms.c.case_id == case)
    return [_printed(row) for row in connection.execute(query.order_by(printed_forms.c.last_at))]


def _printed(row: Row[Any]) -> PrintedForm:
    identity = FormIdentity(row.case_id, row.name, row.digest)
    return PrintedForm(identity, row.times, row.first_at, row.last_at)
