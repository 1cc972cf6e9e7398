"""Rules of alarms in a profile: those that ship can go off, and one that makes no sense does not load."""

from __future__ import annotations

from pathlib import Path

import pytest

from device_profiles.profile_files import ProfileError
from device_profiles.profiles import KINDS, load_kinds

COUNTER = (KINDS / "counter.toml").read_text(encoding="utf-8")
HEAD = """
[alarms.too-much]
title = { zh = "太多", en = "Too much" }
severity = "needs"
"""


@pytest.mark.parametrize("kind", ["counter", "kiosk"])
def test_both_kinds_say_when_they_need_somebody(kind: str) -> None:
    rules = load_kinds()[kind].alarms
    assert {"silent", "disk-low", "clock-off", "readings-missed", "link-drops"} <= set(rules)
    assert rules["silent"].severity == "needs"
    assert rules["disk-low"].clear_above == 1000


def test_a_kiosk_whose_paper_runs_out_needs_somebody() -> None:
    paper = load_kinds()["kiosk"].alarms["paper-low"]
    assert (paper.metric, paper.below, paper.clear_above) == ("paper_left_percent", 10, 20)


def test_a_rule_is_written_out_without_what_it_does_not_say() -> None:
    written = load_kinds()["counter"].model_dump(mode="json")["alarms"]["silent"]
    assert set(written) == {"title", "severity", "silent_for_s"}


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        (
            'metric = "mood"\nabove = 1',
            "alarms.too-much.metric: there is no metric 'mood'; allowed: cpu",
        ),
        (
            'metric = "cpu_percent"',
            "alarms.too-much: Value error, a rule has one of above, below, ",
        ),
        ('metric = "cpu_percent"\nabove = 90\nbelow = 5', "clock_off_by_s; here is above and below"),
        ('metric = "cpu_percent"\nabove = 80\nclear_below = 90', "clear_below: 90.0 is above 80.0"),
        ('metric = "cpu_percent"\nbelow = 80\nclear_above = 70', "clear_above: 70.0 is below 80.0"),
        (
            'metric = "cpu_percent"\nabove = 80\nclear_above = 70',
            "clear_above: does not go with above; ",
        ),
        (
            'metric = "cpu_percent"\nabove = 100',
            "above: cpu_percent is never above 100.0; allowed: 0.0 to",
        ),
        (
            'metric = "cpu_percent"\nbelow = 0',
            "below: cpu_percent is never below 0.0; allowed: 0.0 to",
        ),
        ("above = 5", "alarms.too-much: Value error, metric: this key is missing beside above"),
        ('metric = "cpu_percent"\nrises_by = 5', "within_s: this key is missing beside rises_by"),
        (
            'metric = "cpu_percent"\nrises_by = 5\nwithin_s = 1e9',
            "alarms.too-much.within_s: Input should",
        ),
        ("missed = 0\nwithin_s = 60", "alarms.too-much.missed: Input should be greater than or equal to 1"),
        ("silent_for_s = 15", "alarms.too-much.silent_for_s: 15.0 is less than two intervals, 20.0"),
        (
            "silent_for_s = 60\nfor_s = 9",
            "for_s: does not go with silent_for_s; allowed: title, ",
        ),
        ("clock_off_by_s = nan", "alarms.too-much.clock_off_by_s: Input should be "),
        ("hot = 80", "alarms.too-much.hot: this key is not known here; allowed: title, "),
    ],
)
def test_a_rule_that_makes_no_sense_names_file_key_and_what_is_allowed(
    tmp_path: Path, rule: str, says: str
) -> None:
    (tmp_path / "counter.toml").write_text(f"{COUNTER}{HEAD}{rule}\n", encoding="utf-8")
    with pytest.raises(ProfileError) as caught:
        load_kinds(tmp_path)
    assert str(tmp_path / "counter.toml") in str(caught.value)
    assert says in str(caught.value)


def test_a_rule_of_another_severity_is_told(tmp_path: Path) -> None:
    text = COUNTER + HEAD.replace("needs", "dire") + "silent_for_s = 60\n"
    (tmp_path / "counter.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ProfileError, match=r"alarms\.too-much\.severity: Input should be 'needs'"):
        load_kinds(tmp_path)
