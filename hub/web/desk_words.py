"""What a desk's page and the hub say to each other about live links, as JSON; and pictures, as bytes.

A picture is one binary message: two bytes, big-endian, the length of the header; the header, JSON in UTF-8
with `case`, `call`, `epoch`, `number`, `captured_at` (by the device's clock) and `received_at` (by the
hub's), both Unix ms; the rest is the JPEG file.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Final, Literal, assert_never

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

from device_profiles.contract.ids import Identifier
from device_profiles.contract.messages.signal import (
    AskForLink,
    Beat,
    Epoch,
    LinkEnded,
    LinkKind,
    LinkState,
    Sdp,
)
from hub.domain.links import ANSWER_WITHIN_S
from hub.service.desks import Frame, Heard, Offered, Opened, Refused

LARGEST_WORD: Final = 60_000
"""Characters of one message of the page; what it holds then fits into one to a device."""


class _Word(BaseModel):
    """`id` is the page's own name of the word: a refusal repeats it as `re`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    case: Identifier
    id: Annotated[str, StringConstraints(max_length=64)] | None = None


class OpenWord(_Word):
    """Open a link to the customer of the case."""

    say: Literal["open"]
    kind: LinkKind


class _CallWord(_Word):
    call: Identifier


class AnswerWord(_CallWord):
    """The answer to the offer of this epoch."""

    say: Literal["answer"]
    epoch: Epoch
    sdp: Sdp


class AgainWord(_CallWord):
    """The peer connection is lost: offer another."""

    say: Literal["again"]


class BeatWord(_CallWord):
    """The page is there, has got so many frames, and sees its peer connection so."""

    say: Literal["beat"]
    epoch: Epoch
    number: int = Field(ge=1, le=2**53)
    frames: int = Field(default=0, ge=0, le=2**53)
    state: LinkState = "new"


class FramesWord(_CallWord):
    """Single pictures are wanted, because no peer connection comes about, or no more."""

    say: Literal["frames"]
    wanted: bool


class CloseWord(_CallWord):
    """The call is over."""

    say: Literal["close"]


DeskSaid = Annotated[
    OpenWord | AnswerWord | AgainWord | BeatWord | FramesWord | CloseWord, Field(discriminator="say")
]
DESK_SAID: Final[TypeAdapter[DeskSaid]] = TypeAdapter(DeskSaid)


def written(heard: Heard) -> str | bytes:
    """What the page is told: text, or a picture with its header."""
    match heard:
        case Frame():
            label = {
                "case": heard.label.case,
                "call": heard.call,
                "epoch": heard.label.epoch,
                "number": heard.label.number,
                "captured_at": heard.label.captured_at,
                "received_at": heard.received_at,
            }
            header = json.dumps(label).encode()
            return len(header).to_bytes(2, "big") + header + heard.jpeg
        case Opened():
            return _text("opened", case=heard.case, call=heard.call, kind=heard.kind)
        case Offered(offer=offer, ice=ice):
            servers = [server.model_dump(exclude_none=True) for server in ice]
            more = {"ice": servers, "answer_within_s": ANSWER_WITHIN_S}
            return _text("offer", **offer.model_dump(), **more)
        case Beat():
            return _text("beat", **heard.model_dump())
        case AskForLink():
            return _text("ask", **heard.model_dump())
        case LinkEnded():
            return _text("ended", **heard.model_dump())
        case Refused(rule=rule):
            where = {"case": heard.case, "call": heard.call, "re": heard.re}
            return _text("refused", of=heard.of, code=rule.code, says=rule.says, **where)
        case _:
            assert_never(heard)


def _text(say: str, **rest: Any) -> str:
    return json.dumps({"say": say, **rest}, ensure_ascii=False)
