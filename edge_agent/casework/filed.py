"""The case that is meant, among those filed here."""

from __future__ import annotations

from sqlalchemy import Connection

from edge_agent.casework.errors import NoSuchCaseError
from edge_agent.store import origin_cases
from edge_agent.store.origin_cases import OriginCase


def filed_case(connection: Connection, case: str) -> OriginCase:
    """The case of this number.

    Raises:
        NoSuchCaseError: no such case was filed here.
    """
    filed = origin_cases.get(connection, case)
    if filed is None:
        raise NoSuchCaseError(f"no case {case} was filed here")
    return filed
