"""The rules for a customer who stands alone before a machine: nobody of the bank's is with them.

Owns what the machine says for them and of them: the application that follows, the recording of the video,
the place in the queue, the callback, and that it did what was asked.
"""

from __future__ import annotations

from typing import Final

from hub.domain.case import Case, Stage
from hub.domain.commands import (
    CloseRecording,
    FillIn,
    Fulfilled,
    LeaveCallback,
    NoteCamera,
    RecordSegment,
    TellPlace,
)
from hub.domain.events import (
    ApplicationFilled,
    CallbackAsked,
    CameraChanged,
    CaseClosed,
    PlaceTold,
    RecordingClosed,
    SegmentRecorded,
)
from hub.domain.handling import done, withdraw
from hub.domain.roster import Branch
from hub.domain.searching import Decision
from hub.domain.standing import CLOSED
from hub.domain.words import DeviceName, EpochMs, Rule

NOTHING_BEFORE: Final = "0" * 64
"""What the first stretch of a recording is chained to."""
LATEST_END_MS: Final = 1_200_000
"""So long after a case has ended the last of its video may come: kiosks keep it for half that time."""


def fill_in(case: Case, command: FillIn, _branch: Branch, now: EpochMs) -> Decision:
    """The application is there, or is there anew, until the first review was passed."""
    if rule := _not_the_origin(case, command.device):
        return rule
    if not case.rules.application_later or case.round > 0:
        return Rule("not_in_phase", "the application of this case is settled")
    same = case.application == command.application and not case.wanted
    return [] if same else [ApplicationFilled(command.application, now)]


def record_segment(case: Case, command: RecordSegment, _branch: Branch, now: EpochMs) -> Decision:
    """A stretch of the recording joins the chain; one that is there already changes nothing."""
    if rule := _not_the_origin(case, command.device):
        return rule
    if not awaits_recording(case, now):
        return _over(case)
    segment, recording = command.segment, case.recording
    last = None if recording is None else recording.last
    if last == segment:
        return []
    number, previous = (1, NOTHING_BEFORE) if last is None else (last.number + 1, last.hash)
    if not command.sound or (segment.number, segment.previous) != (number, previous):
        return Rule("broken_chain", f"stretch {segment.number} does not follow on {number - 1}", "segment")
    if last is not None and segment.started_at < last.started_at:
        return Rule("broken_chain", "it began before the stretch that it follows on", "segment.started_at")
    if not command.stored:
        return Rule("material_not_stored", f"the bytes of stretch {number} did not arrive first")
    return [SegmentRecorded(segment, now)]


def close_recording(case: Case, command: CloseRecording, _branch: Branch, now: EpochMs) -> Decision:
    """The device says how far the recording went; what came of it is not held against that, but shown."""
    if rule := _not_the_origin(case, command.device):
        return rule
    if case.recording_end is None:
        return [RecordingClosed(command.end, now)]
    return [] if case.recording_end == command.end else _over(case)


def awaits_recording(case: Case, now: EpochMs) -> bool:
    """Whether more of the case's recording may come: after its end too, for what was filmed until then."""
    if case.recording_end is not None:
        return False
    if case.stage is not Stage.CLOSED:
        return True
    demanded = any(each.recorded for each in case.rules.rounds)
    return demanded and case.closed_at is not None and now - case.closed_at <= LATEST_END_MS


def note_camera(case: Case, command: NoteCamera, _branch: Branch, now: EpochMs) -> Decision:
    """The camera can be believed no more, or again."""
    if rule := _not_the_origin(case, command.device):
        return rule
    return [] if case.camera_fault == command.fault else [CameraChanged(command.fault, now)]


def tell_place(case: Case, command: TellPlace, _branch: Branch, now: EpochMs) -> Decision:
    """Who waits alone learns their place, and each change of it."""
    told = case.rules.handled_by != "reviewer" or case.handler is not None or case.place == command.place
    return [] if told else [PlaceTold(command.place, now)]


def leave_callback(case: Case, command: LeaveCallback, _branch: Branch, now: EpochMs) -> Decision:
    """The customer goes, and wants to be called: the case ends, and somebody owes them a call."""
    if rule := _not_the_origin(case, command.device):
        return rule
    if case.handler is not None:
        return Rule("already_taken", "somebody has the case by now")
    asked = CallbackAsked(command.phone, now)
    ended = CaseClosed("cancelled", ("the customer asked to be called back",), now)
    return [*withdraw(case, "the customer asked to be called back", now), asked, ended]


def fulfilled(case: Case, command: Fulfilled, _branch: Branch, now: EpochMs) -> Decision:
    """The machine did it, or could not; an answer under another key is none of this case's."""
    if rule := _not_the_origin(case, command.device):
        return rule
    if case.rules.fulfilment != "device" or command.key != case.core_key:
        return Rule("not_expected", "the case waits for no answer to that key")
    if command.reference is not None:
        return done(case, command.reference, now)
    refused = CaseClosed("failed", (command.refusal or "the machine could not do it",), now)
    return [*withdraw(case, "the case ended", now), refused]


def _over(case: Case) -> Rule:
    closed = case.stage is Stage.CLOSED
    return Rule("not_in_phase", CLOSED if closed else "the recording of this case is over")


def _not_the_origin(case: Case, device: DeviceName) -> Rule | None:
    if device == case.origin:
        return None
    return Rule("not_the_origin", f"the case was filed at {case.origin}")
