"""A case as its events made it; `evolving` folds them, and nothing else changes a case.

Two things move side by side. The *stage* is how far the business has come. The *search* is for a
person: for a handler while there is none, for another to take over, for a second reviewer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from hub.domain.words import (
    APPLICATION,
    BranchName,
    CaseId,
    Consent,
    DeviceName,
    EpochMs,
    Gap,
    Material,
    PersonId,
    ProcedureRules,
    Purpose,
    RecordingEnd,
    Result,
    Round,
    Segment,
    is_desk,
)


class Stage(StrEnum):
    """How far the business has come. `UNKNOWN`: nobody has said anything of the case yet."""

    UNKNOWN = "unknown"
    COLLECTING = "collecting"
    REVIEWING = "reviewing"
    CONFIRMING = "confirming"
    FULFILLING = "fulfilling"
    CLOSED = "closed"


class Phase(StrEnum):
    """Where a case stands, as people speak of it (DESIGN section 5)."""

    UNKNOWN = "unknown"
    ROUTING = "routing"
    AWAITING_MANAGER = "awaiting_manager"
    OFFERED = "offered"
    WAITING = "waiting"
    COLLECTING = "collecting"
    REVIEWING = "reviewing"
    CONFIRMING = "confirming"
    FULFILLING = "fulfilling"
    CLOSED = "closed"


class Quest(StrEnum):
    """How far the search for a person has come."""

    NONE = "none"
    ROUTING = "routing"
    AWAITING_MANAGER = "awaiting_manager"
    OFFERED = "offered"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Offer:
    """A numbered proposal to one person.

    `open`: an answer is due at `due`; `queued`: the person is busy; `waiting`: they promised for `due`.
    """

    number: int
    person: PersonId
    state: Literal["open", "queued", "waiting"]
    due: EpochMs | None


@dataclass(frozen=True, slots=True)
class Search:
    """The search for a person.

    `patience_due`: until when managers, or whoever comes free, are waited for. `tried` have been offered it
    and did not take it; `overflowing`: the branch's overflow has begun; `moved`: another branch sent it.
    """

    purpose: Purpose
    offer: Offer | None = None
    managers: tuple[PersonId, ...] = ()
    patience_due: EpochMs | None = None
    tried: frozenset[PersonId] = frozenset()
    overflowing: bool = False
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Handler:
    """Who has the case, and at which counter. `fence` is larger for each later one."""

    person: PersonId
    counter: DeviceName
    fence: int


@dataclass(frozen=True, slots=True)
class Recording:
    """The video as far as it was recorded: its last stretch, when that came, and this round's gaps."""

    last: Segment
    came_at: EpochMs
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One customer's business, from filing to result. `round` counts from 0, `rounds` the askings."""

    id: CaseId
    stage: Stage = Stage.UNKNOWN
    origin: DeviceName = ""
    branch: BranchName = ""
    rules: ProcedureRules = field(default_factory=lambda: ProcedureRules("", ""))
    application: Mapping[str, str] = field(default_factory=dict)
    language: str | None = None
    filed_at: EpochMs = 0
    round: int = 0
    recaptures: int = 0
    search: Search | None = None
    offers: int = 0
    rounds: int = 0
    fence: int = 0
    handler: Handler | None = None
    second: Handler | None = None
    materials: Mapping[str, Material] = field(default_factory=dict)
    wanted: frozenset[str] = frozenset()
    shown: frozenset[tuple[DeviceName, str]] = frozenset()
    consents: Mapping[str, Consent] = field(default_factory=dict)
    recording: Recording | None = None
    recording_end: RecordingEnd | None = None
    camera_fault: str | None = None
    place: int | None = None
    core_key: str | None = None
    reference: str | None = None
    result: Result | None = None
    reasons: tuple[str, ...] = ()
    closed_at: EpochMs | None = None
    result_shown: bool = False

    @property
    def quest(self) -> Quest:
        """How far the search for a person has come."""
        search = self.search
        if search is None:
            return Quest.NONE
        if search.offer is not None:
            return Quest.WAITING if search.offer.state == "waiting" else Quest.OFFERED
        return Quest.AWAITING_MANAGER if search.managers else Quest.ROUTING

    @property
    def phase(self) -> Phase:
        """Where the case stands: while it has no handler, how far the search for one has come."""
        if self.handler is None and self.search is not None and self.stage is not Stage.CLOSED:
            return Phase(self.quest.value)
        return Phase(self.stage.value)

    @property
    def offer(self) -> Offer | None:
        """The offer that is under way."""
        return None if self.search is None else self.search.offer

    @property
    def seats(self) -> tuple[Handler, ...]:
        """Those who have the case on their counter: the handler, and the second reviewer."""
        return tuple(seat for seat in (self.handler, self.second) if seat is not None)

    @property
    def seated_counters(self) -> tuple[Handler, ...]:
        """Of the seats those at a counter, which must be sent what they are to show; a desk need not."""
        return tuple(seat for seat in self.seats if not is_desk(seat.counter))

    @property
    def now_captured(self) -> Round:
        """What is captured now, or was last, and the review that ends it."""
        return self.rules.round(self.round)

    @property
    def missing(self) -> tuple[tuple[str, ...], ...]:
        """What is still to be captured, required and not there, or wanted again; of each group one."""
        lacking = [
            group for group in self.now_captured.needs if not any(name in self.materials for name in group)
        ]
        if self.rules.application_later and not self.application:
            lacking.insert(0, (APPLICATION,))
        return (*lacking, *((name,) for name in sorted(self.wanted)))

    def unseen_at(self, counter: DeviceName) -> tuple[str, ...]:
        """The materials whose bytes that counter does not hold yet; a desk shows what the hub has."""
        if is_desk(counter):
            return ()
        return tuple(
            name
            for name, material in self.materials.items()
            if (counter, material.sha256) not in self.shown
        )
