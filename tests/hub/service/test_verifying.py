"""A recording as the hub keeps it is looked through, and the first thing that is wrong is said."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from device_profiles.contract.recording import Segment, next_segment
from device_profiles.delivery.sealed_files import SealedFileError
from hub.commands import recording
from hub.domain import words
from hub.domain.chain import GENESIS, Entry, link
from hub.domain.events import CaseClosed, Event, RecordingClosed, SegmentRecorded
from hub.domain.words import RecordingEnd
from hub.fitting import open_materials
from hub.service.verifying import recording_fault
from hub.settings import HubSettings
from hub.stores.chain import append
from hub.stores.event_codec import kind_of, to_text
from tests.fakes.standing_clock import NOON_MS
from tests.hub.stores.shelf import on_disk

CASE = "north-01"
FILM = [b"a", b"bb", b"ccc", b"dddd"]


def recorded(*, pause_ms: int = 0) -> list[Segment]:
    """Four stretches, of ten seconds each; before the third there may be a pause."""
    segments: list[Segment] = []
    began = NOON_MS
    for number, content in enumerate(FILM, start=1):
        began += pause_ms if number == 3 else 0
        last = segments[-1] if segments else None
        segments.append(next_segment(last, content, began, began + 10_000, 150))
        began += 10_000
    return segments


def events(segments: Sequence[Segment]) -> list[SegmentRecorded]:
    return [SegmentRecorded(words.Segment(**each.model_dump()), NOON_MS) for each in segments]


def journal(segments: Sequence[Segment], *end: Event) -> list[Entry]:
    """The case's entries, rightly chained whatever they say."""
    entries: list[Entry] = []
    previous = GENESIS
    for number, event in enumerate([*events(segments), *end], start=1):
        entries.append(link(CASE, number, kind_of(event), "kiosk", to_text(event), previous))
        previous = entries[-1].hash
    return entries


def store(segments: Sequence[Segment]) -> Callable[[str], bytes]:
    kept = {segment.sha256: content for segment, content in zip(segments, FILM, strict=True)}

    def read(sha256: str) -> bytes:
        if sha256 not in kept:
            raise SealedFileError(sha256)
        return kept[sha256]

    return read


WHOLE = recorded()
SAYS = {
    "whole": (WHOLE, None),
    "removed": ([*WHOLE[:1], *WHOLE[2:]], "stretch 2 is missing"),
    "swapped": ([WHOLE[1], WHOLE[0], *WHOLE[2:]], "stretch 1 is missing"),
    "repeated": ([*WHOLE[:2], *WHOLE[1:]], "stretch 2 does not follow on the one before it"),
    "altered": (
        [WHOLE[0], WHOLE[1].model_copy(update={"ended_at": NOON_MS}), *WHOLE[2:]],
        "what is written of stretch 2 was altered",
    ),
    "a gap": (
        recorded(pause_ms=4_200),
        "4.2 s are missing between stretches 2 and 3, from 2026-11-21T12:00:20+00:00 by the device's clock",
    ),
    "nothing": ([], "there is no such case"),
}


@pytest.mark.parametrize(("segments", "says"), SAYS.values(), ids=SAYS)
def test_the_first_fault_is_said(segments: list[Segment], says: str | None) -> None:
    paused = recorded(pause_ms=4_200)
    read = store(paused if segments == paused else WHOLE)
    assert recording_fault(journal(segments), read) == says


OVER = CaseClosed("cancelled", (), NOON_MS)
LAST = WHOLE[-1]
ENDS = {
    "its end is here": (RecordingEnd(len(WHOLE), LAST.hash, LAST.ended_at + 900), None),
    "nothing was said": (None, "its end may be missing: the device has not said that it is over"),
    "the last stretch is not here": (
        RecordingEnd(len(WHOLE) + 1, "f" * 64, LAST.ended_at + 6_000),
        "6.0 s are missing after stretch 4: the link did not carry it in time; 4 of 5 stretches are here",
    ),
    "the camera stood still": (
        RecordingEnd(len(WHOLE), LAST.hash, LAST.ended_at + 3_000, "film"),
        "3.0 s are missing after stretch 4: the camera gave no picture; 4 of 4 stretches are here",
    ),
}


@pytest.mark.parametrize(("end", "says"), ENDS.values(), ids=ENDS)
def test_of_a_case_that_has_ended_the_end_is_here_or_said_to_be_missing(
    end: RecordingEnd | None, says: str | None
) -> None:
    told = [] if end is None else [RecordingClosed(end, NOON_MS)]
    assert recording_fault(journal(WHOLE, OVER, *told), store(WHOLE)) == says


def test_bytes_that_are_gone_or_others_are_a_fault() -> None:
    def gone(sha256: str) -> bytes:
        raise SealedFileError(sha256)

    lost = "stretch 1 is not here any more, or its bytes were altered"
    assert recording_fault(journal(WHOLE), gone) == lost
    shorter = "stretch 2 has 1 bytes, and had 2"
    assert recording_fault(journal(WHOLE), lambda _: b"a") == shorter


def test_a_journal_that_was_altered_is_a_fault_whatever_the_recording_says() -> None:
    entries = journal(WHOLE)
    body = json.loads(entries[1].body)
    body["at"] += 1
    entries[1] = replace(entries[1], body=json.dumps(body))
    says = "entry 2 of the case's journal was altered, or one before it is missing"
    assert recording_fault(entries, store(WHOLE)) == says
    assert recording_fault(entries[2:], store(WHOLE)) is not None


def test_the_command_ends_with_one_and_says_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "hub"
    monkeypatch.setenv("TONGBAN_HUB_FOLDER", str(folder))
    verify = ["verify", CASE]
    absent = CliRunner().invoke(recording, verify)
    assert (absent.exit_code, "no hub's folder" in absent.stderr) == (2, True)
    materials = open_materials(HubSettings(hub_folder=folder))
    for content in FILM:
        materials.put(CASE, content)
    engine = on_disk(folder / "hub.sqlite")
    with engine.begin() as connection:
        append(connection, f"case/{CASE}", events(WHOLE), "kiosk")
    engine.dispose()
    whole = CliRunner().invoke(recording, verify)
    assert (whole.exit_code, whole.stdout) == (0, f"{CASE}: whole; 4 stretches, 40 s\n")
    (sealed,) = (folder / "materials" / CASE).glob(f"{WHOLE[2].sha256}*")
    content = sealed.read_bytes()
    sealed.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    altered = CliRunner().invoke(recording, verify)
    assert (altered.exit_code, altered.stderr) == (
        1,
        f"{CASE}: stretch 3 is not here any more, or its bytes were altered\n",
    )
