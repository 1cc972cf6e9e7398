"""What a hub that is started for a simulated fleet expects of it."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest

from dashboards.terminal.simulate.own_hub import own_hub, write_kinds
from device_profiles.profiles import KINDS, load_kinds
from device_profiles.serving import AddressTakenError


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


async def test_a_hub_that_is_there_is_not_taken_for_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        monkeypatch.setenv("TONGBAN_HTTP_PORT", str(other.getsockname()[1]))
        with pytest.raises(AddressTakenError, match="set TONGBAN_HTTP_PORT to a free port"):
            async with own_hub(tmp_path, 30, print):
                pass
    assert await asyncio.to_thread(lambda: list(tmp_path.iterdir())) == []
