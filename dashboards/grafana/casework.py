"""Casework's service levels as panels: what came in, how it ended, how long it took.

Times are of the cases that came to a result in a bucket, as the hub's own pages count them.
"""

from __future__ import annotations

from typing import Final

from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.models import units
from grafana_foundation_sdk.models.dashboard import Panel

from dashboards.grafana.influxql import BUCKETS, GAPS, Question, chosen, select
from dashboards.grafana.panels import WIDE, bars, lines, number, rows

TAGS: Final = ("region", "branch", "procedure")
CASEWORK: Final = "casework"
WHERE: Final = chosen(*TAGS)
BY_TAGS: Final = f"GROUP BY {', '.join(TAGS)}"
INTERVAL_S: Final = 15 * 60
"""No bar is of less than a quarter of an hour."""
RESULTS: Final = {
    "succeeded": "办理成功 · succeeded",
    "failed": "未通过 · failed",
    "cancelled": "已取消 · cancelled",
    "expired": "已过期 · expired",
}
OFFERS: Final = {"offer_declined": "派单被拒绝 · declined", "offer_expired": "派单超时 · expired"}
WAITED: Final = "等待时间 · Waiting time"
HANDLED: Final = "处理时间 · Handling time"


def panels() -> list[Builder[Panel]]:
    """What the dashboard shows, for the branches and procedures that were chosen."""
    times = [
        f"PERCENTILE({took}_s, {percent}) AS {took}_p{percent}"
        for took in ("waited", "handled")
        for percent in (50, 95)
    ]
    return [
        _total("收到的业务 · Cases filed", "filed"),
        _total(RESULTS["succeeded"], "succeeded"),
        _half(WAITED, "waited_s"),
        _half(HANDLED, "handled_s"),
        _counts("收到的业务 · Cases filed", {"filed": "收到 · filed"}),
        _counts("办理结果 · Results", RESULTS),
        _times(WAITED, "waited_s"),
        _times(HANDLED, "handled_s"),
        _counts("未被接受的派单 · Offers not taken", OFFERS),
        lines(
            f"各网点 · By branch: {WAITED} (p95)",
            [
                Question(
                    select("PERCENTILE(waited_s, 95)", CASEWORK, WHERE, f"{BUCKETS}, region, branch", GAPS),
                    "$tag_region/$tag_branch",
                )
            ],
            units.Seconds,
            INTERVAL_S,
        ),
        rows(
            "各网点各业务 · By branch and procedure",
            Question(
                select(", ".join(times), CASEWORK, WHERE, f"GROUP BY {', '.join(TAGS)}"), shape="table"
            ),
            {
                f"{took}_p{percent}": (f"{title} (p{percent})", units.Seconds)
                for took, title in (("waited", WAITED), ("handled", HANDLED))
                for percent in (50, 95)
            },
        ),
    ]


def _total(title: str, what: str) -> Builder[Panel]:
    counted = select("SUM(count)", CASEWORK, f"{WHERE} AND what = '{what}'")
    return number(title, Question(counted), units.Short, WIDE // 4)


def _half(title: str, field: str) -> Builder[Panel]:
    half = select(f"PERCENTILE({field}, 50)", CASEWORK, WHERE)
    return number(f"{title} (p50)", Question(half), units.Seconds, WIDE // 4)


def _counts(title: str, names: dict[str, str]) -> Builder[Panel]:
    among = f"{WHERE} AND what =~ /^({'|'.join(names)})$/"
    counted = select("SUM(count)", CASEWORK, among, f"{BUCKETS}, what", GAPS)
    return bars(title, [Question(counted, "$tag_what")], INTERVAL_S, names)


def _times(title: str, field: str) -> Builder[Panel]:
    questions = [
        Question(
            select(f"PERCENTILE({field}, {percent})", CASEWORK, WHERE, BUCKETS, GAPS),
            f"p{percent}",
            name=name,
        )
        for name, percent in (("A", 50), ("B", 95))
    ]
    return lines(title, questions, units.Seconds, INTERVAL_S)
