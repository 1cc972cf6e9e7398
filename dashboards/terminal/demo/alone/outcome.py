"""What came of a case at a kiosk beyond its result: video, recording, card, and what stayed behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboards.terminal.demo.business import Visit
from dashboards.terminal.demo.people import Handset


@dataclass(frozen=True, slots=True)
class Recorded:
    """The recording as an auditor finds it: stretches, gaps between them, and faults of chain or bytes."""

    stretches: int
    gaps: int
    faults: int


@dataclass(frozen=True, slots=True)
class AloneOutcome:
    """`recording` is None where the procedure asks for none; `card` is the dispenser's number.

    `link`: with what the reviewer saw the customer. `heard_ms`: in a conversation, what each side heard.
    `locked`: the page hid what was the customer's while they were away.
    """

    link: str
    frames_seen: int
    heard_ms: dict[str, int]
    recording: Recorded | None
    card: str | None
    receipt: bool
    locked: bool
    left_behind: int

    def __str__(self) -> str:
        record = self.recording
        parts = [
            f"{self.frames_seen} frames seen live ({self.link})",
            *([f"heard {side} {heard} ms" for side, heard in self.heard_ms.items()]),
            *(
                []
                if record is None
                else [f"recording {record.stretches} stretches, {record.gaps} gaps, {record.faults} faults"]
            ),
            *(
                []
                if self.card is None
                else [f"{self.card} issued, receipt {'printed' if self.receipt else 'missing'}"]
            ),
            f"{self.left_behind} traces left",
        ]
        return "; ".join(parts)

    def faults(self, procedure: str, result: str) -> list[str]:
        """What cannot be, whatever the script says."""
        found = [
            *(["the reviewer saw nothing of the customer"] if not self.frames_seen else []),
            *([f"{self.left_behind} traces of the customer are left"] if self.left_behind else []),
            *(
                ["the page did not hide what was the customer's"]
                if result == "cancelled" and not self.locked
                else []
            ),
        ]
        if procedure == "talk-to-a-person" and not all(
            self.heard_ms.get(side) for side in ("kiosk", "desk")
        ):
            found.append("the two did not hear each other")
        issued = procedure == "apply-for-card" and result == "succeeded"
        if (self.card is not None, self.receipt) != (issued, issued):
            found.append(f"card {self.card}, receipt {self.receipt}, though the result is {result}")
        if issued and (self.recording is None or self.recording.gaps or self.recording.faults):
            found.append(f"it was passed on this recording: {self.recording}")
        return found


async def alone_outcome(seen: Mapping[str, Any], visit: Visit, auditor: Handset) -> AloneOutcome:
    """What an auditor finds of a case that is over."""
    return AloneOutcome(
        link=visit.link,
        frames_seen=visit.frames_seen,
        heard_ms=visit.heard_ms,
        recording=await _recorded(str(seen["case"]), auditor),
        card=next(
            (entry["body"]["reference"] for entry in seen["timeline"] if entry["kind"] == "FulfilmentDone"),
            None,
        ),
        receipt=visit.receipt,
        locked=visit.locked,
        left_behind=len(visit.left_behind),
    )


async def _recorded(case: str, auditor: Handset) -> Recorded | None:
    manifest = await auditor.get(f"/api/cases/{case}/recording")
    if not manifest["segments"]:
        return None
    altered = 0
    for segment in manifest["segments"]:
        altered += await auditor.stretch_sha256(case, segment["number"]) != segment["sha256"]
    stretches = len(manifest["segments"])
    return Recorded(stretches, len(manifest["gaps"]), len(manifest["faults"]) + altered)
