"""What the staff of the handling branch do: tellers with handset and counter, and a lobby manager."""

from __future__ import annotations

import time
from collections.abc import Awaitable
from http import HTTPStatus

import httpx

from dashboards.terminal.demo.business import Business, Say
from dashboards.terminal.demo.people import Counter, Handset, Json, PersonError, RefusedError


class Teller:
    """A teller 柜员, with the handset 移动终端 in their pocket and the counter where they sit."""

    def __init__(self, name: str, handset: Handset, letter: str, counter: Counter, say: Say) -> None:
        self.name = name
        self.person = handset.person
        self.handset = handset
        self.letter = letter
        self.counter = counter
        self._say = say

    # -- duty

    async def comes_to_counter(self) -> None:
        """Be on duty and at the counter; it ends a break, and whoever does so answers again."""
        await self.handset.begin_duty()
        if (await self.handset.get("/api/me"))["counter"] is None:
            await self.handset.sign_in_at_counter(await self.counter.show_code())
            self._tell(f"is on duty 当值, and confirms the code that {self.counter.name} shows")

    async def takes_break(self) -> None:
        """Be on duty, but leave the counter; new cases pass by."""
        await self.handset.begin_duty()
        if not (await self.handset.get("/api/me"))["on_break"]:
            await self.handset.take_break()
            self._tell("is on duty 当值, and takes a break")

    # -- offers

    async def is_offered(self, business: Business) -> None:
        """See an offer on the handset."""
        await self.handset.until_told(business.case, "offered")
        self._say("hub", f"offers the case to {self.name} 派单")

    async def accepts(self, business: Business) -> None:
        """See an offer, and accept it."""
        await self.is_offered(business)
        await self.handset.accept(business.case)
        self._tell("accepts on the handset 受理")

    async def declines(self, business: Business, reason: str) -> None:
        """See an offer, and decline it."""
        await self.is_offered(business)
        await self.handset.answer_offer(business.case, "decline", {"reason": reason})
        self._tell(f"declines 拒绝: {reason}")

    async def asks_to_wait(self, business: Business, wait_s: float) -> int:
        """See an offer, and promise to take it a little later; when that is (Unix ms)."""
        await self.is_offered(business)
        until = round((time.time() + wait_s) * 1000)
        await self.handset.answer_offer(business.case, "wait", {"until": until})
        self._tell(f"asks to wait 等待, and promises to take it in {wait_s:g} s")
        return until

    async def passes_on(self, business: Business, to: Teller) -> None:
        """See an offer, and pass it on to a colleague."""
        await self.is_offered(business)
        await self.handset.answer_offer(business.case, "pass-on", {"to": to.person})
        self._tell(f"passes the offer on to {to.name} 转派")

    async def sees_offer_end(self, business: Business) -> None:
        """See that the offer is over."""
        await self.handset.until_told(business.case, "offer_ended")
        self._say("hub", f"takes the offer back from {self.name}")

    # -- cases in hand

    async def looks_at(self, business: Business) -> None:
        """Look at every material on the counter's screen, once all have come."""
        seen = await self.handset.until_case(business.case, _can_be_reviewed)
        for material in seen["materials"]:
            sha256 = await self.counter.shown_sha256(business.case, material["name"])
            business.shown[material["name"]] = sha256
        self._say(self.counter.name, f"shows all {len(seen['materials'])} materials 业务材料, verified")

    async def passes(self, business: Business) -> None:
        """Look at the materials, and pass the case."""
        await self.looks_at(business)
        await self.handset.decide(business.case, [], passed=True)
        self._tell("passes the case 审查通过")

    async def does_not_pass(self, business: Business, reason: str) -> None:
        """Look at the materials, and do not pass the case."""
        await self.looks_at(business)
        await self.handset.decide(business.case, [reason], passed=False)
        self._tell(f"does not pass the case 审查不通过: {reason}")

    async def wants_again(self, business: Business, material: str, reason: str) -> None:
        """Look at the materials, and ask for one again."""
        await self.looks_at(business)
        request = {"materials": [material], "reasons": [reason]}
        await self.handset.handle(business.case, "recapture", request)
        self._tell(f"asks for {material} again 重新采集: {reason}")

    async def transfers(self, business: Business, to: Teller) -> None:
        """Ask a colleague to take the case over."""
        await self.handset.handle(business.case, "transfer", {"to": to.person})
        self._tell(f"asks {to.name} to take the case over 转派")

    async def enters_reference(self, business: Business, reference: str) -> None:
        """Do it in the core by hand, and enter the core's number."""
        await self.handset.until_told(business.case, "fulfil")
        await self.handset.handle(business.case, "reference", {"reference": reference})
        self._tell(f"does it in the core, and enters its number {reference}")

    async def has_lost_sight(self, business: Business) -> None:
        """Find nothing of the case any more: neither on the counter nor on the handset.

        Raises:
            PersonError: something is still there to see.
        """
        await self.counter.until(
            "the case to leave the screen",
            lambda state: all(handled["case"] != business.case for handled in state["handled"]),
        )
        for name in business.shown:
            try:
                await self.counter.shown_sha256(business.case, name)
            except httpx.HTTPStatusError as error:
                if error.response.status_code == HTTPStatus.NOT_FOUND:
                    continue
            raise PersonError(f"{self.counter.name} still shows {name}")
        name = next(iter(business.shown))
        material = f"/api/cases/{business.case}/materials/{name}"
        await self.is_refused("not_the_handler", f"look at {name} again", self.handset.get(material))
        self._tell("sees nothing of the case any more")

    async def is_refused(self, code: str, what: str, move: Awaitable[object]) -> None:
        """Try what a rule forbids.

        Raises:
            PersonError: it was not refused, or by another rule.
        """
        try:
            await move
        except RefusedError as error:
            if error.code != code:
                raise PersonError(f"{self.name} wanted to {what}: {error.code}, not {code}") from error
            self._tell(f"wants to {what}, and is refused: {error}")
            return
        raise PersonError(f"{self.name} could {what}, which the rule {code} forbids")

    def _tell(self, what: str) -> None:
        self._say(self.name, what)


class Manager:
    """A lobby manager 大堂经理."""

    def __init__(self, name: str, handset: Handset, say: Say) -> None:
        self.handset = handset
        self._name = name
        self._say = say

    async def ends_duty(self) -> None:
        """Go home."""
        await self.handset.end_duty()
        self._say(self._name, "goes off duty")

    async def names(self, business: Business, teller: Teller) -> None:
        """Be asked on the handset, see how everyone is, and name a teller."""
        await self.handset.until_told(business.case, "asked")
        self._say("hub", f"finds nobody idle, and asks {self._name} 大堂经理 to name a teller")
        staff = {
            person["person"]: person["not_now"] for person in await self.handset.get("/api/branch/staff")
        }
        await self.handset.name_teller(business.case, teller.person)
        self._say(self._name, f"names {teller.name}, who is {staff[teller.person] or 'idle'}")


def _can_be_reviewed(seen: Json) -> bool:
    materials = seen["materials"]
    ready = seen["phase"] in ("reviewing", "confirming") and bool(materials)
    return ready and all(material["shown"] for material in materials)
