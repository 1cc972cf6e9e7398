"""A kiosk as the customer before its page uses it: what they touch, and what they see."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Final

import httpx

from dashboards.terminal.demo.people import PATIENCE_S, Json, PersonError, asked


class KioskPage:
    """Asks of the agent what the page would ask of it."""

    name: Final = "the kiosk"

    def __init__(self, url: str, client: httpx.AsyncClient, thinks_s: float = 0.0) -> None:
        self._url = url
        self._client = client
        self._thinks_s = thinks_s

    async def state(self, after: int = -1) -> Json:
        """All that the page shows; with `after`, once it is newer than that."""
        return await self._asked("GET", "/api/kiosk", params={"after": after})

    async def until(self, what: str, shown: Callable[[Json], bool]) -> Json:
        """Watch the page until it shows something.

        Raises:
            PersonError: it did not come.
        """
        version = -1
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not shown(seen := await self.state(version)):
                    version = seen["version"]
                return seen
        except TimeoutError as error:
            raise PersonError(f"{self.name} did not show within {PATIENCE_S:.0f} s: {what}") from error

    async def until_told(self, *news: str) -> Json:
        """Wait until the last that the hub told of the case is one of these; the case and its standing."""
        shown = await self.until(
            f"told {' or '.join(news)}",
            lambda state: (
                bool(state["current"])
                and any(told["news"] in news for told in state["current"]["case"]["told"][-1:])
            ),
        )
        return shown["current"]

    async def touches(self) -> None:
        """Touch the screen."""
        await self._asked("POST", "/api/kiosk/touch")

    async def begins(self, procedure: str) -> str:
        """Touch the screen, choose, agree to everything; the case."""
        await self.until("the link", lambda state: state["connected"])
        await self.touches()
        answers = {"language": "zh", "face_comparison": True, "video": True}
        filed = await self._act("POST", "/api/kiosk/begin", {"procedure": procedure, **answers})
        return str(filed["case"])

    async def is_photographed(self, case: str) -> Json:
        """Look into the camera."""
        await self.until("one person", lambda state: state["presence"]["what"] == "one")
        return await self.shows(case, "customer-photo")

    async def shows(self, case: str, material: str, scanner: str | None = None) -> Json:
        """Have something captured."""
        body = {"material": material, "scanner": scanner}
        return await self._act("POST", f"/api/kiosk/cases/{case}/capture", body)

    async def fills_in(self, case: str, application: Mapping[str, str]) -> None:
        """Say that all of the application is right."""
        path = f"/api/kiosk/cases/{case}/application"
        await self._act("PUT", path, {"application": dict(application)})

    async def is_done(self, case: str) -> None:
        """Everything of this round is there."""
        await self._act("POST", f"/api/cases/{case}/collected")

    async def signs(self, case: str, strokes: bytes) -> Json:
        """Sign on the pad, which is the screen: the strokes in the form that its page posts."""
        path = f"/api/cases/{case}/signature/signature"
        headers = {"Content-Type": "application/json"}
        return await self._asked("POST", path, content=strokes, headers=headers)

    async def signs_on_paper(self, case: str) -> Json:
        """Have the form printed, sign it, and lay it on the scanner."""
        await self._act("POST", f"/api/cases/{case}/forms/application-form/print")
        await self.until("the form", lambda state: bool(state["current"]["case"]["printed_forms"]))
        return await self.shows(case, "application-form")

    async def wants_a_call(self, case: str, phone: str) -> None:
        """Not wait any longer."""
        await self._act("POST", f"/api/kiosk/cases/{case}/callback", {"phone": phone})

    async def goes(self) -> None:
        """Press stop, or done."""
        await self._act("POST", "/api/kiosk/stop")

    # -- a conversation

    async def asks_to_talk(self, case: str) -> None:
        """Touch "talk to a person"."""
        await self._act("POST", "/api/calls/ask", {"case": case})

    async def offers(self, call: str, epoch: int, sdp: str) -> None:
        """The page offers its connection."""
        await self._asked("POST", f"/api/calls/{call}/offer", json={"epoch": epoch, "sdp": sdp})

    async def answer(self, call: str, epoch: int) -> str:
        """The other side's answer to the offer, as SDP."""
        told = await self._asked("GET", f"/api/calls/{call}/answer", params={"epoch": epoch})
        return str(told["sdp"])

    async def beats(self, call: str, epoch: int, state: str) -> None:
        """The page is there, and sees its connection so."""
        await self._asked("POST", f"/api/calls/{call}/beat", json={"epoch": epoch, "state": state})

    async def picture(self) -> bytes:
        """The agent's camera as the page draws it, a JPEG file."""
        answer = await self._client.get(f"{self._url}/api/camera/preview.jpg")
        answer.raise_for_status()
        return answer.content

    async def _act(self, method: str, path: str, body: Json = None) -> Json:
        await asyncio.sleep(self._thinks_s)
        return await self._asked(method, path, json=body)

    async def _asked(self, method: str, path: str, **more: Any) -> Json:
        return await asked(self._client.request(method, f"{self._url}{path}", **more))
