"""The generated dashboards are what Grafana's own types can read, and keep our rules of drawing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models.dashboard import Dashboard

from dashboards.grafana import boards
from dashboards.grafana.influxql import SOURCE
from dashboards.grafana.panels import of_metric
from device_profiles.alarm_rules import AlarmRule
from device_profiles.profile_files import ProfileError, Title
from device_profiles.profiles import Metric, load_kinds

BOARDS: Final[dict[str, dict[str, Any]]] = {
    path.stem.removeprefix("tongban-"): json.loads(text) for path, text in boards.files().items()
}
PROVISIONING: Final = Path(boards.__file__).parent / "provisioning"
TITLE: Final = Title(zh="温度", en="Temperature")


def panels() -> Iterator[dict[str, Any]]:
    for board in BOARDS.values():
        yield from board["panels"]


def read_by_grafana(board: dict[str, Any]) -> Any:
    """The board as Grafana's types understand it, written anew."""
    register_default_plugins()
    return json.loads(json.dumps(Dashboard.from_json(board), cls=JSONEncoder))


@pytest.mark.parametrize("name", BOARDS)
def test_grafanas_own_types_read_a_dashboard_and_lose_nothing_of_it(name: str) -> None:
    assert read_by_grafana(BOARDS[name]) == BOARDS[name]


def test_what_grafana_does_not_know_would_be_noticed() -> None:
    for wrong in ({"titel": "x"}, {"panels": [{"type": "timeseries", "gridpos": {}}]}):
        assert read_by_grafana({**BOARDS["fleet"], **wrong}) != {**BOARDS["fleet"], **wrong}


def test_every_metric_of_every_kind_has_its_panel_in_its_unit() -> None:
    metrics = {name: metric for kind in load_kinds().values() for name, metric in kind.metrics.items()}
    for name in ("fleet", "branch", "device"):
        drawn = {panel["title"]: panel["fieldConfig"]["defaults"]["unit"] for panel in shown(name)}
        for metric in metrics.values():
            assert f"{metric.title.zh} · {metric.title.en}" in drawn
        assert drawn["磁盘剩余 · Free disk"] == "decmbytes"
        assert drawn["温度 · Temperature"] == "celsius"


def shown(name: str) -> Iterator[dict[str, Any]]:
    return (panel for panel in BOARDS[name]["panels"] if panel["type"] == "timeseries")


def test_gaps_are_drawn_as_gaps() -> None:
    for panel in panels():
        if panel["type"] != "timeseries":
            continue
        assert panel["fieldConfig"]["defaults"]["custom"]["spanNulls"] is False
        assert panel["interval"]
        assert all(target["query"].endswith("fill(null)") for target in panel["targets"])


def test_a_bucket_is_never_shorter_than_two_readings_are_apart() -> None:
    interval_s = max(kind.telemetry.interval_s for kind in load_kinds().values())
    for name in ("fleet", "branch", "device"):
        assert {panel["interval"] for panel in shown(name)} == {f"{2 * interval_s:g}s"}


def test_panels_stand_in_their_places_and_speak_both_languages() -> None:
    for board in BOARDS.values():
        places = [(each["gridPos"]["x"], each["gridPos"]["y"]) for each in board["panels"]]
        assert len(set(places)) == len(places)
        assert [panel["id"] for panel in board["panels"]] == list(range(1, len(places) + 1))
        assert all(" · " in panel["title"] for panel in board["panels"])


def test_a_unit_that_grafana_cannot_draw_is_said() -> None:
    with pytest.raises(ProfileError, match=r"metrics\.radiation\.unit: Grafana draws %, MB.* not 'Sv'"):
        of_metric("radiation", Metric(title=TITLE, unit="Sv", range=(0, 1)), [], 20, [])


def test_the_limits_of_alarms_are_drawn() -> None:
    metric = Metric(title=TITLE, unit="°C", range=(-40, 150))
    hot = AlarmRule(title=TITLE, severity="needs", metric="temperature_c", above=80)
    cold = AlarmRule(title=TITLE, severity="watch", metric="temperature_c", below=-10)
    other = AlarmRule(title=TITLE, severity="watch", metric="cpu_percent", above=95)
    panel = json.loads(
        json.dumps(of_metric("temperature_c", metric, [], 20, [hot, cold, other]).build(), cls=JSONEncoder)
    )
    assert panel["fieldConfig"]["defaults"]["thresholds"]["steps"] == [
        {"value": None, "color": "orange"},
        {"value": -10, "color": "transparent"},
        {"value": 80, "color": "red"},
    ]
    assert panel["fieldConfig"]["defaults"]["custom"]["thresholdsStyle"] == {"mode": "dashed"}


def test_the_data_source_of_the_panels_is_the_one_that_is_provisioned() -> None:
    source = (PROVISIONING / "datasources" / "tongban.yaml").read_text(encoding="utf-8")
    assert f"uid: {SOURCE}\n" in source
    for panel in panels():
        used = [panel["datasource"], *(target["datasource"] for target in panel["targets"])]
        assert all(each == {"type": "influxdb", "uid": SOURCE} for each in used)
