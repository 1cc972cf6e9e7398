"""Casework in numbers, for operators and auditors: what happened, how often, and how long it took."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from hub.domain.figures import Spread, Tallied
from hub.service.casework_numbers import Numbers, SpanName
from hub.web.examples import example
from hub.web.identity import Looker
from hub.web.parts import Parts
from hub.web.unchanged import TaggedRoute

router = APIRouter(tags=["ops"], prefix="/api/ops", route_class=TaggedRoute)


class CaseworkBucketView(BaseModel):
    """What happened in the stretch of time that begins at `at` (Unix ms).

    Times (s) are `[median, 95th percentile]` of the cases that came to a result, null where there are none.
    """

    model_config = example(
        at=1795262400000,
        filed=12,
        succeeded=9,
        failed=1,
        cancelled=1,
        expired=0,
        offers_declined=2,
        offers_expired=0,
        waited_s=[21, 94],
        handled_s=[310, 804],
    )

    at: int
    filed: int
    succeeded: int
    failed: int
    cancelled: int
    expired: int
    offers_declined: int
    offers_expired: int
    waited_s: tuple[float, float] | None
    handled_s: tuple[float, float] | None

    @classmethod
    def of(cls, tallied: Tallied) -> CaseworkBucketView:
        """A stretch of time in one branch with one procedure."""
        counts = tallied.counts
        return cls(
            at=tallied.start_ms,
            filed=counts.get("filed", 0),
            succeeded=counts.get("succeeded", 0),
            failed=counts.get("failed", 0),
            cancelled=counts.get("cancelled", 0),
            expired=counts.get("expired", 0),
            offers_declined=counts.get("offer_declined", 0),
            offers_expired=counts.get("offer_expired", 0),
            waited_s=_pair(tallied.waited_s),
            handled_s=_pair(tallied.handled_s),
        )


class CaseworkLineView(BaseModel):
    """A branch's cases of one procedure; a stretch of time in which nothing happened is left out."""

    branch: str
    procedure: str
    buckets: list[CaseworkBucketView]


class CaseworkView(BaseModel):
    """Casework in numbers from `from` to `until` (Unix ms), in stretches of `bucket_s` seconds."""

    since: int = Field(serialization_alias="from")
    until: int
    bucket_s: int
    branches: list[CaseworkLineView]

    @classmethod
    def of(cls, numbers: Numbers) -> CaseworkView:
        """The numbers, line by line."""
        lines: dict[tuple[str, str], list[CaseworkBucketView]] = {}
        for each in numbers.tallied:
            lines.setdefault((each.branch, each.procedure), []).append(CaseworkBucketView.of(each))
        return cls(
            since=numbers.since,
            until=numbers.until,
            bucket_s=numbers.part_ms // 1000,
            branches=[
                CaseworkLineView(branch=branch, procedure=procedure, buckets=buckets)
                for (branch, procedure), buckets in lines.items()
            ],
        )


@router.get("/casework")
async def casework_in_numbers(
    _: Looker,
    parts: Parts,
    span: Annotated[SpanName, Query(description="A day by the hour, a month by the UTC day.")] = "24h",
) -> CaseworkView:
    """Cases filed and by result, offers not taken, waiting and handling time, by branch and procedure."""
    return CaseworkView.of(await parts.casework.of(span))


def _pair(spread: Spread | None) -> tuple[float, float] | None:
    return None if spread is None else (spread.median, spread.p95)
