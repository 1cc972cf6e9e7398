"""Scripted people: each uses the same interface as a person's screen, and waits as a person would."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, Final

import httpx
import websockets

PATIENCE_S: Final = 90.0
"""How long a scripted person waits for what should come next: longer than the longest deadline."""

Json = Any
"""What an interface answered, as JSON."""


class PersonError(Exception):
    """A scripted person could not go on: what they wanted, and what they met instead."""


class RefusedError(PersonError):
    """What a scripted person wanted is against a rule, whose code is `code`."""

    def __init__(self, code: str, says: str) -> None:
        super().__init__(says)
        self.code = code


class Counter:
    """A counter as the person in front of its screen uses it."""

    def __init__(self, name: str, url: str, client: httpx.AsyncClient, thinks_s: float = 0.0) -> None:
        self.name = name
        self._url = url
        self._client = client
        self._thinks_s = thinks_s

    async def state(self, after: int = -1) -> Json:
        """All that the screen shows; with `after`, once it is newer than that."""
        return await asked(self._client.get(f"{self._url}/api/state", params={"after": after}))

    async def until(self, what: str, shown: Callable[[Json], bool]) -> Json:
        """Watch the screen until it shows something.

        Raises:
            PersonError: it did not come.
        """
        try:
            async with asyncio.timeout(PATIENCE_S):
                state = await self.state()
                while not shown(state):
                    state = await self.state(state["version"])
                return state
        except TimeoutError as error:
            msg = f"{self.name} waited {PATIENCE_S:.0f} s for: {what}"
            raise PersonError(msg) from error

    async def show_code(self) -> str:
        """Let the counter show a sign-in code, and read it."""
        code: str = (await self._post("/api/sign-in-code"))["code"]
        await self.until("the code to reach the hub", lambda state: state["waiting_messages"] == 0)
        return code

    async def file(self, branch: str, procedure: str, application: Mapping[str, str]) -> str:
        """File a case; its id."""
        region, name = branch.split("/")
        request = {"target": {"region": region, "branch": name}, "procedure": procedure}
        filed = await self._post("/api/cases", {**request, "application": dict(application)})
        return str(filed["case"])

    async def scan(self, case: str, material: str, scanner: str) -> Json:
        """Scan a material.

        Raises:
            PersonError: the counter refused, or the scanner had nothing usable.
        """
        request = {"material": material, "scanner": scanner}
        return await self._post(f"/api/cases/{case}/scan", request)

    async def record_consent(self, case: str, *, given: bool) -> None:
        """The customer says yes or no to having their face compared."""
        request = {"covers": "face-comparison", "given": given, "language": "zh"}
        await asked(self._client.post(f"{self._url}/api/cases/{case}/consent", json=request))

    async def finish_collecting(self, case: str) -> None:
        """Say that everything was captured."""
        await self._post(f"/api/cases/{case}/collected")

    async def acknowledge_result(self, case: str) -> None:
        """Press "seen"."""
        await self._post(f"/api/cases/{case}/result-shown")

    async def cancel(self, case: str, reason: str) -> None:
        """Take a case back."""
        await self._post(f"/api/cases/{case}/cancel", {"reason": reason})

    async def ask_for_another(self, case: str) -> None:
        """Do not wait for the person who promised."""
        await self._post(f"/api/cases/{case}/ask-for-another")

    async def filed(self, case: str, what: str, shown: Callable[[Json], bool]) -> Json:
        """Watch one's own case until it shows something; the case."""
        state = await self.until(
            what, lambda state: any(shown(filed) for filed in state["filed"] if filed["case"] == case)
        )
        return next(filed for filed in state["filed"] if filed["case"] == case)

    async def shown_sha256(self, case: str, material: str) -> str:
        """Look at a material of a handled case; the SHA-256 of what the screen was given."""
        answer = await self._client.get(f"{self._url}/api/handled/{case}/materials/{material}")
        answer.raise_for_status()
        return hashlib.sha256(answer.content).hexdigest()

    async def _post(self, path: str, body: Json = None) -> Json:
        await asyncio.sleep(self._thinks_s)
        return await asked(self._client.post(f"{self._url}{path}", json=body))


class Handset:
    """A person with their handset: logged in at the hub, and told what changes."""

    def __init__(
        self, person: str, url: str, client: httpx.AsyncClient, token: str, thinks_s: float = 0.0
    ) -> None:
        self.person = person
        self._url = url
        self._client = client
        self._headers = {"Authorization": f"Bearer {token}"}
        self.token = token
        self._thinks_s = thinks_s
        self._seen = 0

    @classmethod
    async def log_in(
        cls, person: str, password: str, url: str, client: httpx.AsyncClient, thinks_s: float = 0.0
    ) -> Handset:
        """Log in."""
        login = await asked(client.post(f"{url}/api/login", json={"person": person, "password": password}))
        return cls(person, url, client, login["token"], thinks_s)

    async def get(self, path: str) -> Json:
        """Look at something."""
        return await asked(self._client.get(f"{self._url}{path}", headers=self._headers))

    async def shown_sha256(self, case: str, material: str) -> str:
        """Look at a material of one's case as the hub has it; the SHA-256 of what came."""
        return await self._sha256(f"/api/cases/{case}/materials/{material}")

    async def stretch_sha256(self, case: str, number: int) -> str:
        """Take a stretch of a case's recording; the SHA-256 of what came."""
        return await self._sha256(f"/api/cases/{case}/recording/{number}")

    async def begin_duty(self) -> None:
        """Begin duty."""
        await self._put("/api/me/duty", {"on_duty": True})

    async def end_duty(self) -> None:
        """End duty."""
        await self._put("/api/me/duty", {"on_duty": False})

    async def take_break(self) -> None:
        """Take a break; signing in at a counter ends it."""
        await self._put("/api/me/break", {"on_break": True})

    async def sign_in_at_counter(self, code: str) -> None:
        """Confirm the code that a counter shows."""
        await self._post("/api/me/counter", {"code": code})

    async def accept(self, case: str) -> None:
        """Accept the offer of a case."""
        await self.answer_offer(case, "accept", {})

    async def answer_offer(self, case: str, answer: str, body: Json, offer: int | None = None) -> None:
        """Answer an offer, or the one that the case has now: `accept`, `decline`, `wait` or `pass-on`."""
        if offer is None:
            offer = (await self.get(f"/api/cases/{case}"))["offer"]["offer"]
        await self._post(f"/api/cases/{case}/offers/{offer}/{answer}", body)

    async def accept_offer(self, case: str, offer: int) -> None:
        """Accept an offer by its number, whatever has become of it."""
        await self._post(f"/api/cases/{case}/offers/{offer}/accept", {})

    async def name_teller(self, case: str, teller: str) -> None:
        """As a lobby manager who was asked: name a teller."""
        await self._post(f"/api/cases/{case}/teller", {"to": teller})

    async def decide(self, case: str, reasons: list[str], *, passed: bool) -> None:
        """Decide, on the case as it is now."""
        await self.handle(case, "review", {"passed": passed, "reasons": reasons})

    async def handle(self, case: str, move: str, body: Json, fence: int | None = None) -> None:
        """Move a case on: `review`, `recapture`, `transfer` or `reference`; with the fence it has now."""
        if fence is None:
            fence = await self.fence(case)
        await self._post(f"/api/cases/{case}/{move}", {**body, "fence": fence})

    async def fence(self, case: str) -> int:
        """What one's moves must carry, as the case shows it now."""
        return int((await self.get(f"/api/cases/{case}"))["fence"])

    async def until_told(self, case: str, change: str) -> None:
        """Wait until the feed tells of a change to a case.

        Raises:
            PersonError: it did not come.
        """
        try:
            async with asyncio.timeout(PATIENCE_S):
                async for told in self.feed():
                    if (told["case"], told["change"]) == (case, change):
                        return
        except TimeoutError as error:
            msg = f"{self.person} waited {PATIENCE_S:.0f} s to be told: {change}"
            raise PersonError(msg) from error

    async def until_case(self, case: str, shown: Callable[[Json], bool]) -> Json:
        """Look at the case now and again until it shows something; the case.

        Raises:
            PersonError: it did not come.
        """
        try:
            async with asyncio.timeout(PATIENCE_S):
                while True:
                    seen = await self.get(f"/api/cases/{case}")
                    if shown(seen):
                        return seen
                    await asyncio.sleep(0.05)
        except TimeoutError as error:
            msg = f"{self.person} waited {PATIENCE_S:.0f} s for the case to come so far"
            raise PersonError(msg) from error

    async def feed(self) -> AsyncIterator[Json]:
        """What changes for this person, from what they have seen last, until the wire is cut."""
        address = self._url.replace("http://", "ws://", 1) + "/api/feed"
        async with websockets.connect(address) as socket:
            await socket.send(json.dumps({"token": self.token, "after": self._seen}))
            async for text in socket:
                told = json.loads(text)
                if told:
                    self._seen = told["number"]
                    yield told

    async def _sha256(self, path: str) -> str:
        answer = await self._client.get(f"{self._url}{path}", headers=self._headers)
        if answer.is_error:
            raise PersonError(f"{self.person} could not see {path}: {answer.status_code}")
        return hashlib.sha256(answer.content).hexdigest()

    async def _post(self, path: str, body: Json) -> None:
        await asyncio.sleep(self._thinks_s)
        await asked(self._client.post(f"{self._url}{path}", headers=self._headers, json=body))

    async def _put(self, path: str, body: Json) -> None:
        await asyncio.sleep(self._thinks_s)
        await asked(self._client.put(f"{self._url}{path}", headers=self._headers, json=body))


async def asked(request: Awaitable[httpx.Response]) -> Json:
    """The answer, as JSON.

    Raises:
        RefusedError: a rule forbids it, or it failed.
    """
    answer = await request
    if answer.is_error:
        problem = answer.json() if _is_json(answer) else {}
        raise RefusedError(str(problem.get("code", "")), str(problem.get("detail", answer.text)))
    return answer.json() if answer.content else None


def _is_json(answer: httpx.Response) -> bool:
    return "json" in answer.headers.get("content-type", "")
