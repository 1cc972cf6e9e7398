"""Live links on the device's own page: which calls there are, and the page's part of a consultation.

The page is the end of a consultation's link. It offers for a call in phase `offering`, fetches the answer
once the call is `up`, beats every three seconds, and drops its connection in any other phase.
"""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, Field

from device_profiles.contract.ids import Identifier
from device_profiles.contract.messages.signal import Epoch, IceServer, LinkKind, LinkState, Sdp
from edge_agent.casework.errors import RefusedError
from edge_agent.media.call import Call, Phase
from edge_agent.media.calls import Calls
from edge_agent.media.consultation import Consultation


class CallView(BaseModel):
    """A live link. `offering`: an offer of this epoch is wanted; `waiting`: for the other side.

    `pictures`: film does not get through, and single pictures are sent instead.
    """

    case: str
    call: str
    kind: LinkKind
    epoch: int
    phase: Phase
    pictures: bool
    ice: list[IceServer]

    @classmethod
    def of(cls, call: Call) -> CallView:
        """A call as the screen shows it."""
        return cls(
            case=call.case,
            call=call.call,
            kind=call.kind,
            epoch=call.epoch,
            phase=call.phase,
            pictures=call.pictures,
            ice=list(call.ice) if call.kind == "consultation" else [],
        )


class AskRequest(BaseModel):
    """For which case the customer wants to talk to somebody."""

    model_config = ConfigDict(extra="forbid")

    case: Identifier


class PageOffer(BaseModel):
    """The page's offer for an epoch of the call."""

    model_config = ConfigDict(extra="forbid")

    epoch: Epoch
    sdp: Sdp


class PageAgain(BaseModel):
    """The epoch of which the page has nothing."""

    model_config = ConfigDict(extra="forbid")

    epoch: Epoch


class PageAnswer(BaseModel):
    """The other side's answer."""

    sdp: str


class PageBeat(BaseModel):
    """The page is there, has sent so many frames, and sees its connection so."""

    model_config = ConfigDict(extra="forbid")

    epoch: Epoch
    frames: int = Field(default=0, ge=0, le=2**53)
    state: LinkState = "new"


def views_of(calls: Calls | None) -> Sequence[CallView]:
    """The calls as the screen shows them."""
    return [] if calls is None else [CallView.of(call) for call in calls.now]


def add_call_routes(app: FastAPI, calls: Calls | None) -> None:
    """Add them; a device that has no live links says so."""

    def page() -> Consultation:
        if calls is None:
            raise RefusedError("not_granted", "this kind of device has no live links")
        return calls.consultation

    @app.post("/api/calls/ask", status_code=204)
    async def ask(request: AskRequest) -> None:
        """The customer wants to talk to somebody; a call comes with the state when somebody can."""
        await page().ask(request.case)

    @app.post("/api/calls/{call}/offer", status_code=204)
    async def offer(call: Identifier, request: PageOffer) -> None:
        """Offer the page's connection, once an epoch."""
        await page().offer(call, request.epoch, request.sdp)

    @app.get("/api/calls/{call}/answer")
    async def answer(call: Identifier, epoch: Epoch) -> PageAnswer:
        """The answer to the offer of that epoch, once the call is `up`."""
        return PageAnswer(sdp=page().answer(call, epoch))

    @app.post("/api/calls/{call}/beat", status_code=204)
    async def beat(call: Identifier, request: PageBeat) -> None:
        """The page is there; nine seconds without this end the call."""
        page().beat(call, request.epoch, request.frames, request.state)

    @app.post("/api/calls/{call}/again", status_code=204)
    async def again(call: Identifier, request: PageAgain) -> None:
        """The page has no connection of this epoch, as after a reload: offer the next."""
        page().again(call, request.epoch)

    @app.post("/api/calls/{call}/hang-up", status_code=204)
    async def hang_up(call: Identifier) -> None:
        """The customer ends the consultation."""
        page().hang_up(call)
