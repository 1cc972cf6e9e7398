"""A customer before a kiosk's agent, in the words of its page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx

from dashboards.terminal.demo.people import Json, RefusedError

PATIENCE_S = 60.0
XIAO = {"customer-name": "王小样", "id-number": "110105198001019987", "phone": "13800138000"}
SIGNATURE = {
    "type": "signature",
    "version": 1,
    "width_px": 600,
    "height_px": 240,
    "line_px": 180,
    "strokes": [[[60 + 4 * step, 160 - 3 * (step % 9), 0.5, 16 * step] for step in range(60)]],
}


class Customer:
    """Presses what the page would have them press."""

    def __init__(self, url: str, client: httpx.AsyncClient) -> None:
        self._url = url
        self._client = client

    async def state(self, after: int = -1) -> Json:
        """All that the page shows."""
        return await self._asked("GET", "/api/kiosk", params={"after": after})

    async def until(self, what: str, shown: Callable[[Json], bool]) -> Json:
        """Wait until the page shows it."""
        version = -1
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not shown(seen := await self.state(version)):
                    version = seen["version"]
                return seen
        except TimeoutError as error:
            raise AssertionError(f"the kiosk did not show: {what}") from error

    async def until_told(self, *news: str) -> Json:
        """Wait until the last that the hub told of the case is this."""
        shown = await self.until(
            f"told {news}",
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
        filed = await self._asked("POST", "/api/kiosk/begin", json={"procedure": procedure, **answers})
        return str(filed["case"])

    async def is_photographed(self, case: str) -> None:
        """Look into the camera."""
        await self.until("one person", lambda state: state["presence"]["what"] == "one")
        await self.shows(case, "customer-photo")

    async def shows(self, case: str, material: str, scanner: str | None = None) -> Json:
        """Have something captured."""
        body = {"material": material, "scanner": scanner}
        return await self._asked("POST", f"/api/kiosk/cases/{case}/capture", json=body)

    async def fills_in(self, case: str, application: dict[str, str]) -> None:
        """Say that all of the application is right."""
        path = f"/api/kiosk/cases/{case}/application"
        await self._asked("PUT", path, json={"application": application})

    async def is_done(self, case: str) -> None:
        """Everything of this round is there."""
        await self._asked("POST", f"/api/cases/{case}/collected")

    async def signs(self, case: str) -> None:
        """Sign on the pad."""
        await self._asked("POST", f"/api/cases/{case}/signature/signature", json=SIGNATURE)

    async def signs_on_paper(self, case: str) -> None:
        """Have the form printed, sign it, and lay it on the scanner."""
        await self._asked("POST", f"/api/cases/{case}/forms/application-form/print")
        await self.until("the form", lambda state: bool(state["current"]["case"]["printed_forms"]))
        await self.shows(case, "application-form")

    async def wants_a_call(self, case: str, phone: str) -> None:
        """Not wait any longer."""
        await self._asked("POST", f"/api/kiosk/cases/{case}/callback", json={"phone": phone})

    async def goes(self) -> None:
        """Press stop, or done."""
        await self._asked("POST", "/api/kiosk/stop")

    async def _asked(self, method: str, path: str, **more: Any) -> Json:
        answer = await self._client.request(method, f"{self._url}{path}", **more)
        if answer.is_error:
            told = answer.json()
            raise RefusedError(str(told.get("code")), str(told.get("detail")))
        return answer.json() if answer.content else None
