"""The cases that the person at this counter handles, and the materials that came for them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from device_profiles.contract.messages.case import CaseAssigned, MaterialRecord
from device_profiles.contract.messages.case import Person as PersonAtCounter
from edge_agent.store.tables import handled_cases, shown_materials, signed_in


@dataclass(frozen=True, slots=True)
class HandledCase:
    """A case assigned to this counter; `ready` when the origin has captured all it was asked for."""

    assigned: CaseAssigned
    ready: bool
    materials: tuple[MaterialRecord, ...]


def put(connection: Connection, assigned: CaseAssigned) -> None:
    """Take a case; a later assignment of the same case takes the place of the earlier."""
    drop(connection, assigned.case)
    connection.execute(
        insert(handled_cases).values(
            case_id=assigned.case, assigned=assigned.model_dump_json(), ready=False
        )
    )


def put_ready(connection: Connection, case: str, *, ready: bool) -> None:
    """All that was asked for is captured, or something is asked for again."""
    connection.execute(update(handled_cases).where(handled_cases.c.case_id == case).values(ready=ready))


def put_material(connection: Connection, case: str, record: MaterialRecord) -> None:
    """A material is here; it takes the place of an earlier one of its name."""
    here = (shown_materials.c.case_id == case) & (shown_materials.c.name == record.name)
    connection.execute(delete(shown_materials).where(here))
    connection.execute(
        insert(shown_materials).values(case_id=case, name=record.name, record=record.model_dump_json())
    )


def drop(connection: Connection, case: str) -> None:
    """The case is no longer handled here."""
    connection.execute(delete(shown_materials).where(shown_materials.c.case_id == case))
    connection.execute(delete(handled_cases).where(handled_cases.c.case_id == case))


def get(connection: Connection, case: str) -> HandledCase | None:
    """One case handled here."""
    return next((found for found in all_cases(connection) if found.assigned.case == case), None)


def all_cases(connection: Connection) -> list[HandledCase]:
    """The cases handled here."""
    records: dict[str, list[MaterialRecord]] = {}
    for row in connection.execute(select(shown_materials).order_by(shown_materials.c.name)):
        records.setdefault(row.case_id, []).append(MaterialRecord.model_validate_json(row.record))
    return [
        HandledCase(
            assigned=CaseAssigned.model_validate_json(row.assigned),
            ready=row.ready,
            materials=tuple(records.get(row.case_id, ())),
        )
        for row in connection.execute(select(handled_cases).order_by(handled_cases.c.case_id))
    ]


def put_person(connection: Connection, person: PersonAtCounter | None) -> None:
    """Who is signed in at this counter now."""
    connection.execute(delete(signed_in))
    if person is not None:
        connection.execute(insert(signed_in).values(place=1, person=person.person, name=person.name))


def person(connection: Connection) -> PersonAtCounter | None:
    """Who is signed in at this counter."""
    row = connection.execute(select(signed_in)).one_or_none()
    return None if row is None else PersonAtCounter(person=row.person, name=row.name)
