"""Tellers and a lobby manager with their handsets: each looks what is theirs to do, and does it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from random import Random
from typing import Final

import httpx
import websockets

from dashboards.terminal.demo.core import Core
from dashboards.terminal.demo.people import Counter, Handset, RefusedError
from tests.faults.history import Json, Look
from tests.faults.plan import Review
from tests.faults.playbook import Playbook, Script
from tests.faults.pressing import AGAIN_S, look, press

LOOK_EVERY_S: Final = 0.4
"""A person looks at the handset now and again, also when it tells of nothing."""
PROMISE_S: Final = 1.5


class Feed:
    """A handset's feed, connected again whenever the wire is cut. `numbers` as they were shown."""

    def __init__(self, handset: Handset) -> None:
        self.numbers: list[int] = []
        self._handset = handset

    async def listen(self, told: Callable[[Json], None]) -> None:
        """Hand on each change until cancelled."""
        while True:
            with suppress(OSError, websockets.WebSocketException):
                async for change in self._handset.feed():
                    self.numbers.append(change["number"])
                    told(change)
            await asyncio.sleep(AGAIN_S)


class Teller:
    """A teller at a counter, who answers offers and handles cases as their scripts say."""

    def __init__(
        self, handset: Handset, counter: Counter, colleagues: Sequence[str], playbook: Playbook, core: Core
    ) -> None:
        self.handset = handset
        self.feed = Feed(handset)
        self.counter = counter
        self._colleagues = colleagues
        self._playbook = playbook
        self._core = core
        self._told = asyncio.Event()
        self._silent_to: set[tuple[str, int]] = set()

    async def come(self) -> None:
        """Begin duty, and sign in at the counter."""
        await press(self.handset.begin_duty)
        await look(lambda: self.counter.until("its link", lambda state: state["connected"]))
        while (await look(lambda: self.handset.get("/api/me")))["counter"] is None:
            code = await look(self.counter.show_code)
            await press(partial(self.handset.sign_in_at_counter, code))

    async def work(self) -> None:
        """Do what is to be done until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.feed.listen(lambda _: self._told.set()))
            while True:
                self._told.clear()
                with suppress(RefusedError):
                    await self._look_round()
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_EVERY_S):
                        await self._told.wait()

    async def _look_round(self) -> None:
        me = await look(lambda: self.handset.get("/api/me"))
        for line in me["cases"]:
            script = self._playbook.scripts.get(line["case"])
            if script is not None:
                with suppress(RefusedError):
                    await self._turn_to(script, await self._case(script))
        if self._silent_to and not any(line["offered_to"] == self.handset.person for line in me["cases"]):
            self._silent_to.clear()
            await press(self.handset.begin_duty)  # they are back, and say so

    async def _case(self, script: Script) -> Json:
        return await look(lambda: self.handset.get(f"/api/cases/{script.case}"))

    async def _turn_to(self, script: Script, seen: Json) -> None:
        offer = seen["offer"]
        if offer is not None and offer["person"] == self.handset.person:
            if offer["state"] == "open" and (script.case, offer["offer"]) not in self._silent_to:
                await self._answer(script, offer)
        elif seen["handler"] == self.handset.person and seen["phase"] == "fulfilling":
            if script.plan.procedure != "report-lost-card":
                reference = f"QX-{script.plan.number:06d}"
                await self._handle(script, seen, "reference", {"reference": reference})
        elif offer is None and (
            (seen["handler"] == self.handset.person and seen["phase"] == "reviewing")
            or (seen["second"] == self.handset.person and seen["phase"] == "confirming")
        ):
            await self._review(script, seen)

    async def _answer(self, script: Script, offer: Json) -> None:
        self._playbook.note(script.plan, "offered")
        number = offer["offer"]
        match script.answer(number, offer["purpose"]):
            case "accept":
                await self._say(script, number, "accept", {})
            case "decline":
                await self._say(script, number, "decline", {"reason": "With another customer."})
            case "wait":
                if number in script.promised:
                    await self._say(script, number, "accept", {})
                else:
                    until = round((time.time() + PROMISE_S) * 1000)
                    await self._say(script, number, "wait", {"until": until})
                    script.promised.add(number)
            case "silence":
                self._silent_to.add((script.case, number))
            case "pass-on":
                to = self._colleague(script)
                if not await self._say(script, number, "pass-on", {"to": to}):
                    await self._say(script, number, "accept", {})

    async def _say(self, script: Script, offer: int, answer: str, body: Json) -> bool:
        return await press(lambda: self.handset.answer_offer(script.case, answer, body, offer))

    async def _review(self, script: Script, seen: Json) -> None:
        if not await self._look_at_materials(script, seen):
            return
        self._playbook.note(script.plan, "looked")
        second = seen["phase"] == "confirming"
        review = "pass" if second else script.review
        if review == "pass" and script.plan.core_loses_answer:
            self._core.lose_next_answer()
        move, body = self._move(script, review)
        await self._handle(script, seen, move, body)
        if not second:
            script.reviewed()
        self._playbook.note(script.plan, "decided")

    def _move(self, script: Script, review: Review) -> tuple[str, Json]:
        """What is pressed on the handset for it, and what is written there."""
        match review:
            case "pass":
                return "review", {"passed": True, "reasons": []}
            case "fail":
                return "review", {"passed": False, "reasons": ["The signature is missing."]}
            case "recapture":
                return "recapture", {"materials": ["id-card-front"], "reasons": ["Too dark."]}
            case "transfer":
                return "transfer", {"to": self._colleague(script)}

    def _colleague(self, script: Script) -> str:
        """Whom the teller names in this case."""
        return self._colleagues[script.plan.number % len(self._colleagues)]

    async def _handle(self, script: Script, seen: Json, move: str, body: Json) -> None:
        await press(lambda: self.handset.handle(script.case, move, body, seen["fence"]))

    async def _look_at_materials(self, script: Script, seen: Json) -> bool:
        """Look at each on the counter's screen; False when they are not all there yet."""
        if not all(material["shown"] for material in seen["materials"]):
            return False
        looks = [
            Look(self.handset.person, name, material["sha256"], await self._shown(script.case, name))
            for material in seen["materials"]
            if (name := material["name"])
        ]
        if any(found.shown_sha256 != found.sha256 for found in looks):
            again = await self._case(script)
            if (again["fence"], again["phase"]) != (seen["fence"], seen["phase"]):
                return False  # the case has left the counter since
        script.looks += looks
        return True

    async def _shown(self, case: str, name: str) -> str | None:
        while True:
            try:
                return await self.counter.shown_sha256(case, name)
            except httpx.TransportError:
                await asyncio.sleep(AGAIN_S)
            except httpx.HTTPStatusError as error:
                if error.response.status_code == HTTPStatus.NOT_FOUND:
                    return None
                await asyncio.sleep(AGAIN_S)


class Manager:
    """A lobby manager, who is asked on the handset, and mostly names somebody after a while."""

    def __init__(self, handset: Handset, tellers: Sequence[str], chance: Random) -> None:
        self.handset = handset
        self.feed = Feed(handset)
        self._tellers = tellers
        self._chance = chance
        self._asked: asyncio.Queue[str] = asyncio.Queue()

    async def come(self) -> None:
        """Begin duty."""
        await press(self.handset.begin_duty)

    async def work(self) -> None:
        """Answer until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.feed.listen(self._note))
            while True:
                case = await self._asked.get()
                await asyncio.sleep(self._chance.uniform(0.1, 0.8))
                if self._chance.random() < 0.9:
                    await press(self._naming(case))

    def _note(self, change: Json) -> None:
        if change["change"] == "asked":
            self._asked.put_nowait(change["case"])

    def _naming(self, case: str) -> Callable[[], Awaitable[object]]:
        teller = self._chance.choice(self._tellers)
        return lambda: self.handset.name_teller(case, teller)
