"""Readings in line protocol: what is written can be read, and what cannot be written is refused."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.sinks import line_protocol
from tests.hub.sinks.contract import NOON_MS, reading

words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
numbers = st.floats(allow_nan=False, allow_infinity=False)


def test_a_reading_is_one_line() -> None:
    line = line_protocol.line(reading(number=7, metrics={"cpu_percent": 12.5, "link_drops": 3}))
    head, _, timestamp = line.decode().rpartition(" ")
    assert head == (
        "readings,branch=riverside,device=counter-1,kind=counter,region=east"
        ' boot="b1",number=7i,historical=false,cpu_percent=12.5,link_drops=3.0'
    )
    assert int(timestamp) // 1_000_000 == NOON_MS + 70_000


@pytest.mark.parametrize("device", ["", "a\nb", "a\rb", "a\tb", "a\\", "a\\b", "a\0b"])
def test_a_name_that_line_protocol_would_change_is_refused(device: str) -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        line_protocol.line(replace(reading(), device=device))
    with pytest.raises(ValueError, match="cannot be written"):
        line_protocol.line(reading(metrics={device: 1.0}))


@given(boot=words, first=st.integers(1, 2**53), other=st.integers(1, 999_999), ms=st.integers(0))
def test_two_numbers_of_a_boot_never_share_a_timestamp(boot: str, first: int, other: int, ms: int) -> None:
    one = reading(number=first, boot=boot, measured_at_ms=ms)
    two = replace(one, number=first + other)
    assert line_protocol.timestamp_ns(one) != line_protocol.timestamp_ns(two)
    assert line_protocol.timestamp_ns(one) // 1_000_000 == ms


@given(device=words, boot=words, metrics=st.dictionaries(words, numbers, max_size=5))
def test_what_can_be_written_is_read_back_exactly(
    device: str, boot: str, metrics: dict[str, float]
) -> None:
    """Against an independent reading of InfluxData's description of line protocol."""
    written = replace(reading(boot=boot, metrics=metrics), device=device)
    try:
        line = line_protocol.line(written)
    except ValueError:
        assert any("\\" in name or not name.isprintable() for name in (device, *metrics))
        return
    tags, columns, row = parsed(line.decode())
    assert line_protocol.reading(tags, columns, row) == written


NAME = r"(?:\\.|[^,= \\])+"
STRING = r'"(?:\\.|[^"\\])*"'
TAG = re.compile(rf",({NAME})=({NAME})")
FIELD = re.compile(rf"({NAME})=({STRING}|[^, ]+),?", re.DOTALL)
LINE = re.compile(rf"readings((?:{TAG.pattern})+) ((?:{FIELD.pattern})+) (\d+)", re.DOTALL)


def parsed(line: str) -> tuple[dict[str, str], list[str], list[object]]:
    whole = LINE.fullmatch(line)
    assert whole is not None, line
    tags = {plain(key): plain(value) for key, value in TAG.findall(whole[1])}
    row: dict[str, object] = {"time": int(whole[7]), "kind": tags.pop("kind")}
    row |= {plain(key): value_of(text) for key, text in FIELD.findall(whole[4])}
    return tags, list(row), list(row.values())


def plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def value_of(text: str) -> object:
    if text.startswith('"'):
        return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)
    if text in {"true", "false"}:
        return text == "true"
    return int(text[:-1]) if text.endswith("i") else float(text)
