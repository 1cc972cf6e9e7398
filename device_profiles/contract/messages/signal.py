"""Signals: how a device and a desk agree on a live link, and how each knows that the other is there.

A *call* is one link of a case, from `signal.open` to its end; an *epoch* is one peer connection of it, 1
at first. Signals are not numbered and get no receipt: what comes late is of no use any more.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from device_profiles.contract.envelope import Body
from device_profiles.contract.ids import Identifier

LARGEST_SDP_BYTES = 32 * 1024
MOST_ICE_SERVERS = 4
BEAT_EVERY_S = 3.0
SILENT_AFTER_S = 9.0
"""Whoever has sent no beat for so long is gone."""

LinkKind = Literal["monitoring", "consultation"]
"""One way, the customer to the reviewer; or both ways, with sound."""
LinkState = Literal["new", "connecting", "connected", "disconnected", "failed", "closed"]
"""A peer connection as its own side sees it (WebRTC 1.0, RTCPeerConnectionState)."""
Because = Literal[
    "hung_up",
    "viewer_gone",
    "page_gone",
    "no_camera",
    "replaced",
    "handed_over",
    "case_closed",
    "unreachable",
]
"""Why a call ended. `viewer_gone` is the desk, `page_gone` the customer's page, `replaced` a newer call."""
# In SDP a line ends with CR LF (RFC 8866, section 5); what browsers and aiortc write is ASCII.
Sdp = Annotated[
    str, StringConstraints(pattern=r"^v=0\r?\n[\r\n -~]*$", min_length=5, max_length=LARGEST_SDP_BYTES)
]
Epoch = Annotated[int, Field(ge=1, le=2**31)]
IceUrl = Annotated[
    str,
    StringConstraints(
        pattern=r"^(stun|turn|turns):[A-Za-z0-9.:\[\]-]{1,255}(\?transport=(udp|tcp))?$", max_length=300
    ),
]
Secret = Annotated[str, StringConstraints(max_length=200)]


class IceServer(BaseModel):
    """A STUN or TURN server (RFC 7064, RFC 7065); a name and a credential are of TURN, short-lived."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    urls: Annotated[tuple[IceUrl, ...], Field(min_length=1, max_length=4)]
    username: Secret | None = None
    credential: Annotated[Secret | None, Field(repr=False)] = None


IceServers = Annotated[tuple[IceServer, ...], Field(max_length=MOST_ICE_SERVERS)]


class OfferLink(Body, type="signal.offer"):
    """The device offers a peer connection. It is the offerer of both kinds of link."""

    case: Identifier
    call: Identifier
    epoch: Epoch
    kind: LinkKind
    sdp: Sdp


class Beat(Body, type="signal.beat"):
    """Every three seconds, in both directions: this side is there, and sees the link so.

    `number` goes up within an epoch; `frames` counts what the device has sent, or the desk has got.
    `starved`, of a device: what reaches the desk is too little for film, so single pictures are better.
    """

    case: Identifier
    call: Identifier
    epoch: Epoch
    number: int = Field(ge=1, le=2**53)
    frames: int = Field(default=0, ge=0, le=2**53)
    state: LinkState = "new"
    starved: bool = False


class AskForLink(Body, type="signal.ask"):
    """The customer wants to talk to somebody."""

    case: Identifier


class LinkEnded(Body, type="signal.ended"):
    """The device ended a call."""

    case: Identifier
    call: Identifier
    epoch: Epoch
    because: Because


# -- hub → device


class OpenLink(Body, type="signal.open"):
    """A desk opens a call: offer its epoch 1. The answer comes in time, or is refused."""

    case: Identifier
    call: Identifier
    kind: LinkKind
    ice: IceServers = ()
    answer_within_s: int = Field(ge=1, le=120)


class AnswerLink(Body, type="signal.answer"):
    """The desk's answer to the offer of this epoch."""

    case: Identifier
    call: Identifier
    epoch: Epoch
    sdp: Sdp


class LinkAgain(Body, type="signal.again"):
    """Hang up the peer connection, and offer a new one under the next epoch."""

    case: Identifier
    call: Identifier
    ice: IceServers = ()
    answer_within_s: int = Field(ge=1, le=120)


class WantFrames(Body, type="signal.frames"):
    """No peer connection comes about: send single pictures on the `frame` channel, or do so no more."""

    case: Identifier
    call: Identifier
    wanted: bool


class CloseLink(Body, type="signal.close"):
    """The call is over."""

    case: Identifier
    call: Identifier
    because: Because
