"""The rules of handling: materials, review by one or by two, the bank's core, the end of a case."""

from __future__ import annotations

from typing import Final

from hub.domain.case import Case, Handler, Stage
from hub.domain.commands import (
    AddMaterial,
    AskRecapture,
    Cancel,
    ChangeFindings,
    ConfirmResultShown,
    ConfirmShown,
    CoreAnswered,
    Decide,
    FinishCollecting,
    RecordConsent,
    RecordReference,
)
from hub.domain.events import (
    CaseClosed,
    CollectingFinished,
    ConsentRecorded,
    Event,
    FindingsChanged,
    FulfilmentBegun,
    FulfilmentDone,
    MaterialAdded,
    MaterialShown,
    OfferWithdrawn,
    RecaptureAsked,
    ResultShown,
    ReviewDecided,
    RoundBegun,
)
from hub.domain.roster import Branch
from hub.domain.searching import Decision, not_the_handler, then_route
from hub.domain.words import APPLICATION, DeviceName, EpochMs, PersonId, Rule

LATEST_STRETCH_MS: Final = 45_000
"""A recording whose last stretch came so long ago has ended: one is ten seconds long, and travels."""


VIDEO: Final = "video"
"""The consent without which nobody is filmed."""


def add_material(case: Case, command: AddMaterial, _branch: Branch, now: EpochMs) -> Decision:
    """A captured material joins the case, in place of an earlier one of its name."""
    material = command.material
    if command.device != case.origin:
        return Rule("not_the_origin", f"the case was filed at {case.origin}")
    if not command.known:
        return Rule("unknown_material", f"no {material.name} is asked for", "material.name")
    if not command.stored:
        return Rule("material_not_stored", f"the bytes of {material.name} did not arrive first")
    return [] if case.materials.get(material.name) == material else [MaterialAdded(material, now)]


def record_consent(case: Case, command: RecordConsent, _branch: Branch, now: EpochMs) -> Decision:
    """What the customer said stands in the journal, and moves nothing."""
    if command.device != case.origin:
        return Rule("not_the_origin", f"the case was filed at {case.origin}")
    known = case.consents.get(command.consent.covers) == command.consent
    return [] if known else [ConsentRecorded(command.consent, now)]


def change_findings(case: Case, command: ChangeFindings, _branch: Branch, now: EpochMs) -> Decision:
    """The machine's remarks on a material take the place of its earlier ones, until the first review."""
    if command.device != case.origin:
        return Rule("not_the_origin", f"the case was filed at {case.origin}")
    material = case.materials.get(command.name)
    if material is None or material.sha256 != command.sha256:
        return Rule("unknown_material", f"the case has another {command.name} by now, or none")
    if material.findings == command.findings:
        return []
    return [FindingsChanged(command.name, command.sha256, command.findings, now)]


def finish_collecting(case: Case, command: FinishCollecting, _branch: Branch, now: EpochMs) -> Decision:
    """The origin is done capturing."""
    if command.device != case.origin:
        return Rule("not_the_origin", f"the case was filed at {case.origin}")
    if case.missing:
        missing = [" or ".join(group) for group in case.missing]
        return Rule("materials_missing", f"still to be captured: {', '.join(missing)}", missing[0])
    return [CollectingFinished(now)]


def confirm_shown(case: Case, command: ConfirmShown, _branch: Branch, now: EpochMs) -> Decision:
    """A counter where the case is handled has a material's bytes."""
    if command.device not in {seat.counter for seat in case.seats}:
        return Rule("not_the_handler", f"the case is not handled at {command.device}")
    material = case.materials.get(command.name)
    if material is None or material.sha256 != command.sha256:
        return Rule("unknown_material", f"the case has another {command.name} by now, or none")
    if (command.device, command.sha256) in case.shown:
        return []
    return [MaterialShown(command.name, command.sha256, command.device, now)]


def ask_recapture(case: Case, command: AskRecapture, _branch: Branch, now: EpochMs) -> Decision:
    """The handler wants materials again."""
    if rule := not_the_handler(case, command.person, command.fence):
        return rule
    if command.counter is not None and (rule := _elsewhere(case.handler, command.counter)):
        return rule
    known_names = {*case.materials, *([APPLICATION] if case.rules.application_later else [])}
    unknown = [name for name in command.materials if name not in known_names]
    if unknown or not command.materials:
        known = ", ".join(sorted(known_names))
        return Rule("unknown_material", f"name materials of the case: {known}", "materials")
    if 0 < case.rules.most_recaptures <= case.recaptures:
        says = f"it was asked for again {case.recaptures} times already: decide, or hand the case over"
        return Rule("already_taken", says)
    if not command.reasons:
        return Rule("invalid_application", "say what is wrong with them", "reasons")
    return [RecaptureAsked(command.person, command.materials, command.reasons, now)]


def decide_review(case: Case, command: Decide, branch: Branch, now: EpochMs) -> Decision:
    """A reviewer passes the case or not, having seen every material at their counter."""
    second = case.stage is Stage.CONFIRMING
    seat = case.second if second else case.handler
    if seat is None or (seat.person, seat.fence) != (command.person, command.fence):
        return Rule("not_the_handler", "the case is in other hands: look at it again")
    if command.counter is not None and (rule := _elsewhere(seat, command.counter)):
        return rule
    if unseen := case.unseen_at(seat.counter):
        return Rule("materials_missing", f"not yet at your counter: {', '.join(unseen)}", unseen[0])
    if not command.passed and not command.reasons:
        return Rule("invalid_application", "a case that does not pass needs a reason", "reasons")
    if command.passed and (rule := _video_forbids(case, now)):
        return rule
    evidence = tuple(material.sha256 for material in case.materials.values())
    if command.evidence is not None and command.evidence != frozenset(evidence):
        return Rule("materials_missing", "a material was captured anew since: look at it first", "evidence")
    decided = ReviewDecided(
        command.person,
        command.passed,
        command.reasons,
        evidence,
        second,
        now,
        review=case.now_captured.review,
        recording=None if case.recording is None else case.recording.last.hash,
    )
    withdrawn = withdraw(case, "the review was decided", now)
    if not command.passed:
        return [*withdrawn, decided, CaseClosed("failed", command.reasons, now)]
    if not case.rules.is_last(case.round):
        return [*withdrawn, decided, RoundBegun(case.round + 1, now)]
    if case.rules.second_review and not second:
        return then_route(case, [*withdrawn, decided], branch, now)
    return [*withdrawn, decided, *_fulfil(case, now)]


def record_reference(case: Case, command: RecordReference, _branch: Branch, now: EpochMs) -> Decision:
    """The handler did it in the core by hand."""
    if rule := not_the_handler(case, command.person, command.fence):
        return rule
    if case.rules.fulfilment == "http":
        return Rule("not_in_phase", "the hub calls the core for this procedure itself")
    reference = command.reference.strip()
    if not reference:
        return Rule("invalid_application", "enter the core's reference number", "reference")
    return done(case, reference, now)


def core_answered(case: Case, command: CoreAnswered, _branch: Branch, now: EpochMs) -> Decision:
    """The core's answer; one to another key is none of this case's."""
    if command.key != case.core_key:
        return Rule("not_expected", "the case waits for no answer to that key")
    if command.reference is not None:
        return done(case, command.reference, now)
    refused = CaseClosed("failed", (command.refusal or "the core refused",), now)
    return [*withdraw(case, "the case ended", now), refused]


def cancel(case: Case, command: Cancel, _branch: Branch, now: EpochMs) -> Decision:
    """The origin takes the case back, unless the core may be at work already."""
    if command.device != case.origin:
        return Rule("not_the_origin", f"the case was filed at {case.origin}")
    reasons = (command.reason,) if command.reason else ()
    return [*withdraw(case, "the origin cancelled", now), CaseClosed("cancelled", reasons, now)]


def expire(case: Case, now: EpochMs) -> Decision:
    """Nobody finished the case in its time."""
    return [
        *withdraw(case, "the case expired", now),
        CaseClosed("expired", ("nobody finished it in time",), now),
    ]


def confirm_result_shown(
    case: Case, command: ConfirmResultShown, _branch: Branch, now: EpochMs
) -> Decision:
    """The origin's screen showed the result."""
    if command.device != case.origin:
        return Rule("not_the_origin", f"the case was filed at {case.origin}")
    return [] if case.result_shown else [ResultShown(now)]


def reviewer_of(case: Case) -> PersonId | None:
    """Whose decision the case waits for."""
    seat = case.second if case.stage is Stage.CONFIRMING else case.handler
    return None if seat is None else seat.person


def _video_forbids(case: Case, now: EpochMs) -> Rule | None:
    """The rule that forbids to pass what nobody could have watched from beginning to end."""
    if not case.now_captured.recorded:
        return None
    consent = case.consents.get(VIDEO)
    if consent is not None and not consent.given:
        return Rule("recording_incomplete", "the customer does not agree to the video any more")
    if case.camera_fault is not None:
        return Rule("recording_incomplete", f"the camera shows nothing to go by: {case.camera_fault}")
    recording = case.recording
    if recording is None:
        return Rule("recording_incomplete", "nothing of the video has been recorded")
    if recording.gaps:
        missing_s = sum(gap.ended_at - gap.began_at for gap in recording.gaps) / 1000
        gaps = f"{len(recording.gaps)} gap(s), {missing_s:.0f} s in all"
        return Rule("recording_incomplete", f"the recording has {gaps}: ask for it again")
    if now - recording.came_at > LATEST_STRETCH_MS:
        return Rule("recording_incomplete", "the recording has stopped: nothing of it came lately")
    return None


def _elsewhere(seat: Handler | None, counter: DeviceName) -> Rule | None:
    """The rule that a counter speaks only for the case that it shows."""
    if seat is not None and seat.counter == counter:
        return None
    return Rule("not_the_handler", f"the case is not handled at {counter}")


def _fulfil(case: Case, now: EpochMs) -> list[Event]:
    if case.rules.fulfilment == "none":
        return [CaseClosed("succeeded", (), now)]
    # One key for the life of the case: however often it is called, the core does it once.
    return [FulfilmentBegun(case.rules.fulfilment, case.id, now)]


def done(case: Case, reference: str, now: EpochMs) -> list[Event]:
    """What was asked is done."""
    return [
        *withdraw(case, "the case ended", now),
        FulfilmentDone(case.core_key or case.id, reference, now),
        CaseClosed("succeeded", (), now),
    ]


def withdraw(case: Case, because: str, now: EpochMs) -> list[Event]:
    """The offer that is under way, if there is one, is taken back."""
    offer = case.offer
    return [] if offer is None else [OfferWithdrawn(offer.number, offer.person, because, now)]
