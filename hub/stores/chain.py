"""Appends events to the journal, each chained to the one before it in its subject."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, bindparam, insert, select

from device_profiles.delivery.prepared import Prepared
from hub.domain.chain import GENESIS, Entry, link
from hub.domain.events import Event
from hub.domain.roster import RosterEvent
from hub.stores import tables
from hub.stores.event_codec import kind_of, to_text


def last_hash(connection: Connection, subject: str) -> str | None:
    """The hash of the last entry of a subject; None when there is none."""
    last = _LAST_ENTRY.row(connection, {"of": subject})
    return None if last is None else str(last.hash)


def append(connection: Connection, subject: str, events: Sequence[Event | RosterEvent], actor: str) -> str:
    """Put events at the end of a subject's chain; the hash of the last of them.

    Of two hubs that take the same number one finds it taken, and its transaction is run again.
    """
    last = _LAST_ENTRY.row(connection, {"of": subject})
    number, previous = (0, GENESIS) if last is None else (last.number, last.hash)
    rows = []
    for event in events:
        number += 1
        entry = link(subject, number, kind_of(event), actor, to_text(event), previous)
        previous = entry.hash
        rows.append({name: getattr(entry, name) for name in Entry.__slots__})
    _INSERT_ENTRY.change_all(connection, rows)
    return previous


_LAST_ENTRY: Final = Prepared(
    select(tables.journal.c.number, tables.journal.c.hash)
    .where(tables.journal.c.subject == bindparam("of"))
    .order_by(tables.journal.c.number.desc())
    .limit(1)
)
_INSERT_ENTRY: Final = Prepared(insert(tables.journal))
