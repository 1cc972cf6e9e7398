"""What happens before the kiosk: a customer who is alone chooses, shows, signs, talks, and goes away."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final

from dashboards.terminal.demo.alone.page import KioskPage
from dashboards.terminal.demo.alone.traces import traces
from dashboards.terminal.demo.alone.visitor import Visitor
from dashboards.terminal.demo.business import APPLICATIONS, Business, Say, Visit
from dashboards.terminal.demo.house import House
from dashboards.terminal.demo.people import Json, PersonError
from device_profiles.profiles import load_procedures
from edge_agent.capture.identity.against import READ

if TYPE_CHECKING:
    from dashboards.terminal.demo.alone.talk import Conversation

STROKES_SEED: Final = 20261121
"""What chance draws the strokes from."""
CLEANED_WITHIN_S: Final = 15.0
HEARD_MS: Final = 1_000
_FIELDS: Final = {"name": "customer-name", "number": "id-number"}
"""What a card says, and where it stands in an application."""


class Customer:
    """Whoever stands before the kiosk; one after the other."""

    def __init__(self, page: KioskPage, visitor: Visitor, house: House, say: Say) -> None:
        self.page = page
        self.visitor = visitor
        self.businesses: list[Business] = []
        self._house = house
        self._say = say
        self._procedures = load_procedures()

    async def begins(self, procedure: str) -> Business:
        """Step up, choose, and agree to everything."""
        await self.visitor.show("stands")
        await self.page.until("somebody", lambda state: state["presence"]["what"] == "one")
        case = await self.page.begins(procedure)
        title = self._procedures[procedure].title
        self._tell(f"touches “{title.en} {title.zh}”, and agrees to video and comparison 同意")
        business = Business(case, procedure, Visit())
        self.businesses.append(business)
        return business

    async def is_told(self, business: Business, news: str) -> Json:
        """See the next piece of news; it as the page has it.

        Raises:
            PersonError: it is another one, or none comes.
        """
        place = len(business.told)
        shown = await self.page.until(
            f"the news {news!r}",
            lambda state: (
                state["current"] is not None
                and (state["current"]["case"]["refusal"] or len(state["current"]["case"]["told"]) > place)
            ),
        )
        filed = self._remember(business, shown)
        if filed["refusal"]:
            raise PersonError(f"the hub refused the case: {filed['refusal']['says']}")
        told = filed["told"][place]
        business.told.append(told)
        if told["news"] != news:
            raise PersonError(f"{self.page.name} was to be told {news}, and is told {told['news']}")
        about = [told["handler"]["name"]] if told["handler"] else []
        about += [*told["materials"], *told["reasons"]]
        self._say(self.page.name, f"shows: {news} ({'; '.join(about)})" if about else f"shows: {news}")
        return told

    async def shows_identity(self, business: Business) -> None:
        """Look into the camera, lay the ID card down, and write the application."""
        await self._captured(business, await self.page.is_photographed(business.case))
        await self.shows_card(business)
        await self.fills_in(business)

    async def shows_card(self, business: Business) -> None:
        """Lay the ID card on the scanner."""
        await self._captured(business, await self.page.shows(business.case, "id-card-front"))

    async def fills_in(self, business: Business) -> None:
        """Find right what was read from the card, and write the rest."""
        assert business.visit is not None
        application = {**APPLICATIONS[business.procedure], **business.visit.read}
        business.visit.words |= set(application.values())
        await self.page.fills_in(business.case, application)
        self._tell("finds right what was read from the card, and writes the rest 填写申请")

    async def is_done(self, business: Business) -> None:
        """Press that all of this round is there."""
        await self.page.is_done(business.case)

    async def signs(self, business: Business) -> None:
        """Sign on the pad: strokes with time and pressure, posted as the page posts them."""
        strokes = await asyncio.to_thread(_handwriting)
        await self._captured(business, await self.page.signs(business.case, strokes))
        await self.is_done(business)

    async def signs_on_paper(self, business: Business) -> None:
        """Print the form, sign it, and lay it on the scanner."""
        await self._captured(business, await self.page.signs_on_paper(business.case))
        await self.is_done(business)

    async def asks_to_talk(self, business: Business) -> None:
        """Touch "talk to a person"."""
        await self.page.asks_to_talk(business.case)
        self._tell("touches “talk to a person” 人工咨询")

    async def hears(self, business: Business, conversation: Conversation) -> None:
        """Hear the reviewer for a second."""
        await conversation.hears(HEARD_MS)
        assert business.visit is not None
        business.visit.heard_ms["kiosk"] = conversation.heard_ms
        self._tell("hears the reviewer, and speaks")

    async def takes_receipt(self, business: Business) -> None:
        """Take the card and the receipt."""
        shown = await self.page.until(
            "the receipt",
            lambda state: any(
                (found["document"], found["state"]) == ("receipt", "printed")
                for found in state["current"]["prints"]
            ),
        )
        filed = self._remember(business, shown)
        assert business.visit is not None
        business.visit.receipt = True
        self._tell(f"takes the card and the receipt 领卡: {filed['told'][-1]['reference']}")

    async def goes(self, business: Business) -> None:
        """Press "done": the visit is over."""
        self._remember(business, await self.page.state())
        await self.page.goes()
        business.end()
        await self._leaves_nothing(business)

    async def walks_away(self, business: Business) -> None:
        """Turn round and go without a word: the page hides all, then the machine ends it."""
        assert business.visit is not None
        self._remember(business, await self.page.state())
        await self.visitor.show("leaves")
        self._tell("walks away without a word 离开")
        await self.page.until("nobody", lambda state: state["presence"]["what"] == "nobody")
        await self.visitor.show("nobody")
        await self.page.until("a hidden page", lambda state: state["standing"] == "asked")
        business.visit.locked = True
        self._say(self.page.name, "hides what the customer wrote 锁定")
        await self.page.until("the end of the visit", lambda state: state["current"] is None)
        self._say(self.page.name, "ends the visit")
        business.end()
        await self._leaves_nothing(business)

    async def _captured(self, business: Business, capture: Json) -> None:
        assert business.visit is not None
        material = capture["material"]
        for finding in material["findings"]:
            if finding["kind"] == READ:
                said = {
                    _FIELDS[name]: value for name, value in finding["detail"].items() if name in _FIELDS
                }
                business.visit.read |= said
        found = ", ".join(finding["kind"] for finding in material["findings"]) or "nothing remarkable"
        size = f"{material['size_bytes']:,} bytes"
        self._tell(f"{material['name']} is captured ({capture['source']}, {size}): {found}")
        self._remember(business, await self.page.state())

    async def _leaves_nothing(self, business: Business) -> None:
        """Look at the disk until nothing of them is there; what still goes to the hub stays a while."""
        visit = business.visit
        assert visit is not None
        deadline_s = time.monotonic() + CLEANED_WITHIN_S
        while True:
            visit.left_behind = traces(self._house.kiosk_folder, business.case, visit.words)
            if not visit.left_behind or time.monotonic() > deadline_s:
                break
            await asyncio.sleep(0.1)
        if not visit.left_behind:
            self._say(self.page.name, "has nothing of the customer on its disk any more")

    def _remember(self, business: Business, shown: Json) -> Json:
        assert business.visit is not None
        if shown["current"] is not None:
            business.visit.filed = shown["current"]["case"]
        return business.visit.filed

    def _tell(self, what: str) -> None:
        self._say("customer", what)


def _handwriting() -> bytes:
    import numpy as np  # noqa: PLC0415  the demo itself must start fast

    from edge_agent.capture.signature import signature_json  # noqa: PLC0415  as above
    from edge_agent.devices.simulated.handwriting import handwritten_signature  # noqa: PLC0415  as above

    return signature_json(handwritten_signature(np.random.default_rng(STROKES_SEED)))
