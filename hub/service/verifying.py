"""What is wrong with a case's recording as the hub keeps it: the first fault, in words.

Looks at the journal's own chain, the recording's, each stretch's bytes, and the times between. Reads, and
changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Final

from device_profiles.contract.recording import Segment, faults
from device_profiles.delivery.sealed_files import SealedFileError
from hub.domain.chain import Entry, first_break
from hub.service.evidence import Recorded, gaps_of

_CHAIN: Final = {
    "missing": "stretch {number} is missing",
    "altered": "what is written of stretch {number} was altered",
    "out_of_order": "stretch {number} does not follow on the one before it",
}


_WHY: Final = {
    "film": "the camera gave no picture",
    "link": "the link did not carry it in time",
    "restart": "the device stopped",
    "silent": "the device has not said that it is over",
}


def recording_fault(entries: Sequence[Entry], read: Callable[[str], bytes]) -> str | None:
    """The first fault; `read` gives a stretch's bytes by its SHA-256, or raises SealedFileError."""
    if not entries:
        return "there is no such case"
    if broken := first_break(entries):
        return f"entry {broken} of the case's journal was altered, or one before it is missing"
    recorded = Recorded.of(entries)
    segments = recorded.segments
    if not segments:
        return "nothing of the video was recorded"
    if found := faults(segments):
        return _CHAIN[found[0].what].format(number=found[0].number)
    for segment in segments:
        if fault := _fault_of_bytes(segment, read):
            return fault
    return _first_gap(segments) or _fault_of_end(recorded)


def _fault_of_bytes(segment: Segment, read: Callable[[str], bytes]) -> str | None:
    try:
        content = read(segment.sha256)
    except SealedFileError:
        return f"stretch {segment.number} is not here any more, or its bytes were altered"
    if len(content) != segment.size_bytes:
        return f"stretch {segment.number} has {len(content)} bytes, and had {segment.size_bytes}"
    return None


def _fault_of_end(recorded: Recorded) -> str | None:
    """What is not here of the end of a case that has ended, and why."""
    end, missing = recorded.end, recorded.missing
    if missing is None and not recorded.gaps:
        return None
    why = _WHY[missing or "film"]
    if end is None:
        return f"its end may be missing: {why}"
    last = recorded.segments[-1]
    lacking_s = max(0, end.ended_at - last.ended_at) / 1000
    here = f"{len(recorded.segments)} of {end.stretches} stretches are here"
    return f"{lacking_s:.1f} s are missing after stretch {last.number}: {why}; {here}"


def _first_gap(segments: Sequence[Segment]) -> str | None:
    for one, following in pairwise(segments):
        for gap in gaps_of([one, following]):
            began = datetime.fromtimestamp(gap.began_at / 1000, UTC).isoformat(timespec="seconds")
            lasts_s = (gap.ended_at - gap.began_at) / 1000
            between = f"between stretches {one.number} and {following.number}"
            return f"{lasts_s:.1f} s are missing {between}, from {began} by the device's clock"
    return None
