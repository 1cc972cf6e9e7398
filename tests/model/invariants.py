"""What must hold of every move of a case, whatever is done in whatever order. People: `people_invariants`.

The rules' own tables are not looked at: each invariant is judged by what a move changed and said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from hub.domain import obligations
from hub.domain.case import Case, Handler, Quest, Stage
from hub.domain.commands import (
    AcceptOffer,
    AskRecapture,
    AskToWait,
    Command,
    Decide,
    DeclineOffer,
    LoseHandler,
    NameTeller,
    PassOnOffer,
    RecordReference,
    TimeUp,
    Transfer,
)
from hub.domain.effects import AssignToCounter, Effect, NotifyPerson, ReleaseCounter, TellOrigin
from hub.domain.events import (
    ApplicationFilled,
    CameraChanged,
    CaseClosed,
    ConsentRecorded,
    Event,
    FindingsChanged,
    FulfilmentBegun,
    HandlerLost,
    OfferAccepted,
    OfferDeclined,
    OfferExpired,
    OfferMade,
    OfferPresented,
    OfferWithdrawn,
    PromiseMade,
    RecaptureAsked,
    RecordingClosed,
    ResultShown,
    ReviewDecided,
    SegmentRecorded,
)
from hub.domain.words import is_desk

ANSWERS: Final = (AcceptOffer, DeclineOffer, AskToWait, PassOnOffer)
FENCED: Final = (Decide, AskRecapture, Transfer, RecordReference, LoseHandler)
ABOUT_AN_OFFER: Final = (
    OfferPresented,
    OfferAccepted,
    OfferDeclined,
    OfferExpired,
    OfferWithdrawn,
    PromiseMade,
)


class ViolatedError(AssertionError):
    """An invariant does not hold; `invariant` names it."""

    def __init__(self, invariant: str, because: str) -> None:
        super().__init__(f"violated: {invariant}: {because}")
        self.invariant = invariant


@dataclass(frozen=True, slots=True)
class Step:
    """One event of a move: the case on either side of it, and what it asked for."""

    before: Case
    event: Event
    after: Case
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A command, and the steps that came of it; none when it was refused or changed nothing."""

    before: Case
    command: Command
    steps: tuple[Step, ...]
    after: Case


Complaints: TypeAlias = Iterator[str]


def check_move(move: Move) -> None:
    """Raise `ViolatedError` when the move breaks an invariant."""
    judged = MOVES if move.steps else {TIMERS_BITE: _timers_bite}
    for invariant, complaints in judged.items():
        for because in complaints(move):
            raise ViolatedError(invariant, because)


def _closed_stays(move: Move) -> Complaints:
    if move.before.stage is Stage.CLOSED:
        # The last seconds of its video come after the end, and move nothing (`_words_move_nothing`).
        known = ResultShown | SegmentRecorded | RecordingClosed
        moved = [step.event for step in move.steps if not isinstance(step.event, known)]
        if moved or move.after.result != move.before.result:
            yield f"{_names(moved)} after it was closed"
    closings = sum(isinstance(step.event, CaseClosed) for step in move.steps)
    if closings > 1 or (closings and move.after.stage is not Stage.CLOSED):
        yield "it went on after its result"


def _offers_apart(move: Move) -> Complaints:
    offer, command = move.before.offer, move.command
    awaited = None if offer is None else (offer.number, offer.person)
    if move.steps and isinstance(command, ANSWERS) and awaited != (command.offer, command.person):
        yield f"the answer to offer {command.offer} by {command.person} was taken"
    match command:
        case TimeUp(timer="offer" | "promise", number=number) if move.steps:
            if offer is None or offer.number != number:
                yield f"the deadline of offer {number} was taken"
        case _:
            pass
    for step in move.steps:
        event, under_way = step.event, step.before.offer
        if isinstance(event, OfferMade) and (under_way or event.offer <= step.before.offers):
            yield f"offer {event.offer} was made while there was another, or has an old number"
        if isinstance(event, ABOUT_AN_OFFER) and (under_way is None or under_way.number != event.offer):
            yield f"{type(event).__name__} of offer {event.offer} met {under_way}"


def _only_who_has_it(move: Move) -> Complaints:
    command = move.command
    if move.steps and isinstance(command, FENCED):
        seats = {(seat.person, seat.fence) for seat in move.before.seats}
        if (command.person, command.fence) not in seats:
            yield f"{type(command).__name__} by {command.person} with fence {command.fence} was taken"


def _one_handler(move: Move) -> Complaints:
    for step in move.steps:
        if isinstance(step.event, OfferAccepted):
            purpose, before = step.event.purpose, step.before
            taken = before.second if purpose == "second_review" else before.handler
            if taken is not None and purpose != "transfer":
                yield f"{step.event.person} took it while {taken.person} has it"
        have = {seat.counter for seat in _open_seats(step.before) if not is_desk(seat.counter)}
        for effect in step.effects:
            if isinstance(effect, ReleaseCounter):
                have.discard(effect.counter)
            elif isinstance(effect, AssignToCounter):
                have.add(effect.seat.counter)
        should = {seat.counter for seat in _open_seats(step.after) if not is_desk(seat.counter)}
        if have != should:
            yield f"it is at {sorted(have)} and should be at {sorted(should)}"


def _kept_until_accepted(move: Move) -> Complaints:
    for step in move.steps:
        old, new = step.before.handler, step.after.handler
        if old is None or old == new:
            continue
        taken_over = isinstance(step.event, OfferAccepted) and isinstance(move.command, AcceptOffer)
        lost = isinstance(step.event, HandlerLost) and isinstance(move.command, LoseHandler)
        if not (taken_over or lost):
            yield f"{old.person} lost it by {type(step.event).__name__}"


def _two_reviewers(move: Move) -> Complaints:
    handler, second = move.after.handler, move.after.second
    if handler is not None and second is not None and handler.person == second.person:
        yield f"{handler.person} reviews their own review"
    for step in move.steps:
        match step.event:
            case OfferMade(purpose="second_review", person=person) if step.before.handler is not None:
                if person == step.before.handler.person:
                    yield f"{person} is asked to review their own review"
            case _:
                pass


def _late_managers(move: Move) -> Complaints:
    if move.steps and isinstance(move.command, NameTeller):
        search = move.before.search
        if search is None or move.command.manager not in search.managers or search.offer is not None:
            yield f"{move.command.manager} was not being asked"


def _managers_told(move: Move) -> Complaints:
    for step in move.steps:
        asked = Counter(() if step.before.search is None else step.before.search.managers)
        for effect in step.effects:
            if isinstance(effect, NotifyPerson) and effect.change in {"asked", "answered"}:
                asked[effect.person] += 1 if effect.change == "asked" else -1
        should = () if step.after.search is None else step.after.search.managers
        if {person: count for person, count in asked.items() if count} != dict(Counter(should)):
            yield f"{dict(asked)} think that they are asked, and {should} are"


def _not_again(move: Move) -> Complaints:
    for step in move.steps:
        if isinstance(step.event, OfferMade) and step.event.by in {"router", "overflow"}:
            tried = frozenset[str]() if step.before.search is None else step.before.search.tried
            answered = {
                seen.event.person
                for seen in move.steps
                if isinstance(seen.event, OfferDeclined | OfferExpired)
            }
            if step.event.person in tried | answered:
                yield f"{step.event.person} was offered it again"


def _told_once(move: Move) -> Complaints:
    for step in move.steps:
        told = [effect.news for effect in step.effects if isinstance(effect, TellOrigin)]
        must = list(_news_of(step))
        if told != must:
            yield f"{type(step.event).__name__} must tell {must} and told {told}"
    ends = any(isinstance(step.event, CaseClosed) for step in move.steps)
    for step in move.steps:
        if isinstance(step.event, OfferDeclined) and step.event.rerouting == ends:
            yield f"told rerouting={step.event.rerouting}, and the case is {move.after.phase}"


def _news_of(step: Step) -> Iterator[str]:
    """What the origin must be told, by what changed."""
    before, after, unhandled = step.before, step.after, step.before.handler is None
    if after.handler is not None and after.handler != before.handler:
        yield "accepted"
    if isinstance(step.event, OfferDeclined) and unhandled:
        yield "declined"
    if isinstance(step.event, PromiseMade) and unhandled:
        yield "waiting"
    if after.place != before.place:
        yield "queued"
    if isinstance(step.event, RecaptureAsked):
        yield "recapture"
    if after.round != before.round:
        yield "reviewed"
    if after.result is not None and after.result != before.result:
        yield after.result


def _somebody_owes(move: Move) -> Complaints:
    case = move.after
    if case.stage in {Stage.UNKNOWN, Stage.CLOSED}:
        return
    running = {(timer.kind, timer.number) for timer in obligations.timers_of(case)}
    must = {(kind, number) for kind, number in _timers_due(case) if (kind, number) not in running}
    if must:
        yield f"no timer {must} runs while it is {case.phase}"
    if not (obligations.owed_by(case) or {kind for kind, _ in running} - {"case"}):
        yield f"nobody owes a move while it is {case.phase}"


def _words_move_nothing(move: Move) -> Complaints:
    for step in move.steps:
        before, after = step.before, step.after
        match step.event:
            case ConsentRecorded():
                same = replace(after, consents=before.consents) == before
            case FindingsChanged():
                was_decided = before.stage not in {Stage.COLLECTING, Stage.REVIEWING}
                same = not was_decided and _without_remarks(after) == _without_remarks(before)
            case SegmentRecorded():
                same = replace(after, recording=before.recording) == before
            case RecordingClosed():
                same = replace(after, recording_end=before.recording_end) == before
            case CameraChanged():
                same = replace(after, camera_fault=before.camera_fault) == before
            case ApplicationFilled():
                same = replace(after, application=before.application, wanted=before.wanted) == before
            case _:
                continue
        if not same:
            yield f"{type(step.event).__name__} made {before} {after}"


def _rounds_in_order(move: Move) -> Complaints:
    for step in move.steps:
        before, after = step.before, step.after
        passed = isinstance(step.event, ReviewDecided) and step.event.passed
        if after.round != before.round and after.round != before.round + 1:
            yield f"after round {before.round} came {after.round}"
        if isinstance(step.event, FulfilmentBegun) and after.round + 1 < len(after.rules.rounds):
            yield f"it is fulfilled, and had its round {after.round} only"
        if passed and before.rules.rounds and before.rules.rounds[before.round].recorded:
            recording = before.recording
            if recording is None or recording.gaps or before.camera_fault:
                yield f"it was passed on {recording} with a camera that is {before.camera_fault}"


def _without_remarks(case: Case) -> Case:
    bare = {name: replace(material, findings="") for name, material in case.materials.items()}
    return replace(case, materials=bare, shown=frozenset())


def _timers_due(case: Case) -> Iterator[tuple[str, int]]:
    if case.stage is not Stage.FULFILLING:
        yield "case", 0
    if case.offer is not None and case.offer.state != "queued":
        yield ("promise" if case.offer.state == "waiting" else "offer"), case.offer.number
    if case.quest is Quest.AWAITING_MANAGER:
        yield "manager", case.rounds


def _timers_bite(move: Move) -> Complaints:
    if isinstance(move.command, TimeUp) and not move.steps:
        running = {(timer.kind, timer.number) for timer in obligations.timers_of(move.before)}
        if (move.command.timer, move.command.number) in running:
            yield f"the {move.command.timer} timer went off and nothing came of it"


def _open_seats(case: Case) -> tuple[Handler, ...]:
    return () if case.stage is Stage.CLOSED else case.seats


def _names(events: Iterable[Event]) -> str:
    return ", ".join(type(event).__name__ for event in events)


CLOSED_STAYS: Final = "a closed case never moves"
OFFERS_APART: Final = "an event for offer n never changes offer m"
ONLY_WHO_HAS_IT: Final = "only who has the case moves it"
ONE_HANDLER: Final = "at most one handler"
KEPT_UNTIL_ACCEPTED: Final = "the handler keeps the case until another accepts"
TWO_REVIEWERS: Final = "nobody is the second reviewer of their own review"
LATE_MANAGERS: Final = "only a manager who is being asked names a teller"
MANAGERS_TOLD: Final = "who is asked is told when it is over"
NOT_AGAIN: Final = "who did not take it is not offered it again at once"
TOLD_ONCE: Final = "the origin is told of every change, once"
ROUNDS_IN_ORDER: Final = "no round is skipped, and none passed whose recording is not whole"
SOMEBODY_OWES: Final = "an open case has its timers and somebody who owes the next move"
WORDS_MOVE_NOTHING: Final = "a consent and a machine's remark move nothing, and none follows a review"
TIMERS_BITE: Final = "a timer that goes off moves its case"

MOVES: Final[dict[str, Callable[[Move], Complaints]]] = {
    CLOSED_STAYS: _closed_stays,
    OFFERS_APART: _offers_apart,
    ONLY_WHO_HAS_IT: _only_who_has_it,
    ONE_HANDLER: _one_handler,
    KEPT_UNTIL_ACCEPTED: _kept_until_accepted,
    TWO_REVIEWERS: _two_reviewers,
    LATE_MANAGERS: _late_managers,
    MANAGERS_TOLD: _managers_told,
    NOT_AGAIN: _not_again,
    TOLD_ONCE: _told_once,
    SOMEBODY_OWES: _somebody_owes,
    ROUNDS_IN_ORDER: _rounds_in_order,
    WORDS_MOVE_NOTHING: _words_move_nothing,
    TIMERS_BITE: _timers_bite,
}
"""The invariants of one move (DESIGN section 5), by name."""
