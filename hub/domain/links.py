"""Live links: who may say what about which call, and what is too early, too late, or said before.

Two sides speak: the device at which the case was filed, and the desk of somebody who has the case. A word
is passed on to the other side, or refused; a refused word leaves the call as it was. The hub need not have
opened a call to pass on its words: after a restart, what the journal says of both sides is enough.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias, assert_never

from hub.domain.case import Case, Handler, Stage
from hub.domain.standing import CLOSED
from hub.domain.words import CaseId, DeviceName, EpochMs, PersonId, Rule

ANSWER_WITHIN_S: Final = 20
"""How long an offer may be answered: a page's own camera may have to be allowed first."""
IDS_KEPT: Final = 64

LinkKind: TypeAlias = Literal["monitoring", "consultation"]
Over: TypeAlias = Literal["case_closed", "handed_over", "hung_up"]
DeviceSays: TypeAlias = Literal["offer", "beat", "frame", "ended"]
DeskSays: TypeAlias = Literal["answer", "again", "beat", "frames", "close"]
Count: TypeAlias = tuple[int, int]
"""An epoch, and a number that goes up within it."""


@dataclass(frozen=True, slots=True)
class Call:
    """One live link of a case.

    `person`: whose desk it is, None while only its device has spoken since the hub started. `epoch` is the
    device's latest, 0 until it spoke; `offered` and `answered` are those of the last offer and answer.
    """

    case: CaseId
    call: str
    device: DeviceName
    person: PersonId | None = None
    fence: int = 0
    kind: LinkKind | None = None
    epoch: int = 0
    offered: int = 0
    answered: int = 0
    answer_by: EpochMs = 0
    device_beat: Count = (0, 0)
    desk_beat: Count = (0, 0)
    frame: Count = (0, 0)
    seen: tuple[str, ...] = ()
    ended: bool = False


@dataclass(frozen=True, slots=True)
class DeviceWord:
    """What a device says of a call; `number` of beats and frames, `id` of all but frames."""

    says: DeviceSays
    case: CaseId
    call: str
    epoch: int
    number: int = 0
    id: str = ""
    kind: LinkKind | None = None


@dataclass(frozen=True, slots=True)
class DeskWord:
    """What a desk says of a call; `epoch` of answers and beats, `number` of beats."""

    says: DeskSays
    case: CaseId
    call: str
    epoch: int = 0
    number: int = 0


@dataclass(frozen=True, slots=True)
class CallOver:
    """The call has no desk any more, and its device does not know: it is to be told why."""

    because: Over


def opened(case: Case, person: PersonId, call: str, kind: LinkKind) -> Call | Rule:
    """A new call, which a desk opens."""
    seat = _seat(case, person)
    if isinstance(seat, Rule):
        return seat
    return Call(case.id, call, case.origin, person, seat.fence, kind)


def asked(case: Case, device: DeviceName) -> Rule | None:
    """Whether a device may ask that somebody open a consultation."""
    wrong = _not_from_there(case, device)
    if wrong is None and case.stage is Stage.CLOSED:
        return Rule("not_in_phase", CLOSED)
    if wrong is None and not case.seats:
        return Rule("not_in_phase", "nobody has the case yet")
    return wrong


def heard_from_device(
    known: Call | None, case: Case, device: DeviceName, word: DeviceWord, now: EpochMs
) -> Call | Rule | CallOver:
    """The call after what its device said of it."""
    if wrong := _not_from_there(case, device):
        return wrong
    if known is not None and (wrong := _not_of_this_call(known, case, word.id)):
        return CallOver("hung_up") if known.ended and word.says == "beat" else wrong
    if case.stage is Stage.CLOSED:
        return CallOver("case_closed")
    call = Call(case.id, word.call, device) if known is None else known
    if not any(call.person in (None, seat.person) for seat in case.seats):
        return CallOver("handed_over")
    if word.epoch < call.epoch:
        return Rule(
            "wrong_epoch", f"epoch {word.epoch} of the call is over: it is in {call.epoch}", "epoch"
        )
    count = (word.epoch, word.number)
    after = replace(call, epoch=word.epoch, seen=_remember(call, word.id))
    match word.says:
        case "offer":
            if word.epoch <= call.offered:
                return Rule("wrong_epoch", f"epoch {word.epoch} of the call was offered before", "epoch")
            due = now + 1000 * ANSWER_WITHIN_S
            return replace(after, offered=word.epoch, answer_by=due, kind=call.kind or word.kind)
        case "beat":
            return _SAID_BEFORE if count <= call.device_beat else replace(after, device_beat=count)
        case "frame":
            return _SAID_BEFORE if count <= call.frame else replace(after, frame=count)
        case "ended":
            return replace(after, ended=True)
        case _:
            assert_never(word.says)


def heard_from_desk(
    known: Call | None, case: Case, person: PersonId, word: DeskWord, now: EpochMs
) -> Call | Rule:
    """The call after what a desk said of it."""
    seat = _seat(case, person)
    if isinstance(seat, Rule):
        return seat
    if known is not None and (wrong := _not_of_this_call(known, case)):
        return wrong
    if known is None and word.says == "answer":
        return Rule("unknown_call", "no offer of this call was heard: ask for it again", "call")
    call = Call(case.id, word.call, case.origin) if known is None else known
    if call.person not in (None, person):
        return Rule("not_the_handler", "the link is another desk's", "call")
    call = replace(call, person=person, fence=seat.fence)
    match word.says:
        case "answer":
            return _answered(call, word.epoch, now)
        case "beat":
            if call.epoch not in (0, word.epoch):
                return Rule("wrong_epoch", f"the call is in epoch {call.epoch}, not {word.epoch}", "epoch")
            count = (word.epoch, word.number)
            return _SAID_BEFORE if count <= call.desk_beat else replace(call, desk_beat=count)
        case "again" | "frames":
            return call
        case "close":
            return replace(call, ended=True)
        case _:
            assert_never(word.says)


def _answered(call: Call, epoch: int, now: EpochMs) -> Call | Rule:
    if epoch != call.epoch or epoch != call.offered:
        return Rule("wrong_epoch", f"the call is in epoch {call.epoch}, not {epoch}", "epoch")
    if epoch == call.answered:
        return Rule("replayed", "the offer was answered before")
    if now > call.answer_by:
        return Rule("too_late", f"an offer is to be answered within {ANSWER_WITHIN_S} s: ask for another")
    return replace(call, answered=epoch)


def _seat(case: Case, person: PersonId) -> Handler | Rule:
    """Where the person has the case."""
    if case.stage is Stage.UNKNOWN:
        return _UNKNOWN_CASE
    seat = next((seat for seat in case.seats if seat.person == person), None)
    if seat is None:
        return Rule("not_the_handler", "only who has the case may see and speak to its customer", "case")
    return Rule("not_in_phase", CLOSED) if case.stage is Stage.CLOSED else seat


def _not_from_there(case: Case, device: DeviceName) -> Rule | None:
    if case.stage is Stage.UNKNOWN:
        return _UNKNOWN_CASE
    if device != case.origin:
        return Rule("not_the_origin", "only the device that filed the case has its links", "case")
    return None


def _not_of_this_call(call: Call, case: Case, word_id: str = "") -> Rule | None:
    if call.case != case.id:
        return Rule("unknown_call", "that call is of another case", "call")
    if word_id and word_id in call.seen:
        return _SAID_BEFORE
    if call.ended:
        return Rule("unknown_call", "that call has ended", "call")
    return None


def _remember(call: Call, word_id: str) -> tuple[str, ...]:
    return (*call.seen, word_id)[-IDS_KEPT:] if word_id else call.seen


_SAID_BEFORE: Final = Rule("replayed", "this was said before, or something after it")
_UNKNOWN_CASE: Final = Rule("unknown_case", "no case has this name", "case")
