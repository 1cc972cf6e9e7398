"""What customers said when they were asked, at this device."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from device_profiles.contract.errors import Refusal
from device_profiles.contract.messages.case import Language, RecordConsent
from edge_agent.store.tables import consents


@dataclass(frozen=True, slots=True)
class KeptConsent:
    """An answer of the customer's, as it was told to the hub; `refusal` when the hub does not take it."""

    said: RecordConsent
    refusal: Refusal | None

    def says(self, language: Language, *, given: bool) -> bool:
        """Whether it is this very answer, and holds."""
        return self.refusal is None and (self.said.language, self.said.given) == (language, given)


def add(connection: Connection, said: RecordConsent) -> None:
    """Keep an answer; the earlier ones stay."""
    connection.execute(insert(consents).values(case_id=said.case, said=said.model_dump_json()))


def of_case(connection: Connection, case: str) -> list[KeptConsent]:
    """All that the customer of a case said, in order."""
    rows = connection.execute(
        select(consents).where(consents.c.case_id == case).order_by(consents.c.number)
    )
    return [
        KeptConsent(
            said=RecordConsent.model_validate_json(row.said),
            refusal=None if row.refusal is None else Refusal.model_validate_json(row.refusal),
        )
        for row in rows
    ]


def about(connection: Connection, case: str, covers: str) -> list[KeptConsent]:
    """What the customer of a case said of one thing, in order."""
    return [kept for kept in of_case(connection, case) if kept.said.covers == covers]


def put_refusal(connection: Connection, said: RecordConsent, refusal: Refusal) -> None:
    """The hub did not record it, so it holds no longer."""
    same = (consents.c.case_id == said.case) & (consents.c.said == said.model_dump_json())
    connection.execute(update(consents).where(same).values(refusal=refusal.model_dump_json()))
