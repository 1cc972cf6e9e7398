"""A program that was set up wrongly does not start: it says what is wrong, where, and what to do."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from device_profiles.profiles import KINDS, PROCEDURES
from tests.servers.program import free_ports, run_tongban


@pytest.mark.parametrize(
    ("original", "variable", "good", "bad", "says"),
    [
        (
            KINDS / "counter.toml",
            "TONGBAN_KINDS_FOLDER",
            "interval_s = 10",
            "interval = 10",
            ["telemetry.interval: this key is not known here; allowed: interval_s"],
        ),
        (
            PROCEDURES / "open-account.toml",
            "TONGBAN_PROCEDURES_FOLDER",
            "offer_s = 60",
            "offer_s = 0.5",
            ["deadlines.offer_s", "greater than or equal to 5"],
        ),
        (
            PROCEDURES / "open-account.toml",
            "TONGBAN_PROCEDURES_FOLDER",
            'stages = ["collect", "review"]',
            'stages = ["collect", ',
            ["cannot be read as TOML", "line"],
        ),
    ],
    ids=["an unknown key of a kind", "a value out of bounds", "not TOML"],
)
def test_a_mistake_in_a_profile_is_told_by_file_key_and_reason(
    tmp_path: Path, original: Path, variable: str, good: str, bad: str, says: list[str]
) -> None:
    folder = tmp_path / "profiles"
    shutil.copytree(original.parent, folder)
    text = original.read_text()
    assert good in text
    (folder / original.name).write_text(text.replace(good, bad))
    ran = run_tongban("hub", "run", TONGBAN_HUB_FOLDER=str(tmp_path / "hub"), **{variable: str(folder)})
    assert ran.returncode == 2
    for words in [str(folder / original.name), *says]:
        assert words in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (tmp_path / "hub").exists()


def test_a_credential_that_others_can_read_is_not_used(tmp_path: Path) -> None:
    credential, hub = tmp_path / "counter.json", str(tmp_path / "hub")
    words = ["north/b1/counter-1", "--kind", "counter", "--credential", str(credential)]
    added = run_tongban("devices", "add", *words, TONGBAN_HUB_FOLDER=hub)
    assert added.returncode == 0, added.stderr
    assert credential.stat().st_mode & 0o777 == 0o600
    credential.chmod(0o644)
    ran = run_tongban(
        "agent",
        "run",
        TONGBAN_AGENT_CREDENTIAL=str(credential),
        TONGBAN_AGENT_FOLDER=str(tmp_path / "device"),
        TONGBAN_AGENT_SCREEN_PORT=str(free_ports(1)[0]),
    )
    assert ran.returncode == 2
    assert f"chmod 600 {credential}" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("url", ["mysql://li:secret@host/bank", "postgresql://li:secret@host", "li:secret"])
def test_an_address_that_is_not_postgresqls_is_told_without_repeating_it(tmp_path: Path, url: str) -> None:
    ran = run_tongban("hub", "run", TONGBAN_HUB_FOLDER=str(tmp_path / "hub"), TONGBAN_DATABASE_URL=url)
    assert ran.returncode == 2
    assert "TONGBAN_DATABASE_URL: " in ran.stderr
    assert "write postgresql://user:password@host/database" in ran.stderr
    assert "secret" not in ran.stderr + ran.stdout


def test_a_database_of_a_newer_tongban_is_left_alone(tmp_path: Path) -> None:
    hub = {"TONGBAN_HUB_FOLDER": str(tmp_path / "hub")}
    assert run_tongban("branches", "list", **hub).returncode == 0
    with closing(sqlite3.connect(tmp_path / "hub" / "hub.sqlite")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    ran = run_tongban("hub", "run", **hub)
    assert ran.returncode == 2
    assert "made by a newer Tongban" in ran.stderr
    assert "Traceback" not in ran.stderr
