"""What is asked of `tongban simulate` and cannot be had is explained before anything is started."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboards.terminal.simulate.command import fault_words, seconds, simulate
from hub.registers import register_devices
from hub.settings import HubSettings


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--rate", "fast"), "write 30s, 1m or 500ms"),
        (("--rate", "20ms"), "from 100ms"),
        (("--faults", "silence,plague"), "there is no plague"),
    ],
)
def test_a_wish_that_cannot_be_met_is_explained(tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    ran = CliRunner().invoke(simulate, words, env={"TONGBAN_HUB_FOLDER": str(tmp_path / "hub")})
    assert ran.exit_code == 2
    assert says in ran.output
    assert not (tmp_path / "hub").exists()


def test_wishes_are_read_as_they_are_written() -> None:
    assert [seconds(rate) for rate in ("30s", "1m", "500ms", "1.5s")] == [30, 60, 0.5, 1.5]
    assert fault_words("storm, heat") == {"storm", "heat"}
    assert fault_words("none") == frozenset()


async def _register(folder: Path) -> None:
    settings = HubSettings(hub_folder=folder, database_url=None)
    await register_devices(settings, {"sim/b1/kiosk-1": "kiosk", "north/b1/kiosk-1": "kiosk"})


def test_only_simulated_devices_are_taken_away(tmp_path: Path) -> None:
    asyncio.run(_register(tmp_path / "hub"))
    settings = {"TONGBAN_HUB_FOLDER": str(tmp_path / "hub")}
    ran = CliRunner().invoke(simulate, ["--remove", "--json"], env=settings)
    assert json.loads(ran.stdout.splitlines()[-1]) == {"ok": True, "removed": 1}
    again = CliRunner().invoke(simulate, ["--remove", "--json"], env=settings)
    assert json.loads(again.stdout.splitlines()[-1]) == {"ok": True, "removed": 0}
