"""What a reviewer of the review centre does: sees the customer live at their desk, and decides."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from dashboards.terminal.demo.alone.desk import Desk, Received
from dashboards.terminal.demo.business import Business, Say
from dashboards.terminal.demo.people import PATIENCE_S, Handset, Json, PersonError

ENOUGH_FRAMES: Final = 15
"""A second of video: who has seen so much has seen the customer live."""
HEARD_MS: Final = 1_000
_LOOK_AGAIN_S: Final = 0.2
_Seen = TypeVar("_Seen")


class Reviewer:
    """A reviewer 审核员. What they do to the case goes through the hub; what they see, through the desk."""

    def __init__(self, name: str, account: Handset, desk: Desk, say: Say) -> None:
        self.name = name
        self.account = account
        self._desk = desk
        self._say = say

    async def sits_at_desk(self) -> None:
        """Begin duty at the desk that is open, unless it was begun."""
        if not (await self._me())["on_duty"]:
            await self.account.begin_duty()
            self._tell(f"is on duty 当值 at a desk: {self._desk.what}")
        await self._looked("the desk", self._me, lambda me: bool(me["counter_online"]))

    async def accepts(self, business: Business) -> None:
        """See an offer, accept it, and see the customer live."""
        await self.account.until_told(business.case, "offered")
        self._say("hub", f"offers the case to {self.name} 派单")
        await self.account.accept(business.case)
        self._tell("accepts at the desk 受理")
        await self._desk.watches(business.case)
        assert business.visit is not None
        business.visit.link = self._desk.what
        received = await self._sees(business, ENOUGH_FRAMES)
        self._tell(f"sees the customer live: {received.frames} frames so far 视频")

    async def looks_at(self, business: Business) -> None:
        """Wait until all of this round is there, and look at every material."""
        await self.account.until_case(business.case, lambda seen: seen["phase"] == "reviewing")
        await self._look(business)

    async def sees_materials(self, business: Business) -> None:
        """Look at what is there while the customer goes on."""
        await self.account.until_case(business.case, lambda seen: not seen["missing"])
        await self._look(business)

    async def sees_end(self, business: Business) -> None:
        """See the case end without a decision."""
        seen = await self.account.until_case(business.case, lambda seen: seen["phase"] == "closed")
        self._tell(f"sees that the case is over: {seen['result']}")

    async def passes(self, business: Business) -> None:
        """Look at all, wait until the recording allows it, and pass this review."""
        await self.looks_at(business)
        seen = await self.account.get(f"/api/cases/{business.case}")
        if seen["cannot_pass"] is not None:
            self._tell(f"may not pass it yet: {seen['cannot_pass']['says']}")
            seen = await self.account.until_case(
                business.case, lambda seen: seen["cannot_pass"] is None and seen["phase"] == "reviewing"
            )
        await self._count(business)
        await self.account.decide(business.case, [], passed=True)
        self._tell(f"passes the review “{seen['review']}” 审查通过")

    async def does_not_pass(self, business: Business, reason: str) -> None:
        """Look at all, and do not pass the case."""
        await self.looks_at(business)
        await self.account.decide(business.case, [reason], passed=False)
        self._tell(f"does not pass the case 审查不通过: {reason}")

    async def wants_again(self, business: Business, material: str, reason: str) -> None:
        """Look at all, and ask for something again."""
        await self.looks_at(business)
        request = {"materials": [material], "reasons": [reason]}
        await self.account.handle(business.case, "recapture", request)
        self._tell(f"asks for {material} again 重新采集: {reason}")

    async def talks(self, business: Business) -> None:
        """Be asked, and take the conversation up."""
        await self._desk.is_asked(business.case)
        await self._desk.talks(business.case)
        self._tell("takes the conversation up 通话")

    async def hears(self, business: Business) -> None:
        """Hear the customer for a second."""
        received = await self._receives(
            "the customer's voice", lambda received: received.heard_ms >= HEARD_MS
        )
        assert business.visit is not None
        business.visit.heard_ms["desk"] = received.heard_ms
        self._tell("hears the customer")

    async def hangs_up(self, business: Business) -> None:
        """End the conversation."""
        await self._desk.hangs_up(business.case)
        self._tell("hangs up")

    async def _look(self, business: Business) -> None:
        seen = await self.account.get(f"/api/cases/{business.case}")
        for material in seen["materials"]:
            sha256 = await self.account.shown_sha256(business.case, material["name"])
            business.shown[material["name"]] = sha256
        await self._count(business)
        count = len(seen["materials"])
        self._tell(f"looks at {count} material{'s' * (count != 1)} beside the live picture")

    async def _me(self) -> Json:
        return await self.account.get("/api/me")

    async def _sees(self, business: Business, frames: int) -> Received:
        await self._receives("the customer's picture", lambda received: received.frames >= frames)
        return await self._count(business)

    async def _count(self, business: Business) -> Received:
        """Remember how many frames of the customer have come."""
        received = await self._desk.received()
        assert business.visit is not None
        business.visit.frames_seen = max(business.visit.frames_seen, received.frames)
        return received

    async def _receives(self, what: str, fits: Callable[[Received], bool]) -> Received:
        return await self._looked(what, self._desk.received, fits)

    async def _looked(
        self, what: str, look: Callable[[], Awaitable[_Seen]], fits: Callable[[_Seen], bool]
    ) -> _Seen:
        """Look now and again until it fits."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while True:
                    seen = await look()
                    if fits(seen):
                        return seen
                    await asyncio.sleep(_LOOK_AGAIN_S)
        except TimeoutError as error:
            raise PersonError(f"{self.name} waited {PATIENCE_S:.0f} s for: {what}") from error

    def _tell(self, what: str) -> None:
        self._say(self.name, what)
