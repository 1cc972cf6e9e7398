"""What the person signed in at this counter decided of a case that is handled here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from pydantic import TypeAdapter
from sqlalchemy import Connection, delete, insert, select, update

from device_profiles.contract.errors import Refusal
from device_profiles.contract.ids import EpochMs
from device_profiles.contract.messages.case import AskRecapture, DecideReview
from edge_agent.store.tables import counter_decisions

Said: TypeAlias = DecideReview | AskRecapture
_SAID: TypeAdapter[Said] = TypeAdapter(Said)


@dataclass(frozen=True, slots=True)
class CounterDecision:
    """A decision as it was told to the hub; `refusal` when the hub does not take it."""

    said: Said
    said_at: EpochMs
    refusal: Refusal | None


def put(connection: Connection, said: Said, said_at: EpochMs) -> None:
    """Keep a decision; it takes the place of an earlier one."""
    drop(connection, said.case)
    connection.execute(
        insert(counter_decisions).values(case_id=said.case, said=said.model_dump_json(), said_at=said_at)
    )


def of_case(connection: Connection, case: str) -> CounterDecision | None:
    """The latest decision of a case."""
    query = select(counter_decisions).where(counter_decisions.c.case_id == case)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    refusal = None if row.refusal is None else Refusal.model_validate_json(row.refusal)
    return CounterDecision(_SAID.validate_json(row.said), row.said_at, refusal)


def put_refusal(connection: Connection, said: Said, refusal: Refusal) -> None:
    """The hub did not take it, unless another was made meanwhile."""
    same = (counter_decisions.c.case_id == said.case) & (counter_decisions.c.said == said.model_dump_json())
    connection.execute(update(counter_decisions).where(same).values(refusal=refusal.model_dump_json()))


def drop(connection: Connection, case: str) -> None:
    """Nothing is decided of the case here, or not any more."""
    connection.execute(delete(counter_decisions).where(counter_decisions.c.case_id == case))
