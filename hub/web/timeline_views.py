"""A case's timeline and a span's service levels, as operators and auditors see them. Times are Unix ms."""

from __future__ import annotations

import json
from typing import Any, Final

from pydantic import BaseModel

from hub.domain.case import Case
from hub.domain.chain import Entry, first_break
from hub.domain.figures import percentile
from hub.domain.obligations import timers_of
from hub.domain.words import Material
from hub.ports.oversight import CaseInFlight, CaseSummary
from hub.service.levels import Key, Levels, Tally
from hub.web.case_views import EntryView
from hub.web.examples import example
from hub.web.ops_views import CaseRecordView, FlightView

_NOT_FOR_OPERATORS: Final = ("application", "material", "reasons", "reason", "reference", "phone")
"""What the customer wrote and handed in, and the free words of people, who may have named the customer."""


class ChainView(BaseModel):
    """Whether each entry follows from the one before it: `broken_at` is the first that does not."""

    model_config = example(entries=12, intact=True, broken_at=None, head="9f…")

    entries: int
    intact: bool
    broken_at: int | None
    head: str

    @classmethod
    def of(cls, entries: list[Entry]) -> ChainView:
        """The chain, calculated anew."""
        broken_at = first_break(entries)
        head = entries[-1].hash if entries else ""
        return cls(entries=len(entries), intact=broken_at is None, broken_at=broken_at, head=head)


class PaperView(BaseModel):
    """A material of a case; its digest and the kinds of its findings are for auditors."""

    name: str
    size_bytes: int
    media_type: str
    captured_at: int
    sha256: str | None
    findings: list[str] | None

    @classmethod
    def of(cls, material: Material, *, whole: bool) -> PaperView:
        """A material, with what names its content when `whole`."""
        return cls(
            name=material.name,
            size_bytes=material.size_bytes,
            media_type=material.media_type,
            captured_at=material.captured_at,
            sha256=material.sha256 if whole else None,
            findings=[each["kind"] for each in json.loads(material.findings)] if whole else None,
        )


class TimelineView(BaseModel):
    """A case with all that happened to it. `whole`: nothing was left out; operators see no customer data.

    `flight` is the case with its clock while it is open.
    """

    line: CaseRecordView
    flight: FlightView | None
    counter: str | None
    result_shown: bool
    whole: bool
    reasons: list[str]
    materials: list[PaperView]
    chain: ChainView
    timeline: list[EntryView]

    @classmethod
    def of(cls, case: Case, summary: CaseSummary, entries: list[Entry], *, whole: bool) -> TimelineView:
        """The case's own history, with the customer's data when `whole`."""
        due = {timer.kind: timer.due for timer in timers_of(case)}
        return cls(
            line=CaseRecordView.of(summary),
            flight=FlightView.at(CaseInFlight(summary, due)) if summary.result is None else None,
            counter=case.handler and case.handler.counter,
            result_shown=case.result_shown,
            whole=whole,
            reasons=list(case.reasons) if whole else [],
            materials=[PaperView.of(material, whole=whole) for material in case.materials.values()],
            chain=ChainView.of(entries),
            timeline=[_entry(entry, whole=whole) for entry in entries],
        )


def _entry(entry: Entry, *, whole: bool) -> EntryView:
    body: dict[str, Any] = json.loads(entry.body)
    if not whole:
        for private in _NOT_FOR_OPERATORS:
            body.pop(private, None)
        if "rules" in body:
            body["rules"].pop("amount", None)
    return EntryView(
        number=entry.number, kind=entry.kind, at=body["at"], actor=entry.actor, body=body, hash=entry.hash
    )


class TallyView(BaseModel):
    """What was counted: cases by result, offers not taken, and times (s) as median and 90th percentile."""

    succeeded: int
    failed: int
    cancelled: int
    expired: int
    offers_declined: int
    offers_expired: int
    waiting_median_s: int | None
    waiting_p90_s: int | None
    handling_median_s: int | None
    handling_p90_s: int | None

    @classmethod
    def of(cls, tally: Tally) -> TallyView:
        """A tally in figures that can be read."""
        return cls(**_figures(tally))


class LevelView(TallyView):
    """The tally of a branch's procedure."""

    branch: str
    procedure: str

    @classmethod
    def at(cls, key: Key, tally: Tally) -> LevelView:
        """A line of the table."""
        return cls(branch=key[0], procedure=key[1], **_figures(tally))


class LevelsView(BaseModel):
    """Service levels of the cases closed from `since` to `until`; `parts` are `part_ms` long each."""

    since: int
    until: int
    part_ms: int
    whole: TallyView
    lines: list[LevelView]
    parts: list[TallyView]

    @classmethod
    def of(cls, levels: Levels) -> LevelsView:
        """The levels in figures."""
        whole = Tally()
        for tally in levels.lines.values():
            whole.take(tally)
        return cls(
            since=levels.since,
            until=levels.until,
            part_ms=levels.part_ms,
            whole=TallyView.of(whole),
            lines=[LevelView.at(key, tally) for key, tally in sorted(levels.lines.items())],
            parts=[TallyView.of(tally) for tally in levels.parts],
        )


def _figures(tally: Tally) -> dict[str, Any]:
    return {
        **{name: tally.results[name] for name in ("succeeded", "failed", "cancelled", "expired")},
        "offers_declined": tally.declined,
        "offers_expired": tally.expired,
        "waiting_median_s": percentile(tally.waits_s, 50),
        "waiting_p90_s": percentile(tally.waits_s, 90),
        "handling_median_s": percentile(tally.handlings_s, 50),
        "handling_p90_s": percentile(tally.handlings_s, 90),
    }
