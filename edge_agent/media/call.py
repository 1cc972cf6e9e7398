"""One call as this device knows it, and what it accepts. Pure: times come in, as the loop's seconds.

offering → offered → up            an answer in time, of this epoch, once
    ↓         ↓       ↓
    └────→ waiting ←──┘            no answer in time, or no beat of the viewer: hang up, and wait
              ↓
      again: offering, next epoch; and from anywhere: ended
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from device_profiles.contract.errors import Refusal
from device_profiles.contract.messages.signal import (
    SILENT_AFTER_S,
    AnswerLink,
    Beat,
    Because,
    IceServers,
    LinkAgain,
    LinkKind,
    LinkState,
    OpenLink,
)

FORGOTTEN_AFTER_S: Final = 120.0
"""A viewer who was away for so long opens a new call."""

Phase: TypeAlias = Literal["offering", "offered", "up", "waiting"]


@dataclass(frozen=True, slots=True)
class Call:
    """A call that has not ended.

    `answer` is the viewer's, for the page of a consultation. `viewer_at_s`: when the viewer was last there
    as far as could be known; `page_at_s`: when the page last was. `number` is that of the last beat said,
    `heard` that of the last one heard, of this epoch. `starved`: film does not get through. `pictures`: are
    single ones wanted, how many went.
    """

    case: str
    call: str
    kind: LinkKind
    ice: IceServers
    answer_within_s: int
    viewer_at_s: float
    page_at_s: float
    epoch: int = 1
    phase: Phase = "offering"
    answer_by_s: float = 0.0
    answer: str | None = None
    number: int = 0
    heard: int = 0
    state: LinkState = "new"
    frames: int = 0
    starved: bool = False
    pictures: bool = False
    pictured: int = 0

    def viewer_is_silent(self, now_s: float) -> bool:
        """Whether the viewer has not been heard for too long."""
        return now_s - self.viewer_at_s > SILENT_AFTER_S


def begun(body: OpenLink, now_s: float) -> Call:
    """A call that a desk opens."""
    return Call(body.case, body.call, body.kind, body.ice, body.answer_within_s, now_s, now_s)


def begun_again(call: Call, body: LinkAgain, now_s: float) -> Call:
    """The same call in its next epoch."""
    return replace(
        begun(
            OpenLink(
                case=call.case,
                call=call.call,
                kind=call.kind,
                ice=body.ice,
                answer_within_s=body.answer_within_s,
            ),
            now_s,
        ),
        epoch=call.epoch + 1,
        pictures=call.pictures,
        pictured=call.pictured,
    )


def offered(call: Call, epoch: int, now_s: float) -> Call | Refusal:
    """The call once its offer is on its way."""
    if epoch != call.epoch:
        return _wrong_epoch(call, epoch)
    if call.phase != "offering":
        return Refusal(code="replayed", says="this epoch was offered before")
    return replace(call, phase="offered", answer_by_s=now_s + call.answer_within_s)


def answered(call: Call, body: AnswerLink, now_s: float) -> Call | Refusal:
    """The call with the viewer's answer: of its epoch, in time, and the only one."""
    if body.epoch != call.epoch:
        return _wrong_epoch(call, body.epoch)
    if call.phase == "up":
        return Refusal(code="replayed", says="the offer was answered before")
    if call.phase != "offered" or now_s > call.answer_by_s:
        return Refusal(code="too_late", says="no answer is waited for now")
    return replace(call, phase="up", answer=body.sdp, viewer_at_s=now_s)


def viewer_beat(call: Call, body: Beat, now_s: float) -> Call | Refusal:
    """The call with a beat of the viewer's."""
    if body.epoch != call.epoch:
        return _wrong_epoch(call, body.epoch)
    if body.number <= call.heard:
        return Refusal(code="replayed", says="this beat was heard before, or one after it")
    return replace(call, heard=body.number, viewer_at_s=now_s)


def own_beat(call: Call) -> tuple[Call, Beat]:
    """The call with its next beat, and the beat."""
    after = replace(call, number=call.number + 1)
    beat = Beat(
        case=call.case,
        call=call.call,
        epoch=call.epoch,
        number=after.number,
        frames=call.frames,
        state=call.state,
        starved=call.starved,
    )
    return after, beat


def fate(call: Call, now_s: float) -> Literal["wait"] | Because | None:
    """What becomes of the call by the passing of time: nothing, hang up and wait, or its end."""
    if call.kind == "consultation" and now_s - call.page_at_s > SILENT_AFTER_S:
        return "page_gone"
    if call.phase == "waiting" and not call.pictures:
        return "viewer_gone" if now_s - call.viewer_at_s > FORGOTTEN_AFTER_S else None
    if call.viewer_is_silent(now_s) or (call.phase == "offered" and now_s > call.answer_by_s):
        return "wait"
    return None


def _wrong_epoch(call: Call, epoch: int) -> Refusal:
    return Refusal(code="wrong_epoch", says=f"the call is in epoch {call.epoch}, not {epoch}")
