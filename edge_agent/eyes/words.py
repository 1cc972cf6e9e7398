"""What goes between the agent and the process of its camera: the words. `channel` carries them."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, TypeAdapter

from edge_agent.capture.faces.presence import EventKind
from edge_agent.devices.camera import Sight
from edge_agent.devices.happenings import Fault
from edge_agent.eyes.film_port import LinkState
from edge_agent.eyes.port import Size


class _Word(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Begin(_Word):
    """Agent: this camera; first of all, and once."""

    kind: Literal["begin"] = "begin"
    source: str
    seed: int


class Ask(_Word):
    """Agent: the newest picture above this number, or one taken now where it is the largest."""

    kind: Literal["ask"] = "ask"
    ask: int
    size: Size
    after: int


class Condition(_Word):
    """Child: how the camera is; said again and again, so that silence means that the child hangs."""

    kind: Literal["condition"] = "condition"
    sight: Sight
    says: str
    fps: FiniteFloat


class Seen(_Word):
    """Child: something changed before the camera, at this time (`time.monotonic`, one for the machine)."""

    kind: Literal["seen"] = "seen"
    what: EventKind
    at_s: FiniteFloat


class Lost(_Word):
    """Child: the camera shows nothing."""

    kind: Literal["lost"] = "lost"
    says: str


class Back(_Word):
    """Child: the camera shows pictures, for the first time or again."""

    kind: Literal["back"] = "back"


class Taken(_Word):
    """Child: the picture that was asked for; the JPEG file follows."""

    kind: Literal["taken"] = "taken"
    ask: int
    number: int
    at_s: FiniteFloat
    width_px: int = Field(ge=1)
    height_px: int = Field(ge=1)


class NoneTaken(_Word):
    """Child: there is no such picture."""

    kind: Literal["none-taken"] = "none-taken"
    ask: int
    says: str


class Relay(_Word):
    """A STUN or TURN server."""

    urls: tuple[str, ...]
    username: str = ""
    credential: str = Field("", repr=False)


class MakeOffer(_Word):
    """Agent: a new connection for this call, in place of an earlier one."""

    kind: Literal["make-offer"] = "make-offer"
    ask: int
    call: str
    epoch: int
    ice: tuple[Relay, ...]


class TakeAnswer(_Word):
    """Agent: what the other end answered to the offer of this epoch."""

    kind: Literal["take-answer"] = "take-answer"
    ask: int
    call: str
    epoch: int
    sdp: str


class HangUp(_Word):
    """Agent: this call is over."""

    kind: Literal["hang-up"] = "hang-up"
    call: str


class Record(_Word):
    """Agent: keep what is seen, a file every so many seconds."""

    kind: Literal["record"] = "record"
    recording: str
    segment_s: float = Field(gt=0)


class StopRecording(_Word):
    """Agent: give what there is, and keep no more."""

    kind: Literal["stop-recording"] = "stop-recording"


class Offered(_Word):
    """Child: the offer that was asked for."""

    kind: Literal["offered"] = "offered"
    ask: int
    sdp: str


class Answered(_Word):
    """Child: the answer was taken; whether it leads to a connection shows."""

    kind: Literal["answered"] = "answered"
    ask: int


class NotLinked(_Word):
    """Child: the offer could not be made now, or the answer is `refused`."""

    kind: Literal["not-linked"] = "not-linked"
    ask: int
    refused: bool
    says: str


class Linked(_Word):
    """Child: how a connection is; said with each change, and again and again."""

    kind: Literal["linked"] = "linked"
    call: str
    epoch: int
    state: LinkState
    says: str
    frames_sent: int
    bitrate_bps: int
    starved: bool


class Recorded(_Word):
    """Child: a part of the recording, from when to when (`time.monotonic`); the MP4 file follows."""

    kind: Literal["recorded"] = "recorded"
    recording: str
    began_s: FiniteFloat
    ended_s: FiniteFloat
    frames: int


class RecordingStopped(_Word):
    """Child: all of it was given."""

    kind: Literal["recording-stopped"] = "recording-stopped"
    recording: str


class Faulty(_Word):
    """Child: the camera shows pictures, but not what is before it."""

    kind: Literal["faulty"] = "faulty"
    what: Fault
    says: str


FilmOrder = MakeOffer | TakeAnswer | HangUp | Record | StopRecording
FilmNews = Offered | Answered | NotLinked | Linked | Recorded | RecordingStopped
AgentWord = Begin | Ask | FilmOrder
ChildWord = Condition | Seen | Lost | Back | Faulty | Taken | NoneTaken | FilmNews

FROM_AGENT: Final[TypeAdapter[AgentWord]] = TypeAdapter(Annotated[AgentWord, Field(discriminator="kind")])
FROM_CHILD: Final[TypeAdapter[ChildWord]] = TypeAdapter(Annotated[ChildWord, Field(discriminator="kind")])
