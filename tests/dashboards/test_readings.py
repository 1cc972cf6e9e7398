"""The table of latest readings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import StringIO

import pytest
from rich.console import Console

from dashboards.terminal.readings import table
from device_profiles.profiles import load_kinds

NOON_MS = 1_795_262_400_000


@dataclass(frozen=True, slots=True)
class Shown:
    """A reading, as far as the table looks at it."""

    region: str = "east"
    branch: str = "riverside"
    device: str = "counter-1"
    kind: str = "counter"
    measured_at_ms: int = NOON_MS
    metrics: Mapping[str, float] = field(default_factory=dict)


def printed(*readings: Shown, now_ms: int = NOON_MS, width: int = 100) -> str:
    console = Console(file=StringIO(), width=width)
    console.print(table(readings, now_ms, load_kinds()))
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_every_metric_of_a_counter_can_be_read_at_100_columns() -> None:
    kind = load_kinds()["counter"]
    text = printed(
        Shown(branch="a-branch-with-quite-a-name", metrics=dict.fromkeys(kind.metrics, 88_888.5))
    )
    assert text.count("88,888.5") == len(kind.metrics)
    for word in " ".join(metric.title.en for metric in kind.metrics.values()).split():
        assert word in text  # a long title may go on below
    assert "88,888.5 %" in text
    assert "88,888.5 MB" in text
    assert "88,888.5 1 " not in text  # the unit of what is only counted; pictures are 1/s
    assert "…" not in text
    assert max(map(len, text.splitlines())) <= 100


@pytest.mark.parametrize(
    ("age_ms", "words"),
    [
        (0, "0 s ago"),
        (12_900, "12 s ago"),
        (119_000, "119 s ago"),
        (120_000, "2 min ago"),
        (7_200_000, "2 h ago"),
        (200_000_000, "2 d ago"),
        (-5_000, "5 s ahead"),
    ],
)
def test_the_age_is_told_in_words(age_ms: int, words: str) -> None:
    assert words in printed(Shown(), now_ms=NOON_MS + age_ms)


def test_a_reading_older_than_three_intervals_is_stale() -> None:
    assert "stale" not in printed(Shown(), now_ms=NOON_MS + 30_000)
    assert "stale" in printed(Shown(), now_ms=NOON_MS + 30_001)


def test_a_device_of_a_kind_no_longer_known_is_shown_as_it_is() -> None:
    text = printed(Shown(kind="teleporter", metrics={"flux": 1.21}))
    assert "teleporter" in text
    assert "flux" in text
    assert "1.2" in text


def test_a_name_is_never_taken_for_markup() -> None:
    assert "[red]counter" in printed(Shown(device="[red]counter"))
