"""What happened in a run, as the verdict sees it: only values, from wherever they were read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from hub.domain.chain import Entry

Json: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Look:
    """A handler looked at a material: the digest that the hub has, and that of what their counter showed.

    `shown_sha256` is None when the counter had nothing to show, though the hub said that it had.
    """

    person: str
    name: str
    sha256: str
    shown_sha256: str | None


@dataclass(frozen=True, slots=True)
class Device:
    """What the origin's device holds of a case at the end: what it was told, in order, and captured."""

    told: tuple[Json, ...]
    captured: Mapping[str, str]
    refused: bool = False


@dataclass(frozen=True, slots=True)
class CaseHistory:
    """One case from both ends.

    `device` is None when the origin's device does not know the case, though its screen had confirmed it.
    `scanned` are the captures that the screen confirmed, the latest of each name. `seen`: the person there
    saw the result, and said so.
    """

    case: str
    device: Device | None
    entries: tuple[Entry, ...]
    scanned: Mapping[str, str]
    looks: tuple[Look, ...] = ()
    seen: bool = True


@dataclass(frozen=True, slots=True)
class CoreOrder:
    """What the bank's core did under a key."""

    reference: str
    carried_out: int


@dataclass(frozen=True, slots=True)
class Stream:
    """A durable stream at its end: the last number sent, and the next that its receiver expects."""

    name: str
    last_sent: int
    expected: int


@dataclass(frozen=True, slots=True)
class History:
    """A whole run. `feeds` are the numbers of the changes that each person was shown, as they came;

    `left_over` the cases still on a handler's counter, by counter; `unsettled` the messages that wait for
    a receipt.
    """

    cases: tuple[CaseHistory, ...]
    capacity: Mapping[str, int]
    feeds: Mapping[str, tuple[int, ...]]
    core: Mapping[str, CoreOrder]
    streams: tuple[Stream, ...]
    left_over: tuple[tuple[str, str], ...] = ()
    unsettled: int = 0
