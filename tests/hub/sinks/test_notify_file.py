"""The notify file: what a good one says, and how a bad one is told."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from device_profiles.profile_files import ProfileError
from hub.sinks.notify_file import read_notify_file

GOOD = """
[[told]]
name = "north-duty"
urls = ["json://127.0.0.1:9/a", "json://127.0.0.1:9/b"]
severities = ["needs"]
regions = ["north"]
language = "zh"
zone = "Asia/Shanghai"
quiet = { from = "22:00", until = "07:00", severities = ["watch"] }

[[told]]
name = "chief"
urls_file = "chief.urls"
language = "en"
after_min = 15
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    beside = tmp_path / "chief.urls"
    beside.write_text("# the chief's own\njson://127.0.0.1:9/c\n", encoding="utf-8")
    beside.chmod(0o600)
    return written(tmp_path / "notify.toml", GOOD)


def written(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    file.chmod(0o600)
    return file


def test_who_is_told(file: Path) -> None:
    told = read_notify_file(file)
    first, second, chief = told.recipients
    assert [each.name for each in told.recipients] == ["north-duty", "north-duty-2", "chief"]
    assert told.addresses == {
        "north-duty": "json://127.0.0.1:9/a",
        "north-duty-2": "json://127.0.0.1:9/b",
        "chief": "json://127.0.0.1:9/c",
    }
    assert sorted(first.severities) == ["needs"]
    assert sorted(first.regions or ()) == ["north"]
    assert (first.language, str(first.zone)) == ("zh", "Asia/Shanghai")
    assert first.quiet is not None
    assert (first.quiet.begins, first.quiet.ends) == (time(22), time(7))
    assert second.quiet == first.quiet
    assert (chief.after_ms, chief.regions, chief.quiet) == (900_000, None, None)


@pytest.mark.parametrize(
    ("good", "bad", "says"),
    [
        ('language = "en"', 'language = "fr"', "told.1.language: Input should be 'zh' or 'en'"),
        (
            'zone = "Asia/Shanghai"',
            'zone = "Asia/Beijing"',
            "told.0.zone: Value error, there is no time",
        ),
        ('zone = "Asia/Shanghai"', 'zone = "../passwd"', "told.0.zone: Value error, there is no time"),
        ('"needs"', '"dire"', "told.0.severities.0: Input should be 'needs' or 'watch'"),
        ('["needs"]', "[]", "told.0.severities: "),
        ('from = "22:00"', 'from = "late"', "told.0.quiet.from: "),
        ("[[told]]", "[[asked]]", "asked: this key is not known here; allowed: told"),
        (
            'from = "22:00"',
            'since = "22:00"',
            "told.0.quiet.since: this key is not known",
        ),
        ('until = "07:00"', 'until = "22:00"', "until: 22:00 is when the quiet hours begin"),
        (
            "after_min = 15",
            "after_min = -1",
            "told.1.after_min: Input should be greater",
        ),
        (
            "after_min = 15",
            "after = 15",
            "told.1.after: this key is not known here; allowed: name, ",
        ),
        ('name = "chief"', 'name = "north-duty"', "told.1.name: north-duty is told already"),
        ('name = "chief"', 'name = "The Chief"', "told.1.name: String should match pattern"),
        ('urls_file = "chief.urls"', "", "told.1: give urls, or urls_file"),
        ('urls_file = "chief.urls"', 'urls_file = "none.urls"', "told.1.urls_file: "),
        (
            '"json://127.0.0.1:9/b"',
            '"pigeon://b"',
            "told.0: address 2 is of no service; allowed: ",
        ),
        (GOOD, "", "told: this key is missing"),
    ],
)
def test_a_mistake_names_file_key_and_what_is_allowed(file: Path, good: str, bad: str, says: str) -> None:
    assert good in GOOD
    written(file, GOOD.replace(good, bad, 1))
    with pytest.raises(ProfileError) as caught:
        read_notify_file(file)
    assert str(file) in str(caught.value)
    assert says in str(caught.value)
    assert "127.0.0.1:9" not in str(caught.value), "an address is a secret"


@pytest.mark.parametrize("name", ["notify.toml", "chief.urls"])
def test_addresses_that_others_can_read_are_refused(file: Path, name: str) -> None:
    (file.parent / name).chmod(0o640)
    with pytest.raises(ProfileError, match=r"others can read .*; run: chmod 600"):
        read_notify_file(file)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="cannot be read as TOML"):
        read_notify_file(tmp_path / "none.toml")
