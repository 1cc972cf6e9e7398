"""Trying out who is told, and a hub that does not start with a notify file that cannot be used."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from device_profiles.profile_files import ProfileError
from hub.bootstrap import build
from hub.notify import notify
from hub.settings import HubSettings
from tests.fakes.webhook import listening_webhook


def told(folder: Path, *addresses: str) -> Path:
    file = folder / "notify.toml"
    blocks = (
        f'[[told]]\nname = "r{n}"\nlanguage = "en"\nurls = ["{each}"]\n' for n, each in enumerate(addresses)
    )
    file.write_text("\n".join(blocks), encoding="utf-8")
    file.chmod(0o600)
    return file


async def tries(monkeypatch: pytest.MonkeyPatch, file: Path) -> Result:
    monkeypatch.setenv("TONGBAN_NOTIFY_FILE", str(file))
    return await asyncio.to_thread(CliRunner().invoke, notify, ["test"])


async def test_everybody_gets_a_trial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with listening_webhook() as webhook:
        result = await tries(monkeypatch, told(tmp_path, webhook.address))
    assert (result.exit_code, result.stdout) == (0, "r0: reached\n")
    assert webhook.told[0]["title"] == "Tongban: a trial"


async def test_who_was_not_reached_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with listening_webhook() as webhook:
        webhook.status = 500
        result = await tries(monkeypatch, told(tmp_path, webhook.address))
    assert result.exit_code == 1
    assert result.stdout.startswith("r0: not reached: ")


async def test_without_a_file_or_with_a_bad_one_it_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = await tries(monkeypatch, told(tmp_path, "pigeon://x"))
    assert bad.exit_code == 2
    assert "told.0: address 1 is of no service" in bad.stderr
    none = await tries(monkeypatch, Path())
    assert none.exit_code == 2


async def test_a_hub_does_not_start_with_a_bad_file(tmp_path: Path) -> None:
    settings = HubSettings(hub_folder=tmp_path / "hub", notify_file=told(tmp_path, "pigeon://x"))
    with pytest.raises(ProfileError, match=r"notify\.toml: told\.0: address 1"):
        async with build(settings):
            pass
    assert not (tmp_path / "hub").exists(), "nothing was begun"
