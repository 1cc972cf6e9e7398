"""The hash chain that makes the journal tamper-evident: each entry carries the hash of the one before.

An entry's hash is SHA-256 over the previous hash and the entry's own fields, joined by line feeds,
which none of them but the last (the body, JSON) may contain.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

GENESIS: Final = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal: what happened, to what, by whom, and its place in the chain."""

    subject: str
    number: int
    kind: str
    actor: str
    body: str
    previous: str
    hash: str


def link(subject: str, number: int, kind: str, actor: str, body: str, previous: str) -> Entry:
    """Make the entry that follows the one whose hash is `previous`."""
    text = "\n".join((previous, subject, str(number), kind, actor, body))
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Entry(subject, number, kind, actor, body, previous, digest)


def first_break(entries: Iterable[Entry]) -> int | None:
    """The number of the first entry that does not follow from those before it; None when all do."""
    previous = GENESIS
    for number, entry in enumerate(entries, start=1):
        if entry != link(entry.subject, number, entry.kind, entry.actor, entry.body, previous):
            return number
        previous = entry.hash
    return None
