"""What a hub that is started for a simulated fleet expects of it."""

from __future__ import annotations

from pathlib import Path

from dashboards.terminal.simulate.own_hub import write_kinds
from device_profiles.profiles import KINDS, load_kinds


def test_it_expects_reports_as_seldom_as_they_come_and_changes_nothing_else(tmp_path: Path) -> None:
    usual = load_kinds()
    for interval_s in (5, 30, 30):  # a folder that was used before is used again
        write_kinds(KINDS, tmp_path / "kinds", interval_s)
        if interval_s == 5:
            assert load_kinds(tmp_path / "kinds") == usual
    for name, kind in load_kinds(tmp_path / "kinds").items():
        assert (kind.telemetry.interval_s, kind.alarms["silent"].silent_for_s) == (30, 90)
        alarms = {**kind.alarms, "silent": usual[name].alarms["silent"]}
        assert kind.model_copy(update={"telemetry": usual[name].telemetry, "alarms": alarms}) == usual[name]
