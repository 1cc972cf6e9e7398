"""Every question of every dashboard, put to a real InfluxDB in which devices and cases have been."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from statistics import mean
from typing import Any, Final

import pytest

from tests.dashboards.grafana.bank import (
    BUCKET_MS,
    KINDS,
    NOT_IN_THE_THIRD,
    QUARTER_MS,
    READINGS,
    Server,
    bank_on,
)
from tests.dashboards.grafana.test_boards import BOARDS
from tests.fakes.standing_clock import HOUR_MS, NOON_MS
from tests.servers.influx import any_influx_server, skip_module_without_influx

skip_module_without_influx()
pytestmark = pytest.mark.influx

Series = dict[tuple[str, ...], dict[int, float]]
"""By the values of the tags that it is grouped by: the points, by the time of their bucket (Unix ms)."""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with any_influx_server(tmp_path_factory.mktemp("influx")) as server:
        yield server.url


@pytest.fixture
async def server(url: str) -> Server:
    return await bank_on(url)


def put(question: str, board: str) -> str:
    """The question as Grafana puts it: what the dashboard's variables say stands in their places."""
    bucket, until = ("20s", NOON_MS + 4 * BUCKET_MS - 1)
    if board == "casework":
        bucket, until = ("15m", NOON_MS + HOUR_MS - 1)
    values = {"region": "east", "branch": "riverside", "device": "kiosk-1", "procedure": "open-account"}
    if board == "casework":
        values = {"region": "(east|west)", "branch": "(riverside|hill)", "procedure": "(open-account)"}
    for name, value in values.items():
        question = question.replace(f"${{{name}:regex}}", value)
    question = question.replace("$timeFilter", f"time >= {NOON_MS}ms and time <= {until}ms")
    question = question.replace("$__interval", bucket)
    assert not re.search(r"\$[\w{]", question), question
    return question


def points(answer: list[dict[str, Any]]) -> Series:
    """The points that are there; every series also has a bucket without, or with a count of 0."""
    found: Series = {}
    for series in answer:
        tags = tuple(value for _, value in sorted(series.get("tags", {}).items()))
        of = {row[0]: row[1] for row in series["values"] if row[1]}
        assert len(of) < len(series["values"]), "the gap is not to be seen"
        found[tags] = of
    return found


def expected(metric: str, how: str, by: list[str], branch: str | None, device: str | None) -> Series:
    """What the readings above give, counted by hand."""
    how_to: dict[str, Callable[[list[float]], float]] = {"MEAN": mean, "MIN": min, "MAX": max}
    groups: dict[tuple[str, ...], dict[int, list[float]]] = {}
    for each in READINGS:
        if metric in each.metrics and branch in (None, each.branch) and device in (None, each.device):
            of = groups.setdefault(tuple(getattr(each, tag) for tag in by), {})
            of.setdefault(each.measured_at_ms, []).append(each.metrics[metric])
    return {
        tags: {at: how_to[how](values) for at, values in of.items()} for tags, of in sorted(groups.items())
    }


@pytest.mark.parametrize(
    ("board", "branch", "device"),
    [("fleet", None, None), ("branch", "riverside", None), ("device", "riverside", "kiosk-1")],
)
async def test_every_metric_is_drawn_as_it_was_measured(
    server: Server, board: str, branch: str | None, device: str | None
) -> None:
    drawn = set()
    for target in (target for panel in BOARDS[board]["panels"] for target in panel["targets"]):
        asked = re.fullmatch(
            r'SELECT (MEAN|MIN|MAX)\("(\w+)"\) .* GROUP BY time\([^)]*\)(.*) fill\(null\)', target["query"]
        )
        if asked is not None:
            how, metric, tags = asked.groups()
            answer = points(await server.ask(put(target["query"], board)))
            assert answer == expected(metric, how, sorted(re.findall(r"\w+", tags)), branch, device), target
            drawn.add(metric)
    assert drawn == {name for kind in KINDS.values() for name in kind.metrics}


async def answers_of(server: Server, board: str, title: str, kind: str) -> list[list[dict[str, Any]]]:
    """The answers to a panel's questions."""
    (panel,) = (each for each in BOARDS[board]["panels"] if (each["title"], each["type"]) == (title, kind))
    return [await server.ask(put(target["query"], board)) for target in panel["targets"]]


AT: Final = [NOON_MS + bucket * BUCKET_MS for bucket in NOT_IN_THE_THIRD]
QUARTERS: Final = (NOON_MS, NOON_MS + 2 * QUARTER_MS)
LINES: Final[list[tuple[str, str, list[Series]]]] = [
    (
        "fleet",
        "各网点有读数的设备 · Devices that report, by branch",
        [{("riverside", "east"): dict.fromkeys(AT, 2), ("uptown", "east"): dict.fromkeys(AT, 2)}],
    ),
    ("device", "收到的读数 · Readings that came", [{(): dict.fromkeys(AT, 1)}]),
    ("casework", "收到的业务 · Cases filed", [{("filed",): dict(zip(QUARTERS, (1, 2), strict=True))}]),
    (
        "casework",
        "办理结果 · Results",
        [
            {
                ("expired",): {QUARTERS[1]: 1},
                ("failed",): {QUARTERS[1]: 1},
                ("succeeded",): dict.fromkeys(QUARTERS, 1),
            }
        ],
    ),
    (
        "casework",
        "等待时间 · Waiting time",
        [{(): {QUARTERS[0]: 10, QUARTERS[1]: 20}}, {(): {QUARTERS[0]: 10, QUARTERS[1]: 30}}],
    ),
    (
        "casework",
        "处理时间 · Handling time",
        [{(): {QUARTERS[0]: 100, QUARTERS[1]: 200}}, {(): {QUARTERS[0]: 100, QUARTERS[1]: 300}}],
    ),
    (
        "casework",
        "未被接受的派单 · Offers not taken",
        [{("offer_declined",): {QUARTERS[0]: 1}, ("offer_expired",): {QUARTERS[1]: 1}}],
    ),
    (
        "casework",
        "各网点 · By branch: 等待时间 · Waiting time (p95)",
        [{("riverside", "east"): {QUARTERS[0]: 10, QUARTERS[1]: 30}}],
    ),
]
NUMBERS: Final = {
    ("fleet", "有读数的设备 · Devices that report"): 4,
    ("fleet", "补发的读数 · Readings replayed"): 4,
    ("casework", "收到的业务 · Cases filed"): 3,
    ("casework", "办理成功 · succeeded"): 2,
    ("casework", "等待时间 · Waiting time (p50)"): 20,
    ("casework", "处理时间 · Handling time (p50)"): 200,
}


@pytest.mark.parametrize(("board", "title", "series"), LINES)
async def test_what_happened_is_drawn_over_time(
    server: Server, board: str, title: str, series: list[Series]
) -> None:
    answers = await answers_of(server, board, title, "timeseries")
    assert [points(answer) for answer in answers] == series


@pytest.mark.parametrize(("board", "title"), NUMBERS)
async def test_what_happened_is_summed(server: Server, board: str, title: str) -> None:
    ((answer,),) = await answers_of(server, board, title, "stat")
    assert [row[1] for row in answer["values"]] == [NUMBERS[board, title]]


async def test_the_table_has_the_latest_reading_of_each_device(server: Server) -> None:
    title = "每台设备的最新读数 · Latest reading of each device"
    (answer,) = await answers_of(server, "fleet", title, "table")
    latest = [each for each in READINGS if each.measured_at_ms == AT[-1]]
    assert len(answer) == len(latest) == 4
    for series, last in zip(answer, latest, strict=True):
        assert series["tags"] == {
            name: getattr(last, name) for name in ("region", "branch", "device", "kind")
        }
        (row,) = series["values"]
        values = dict(zip(series["columns"], row, strict=True))
        assert {name: values[name] for name in last.metrics} == last.metrics


async def test_the_table_has_the_times_of_each_branch_and_procedure(server: Server) -> None:
    title = "各网点各业务 · By branch and procedure"
    ((series,),) = await answers_of(server, "casework", title, "table")
    assert series["tags"] == {"region": "east", "branch": "riverside", "procedure": "open-account"}
    (row,) = series["values"]
    assert dict(zip(series["columns"][1:], row[1:], strict=True)) == {
        "waited_p50": 20,
        "waited_p95": 30,
        "handled_p50": 200,
        "handled_p95": 300,
    }


async def test_what_can_be_chosen_is_what_there_is(server: Server) -> None:
    offered = {
        (name, variable["name"]): [
            row[1] for series in await server.ask(put(variable["query"], name)) for row in series["values"]
        ]
        for name, board in BOARDS.items()
        for variable in board["templating"]["list"]
    }
    assert offered == {
        ("fleet", "region"): ["east"],
        ("branch", "region"): ["east"],
        ("branch", "branch"): ["riverside", "uptown"],
        ("device", "region"): ["east"],
        ("device", "branch"): ["riverside", "uptown"],
        ("device", "device"): ["counter-1", "kiosk-1"],
        ("casework", "region"): ["east", "west"],
        ("casework", "branch"): ["hill", "riverside"],
        ("casework", "procedure"): ["open-account"],
    }


def test_no_panel_is_without_its_test() -> None:
    tested = {(board, title, "timeseries") for board, title, _ in LINES}
    tested |= {(board, title, "stat") for board, title in NUMBERS}
    for name, board in BOARDS.items():
        for panel in board["panels"]:
            of_a_metric = re.search(r"(MEAN|MIN|MAX)\(", panel["targets"][0]["query"])
            known = (name, panel["title"], panel["type"]) in tested
            assert known or of_a_metric or panel["type"] == "table", panel["title"]
