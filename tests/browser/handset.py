"""A person who does everything on the handset's page: each act is a press of theirs, and no request.

What a scenario looks up beyond the page, as who was told what, it reads from the hub as `Handset` does.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from playwright.async_api import Browser, Locator, Route

from dashboards.terminal.demo.house import STAFF, House
from dashboards.terminal.demo.people import Handset, Json, PersonError
from device_profiles.profiles import load_procedures
from tests.browser.window import PHONE, Window, open_window

NAMES = {staff.person: staff.name for staff in STAFF}
MATERIALS = {
    name: kind.title.zh for each in load_procedures().values() for name, kind in each.materials.items()
}


class ScreenHandset(Handset):
    """The same person as in the scripted demo, before a real page in Chinese."""

    def __init__(
        self, window: Window, person: str, url: str, client: httpx.AsyncClient, token: str
    ) -> None:
        super().__init__(person, url, client, token)
        self.window = window

    async def begin_duty(self) -> None:
        """Press the switch, unless on duty already; and that one is there, if the page asks."""
        await self.window.begin()
        await self._switch_duty(on=True)
        here = self.window.page.locator("[data-press=here]")
        if await here.is_visible():
            await here.click()
            await here.wait_for(state="detached")

    async def end_duty(self) -> None:
        """Press the switch, unless off duty already."""
        await self.window.begin()
        await self._switch_duty(on=False)

    async def take_break(self) -> None:
        """Press for a break."""
        await self.window.begin()
        await self._press("break", self.window.asks)
        await self.window.until_asked("break")

    async def sign_in_at_counter(self, code: str) -> None:
        """Type the code that the counter shows."""
        await self.window.begin()
        field = self.window.page.locator('input[autocomplete="one-time-code"]')
        await field.fill(code)
        await self._press("sign-in", self.window.asks)
        await field.wait_for(state="detached")

    async def accept(self, case: str) -> None:
        """Press accept when the offer fills the screen."""
        await self.window.begin()
        await self._press("accept", await self._offered(case))
        await self._until_not_offered()

    async def answer_offer(self, case: str, answer: str, body: Json, offer: int | None = None) -> None:
        """Press the answer, and what it asks in its turn."""
        await self.window.begin()
        there = await self._offered(case)
        await self._press(answer, there)
        match answer:
            case "wait":
                async with self._promising(body["until"]):
                    await there.locator("[data-minutes]").first.click()
                    await self._until_not_offered()
                return
            case "decline":
                await there.locator("textarea").fill(body["reason"])
                await self._press("confirm-decline", there)
            case "pass-on":
                await self._pick(body["to"], there)
            case _:
                raise PersonError(f"the handset has no answer called {answer}")
        await self._until_not_offered()

    async def name_teller(self, case: str, teller: str) -> None:
        """Two taps: the case, then the teller."""
        await self.window.begin()
        chosen = self.window.page.locator(f'button[data-case="{case}"]')
        await chosen.click()
        await self._pick(teller, self.window.asks)
        await chosen.wait_for(state="detached")

    async def handle(self, case: str, move: str, body: Json, fence: int | None = None) -> None:
        """Press what the case's card offers; what cannot be undone asks once."""
        await self.window.begin()
        if fence is not None:  # a page sends no fence but its own: this is what an old page would do
            await super().handle(case, move, body, fence)
            return
        card = self.window.page.locator(f'article[data-case="{case}"]')
        stood = await card.get_attribute("data-stands")
        match move:
            case "review":
                await self._press("pass" if body["passed"] else "not-pass", card)
                await self._give_reasons(body["reasons"])
            case "recapture":
                await self._press("recapture", card)
                for material in body["materials"]:
                    await self._dialog.get_by_role("button", name=MATERIALS[material], exact=True).click()
                await self._give_reasons(body["reasons"])
            case "transfer":
                await self._press("transfer", card)
                await self._pick(body["to"], card)
                await card.locator("button[data-press=transfer], .person").first.wait_for(state="detached")
                return
            case "reference":
                await card.locator("input").fill(body["reference"])
                await self._press("reference", card)
            case _:
                raise PersonError(f"the handset has no move called {move}")
        await self._press("confirm", self._dialog)
        await self.window.page.locator(f'article[data-case="{case}"][data-stands="{stood}"]').wait_for(
            state="detached"
        )

    # -- the page

    async def _switch_duty(self, *, on: bool) -> None:
        switch = self.window.page.get_by_role("switch", name="当值开关")
        if await switch.is_checked() is not on:
            await switch.click()
            wanted = ":checked" if on else ":not(:checked)"
            await self.window.page.locator(f"[data-press=duty]{wanted}").wait_for()

    async def _offered(self, case: str) -> Locator:
        """Where the case's offer is to be answered: the whole page, or a card of one that was put off."""
        page = self.window.page
        there = page.locator(f'section.offer[data-case="{case}"], article[data-case="{case}"]')
        await there.locator("[data-press=decline]").wait_for()
        return there

    async def _until_not_offered(self) -> None:
        await self.window.page.locator("main:not([data-asks=offer])").wait_for()

    async def _pick(self, person: str, there: Locator) -> None:
        await there.locator("button.person", has_text=NAMES[person]).click()

    @property
    def _dialog(self) -> Locator:
        return self.window.page.get_by_role("dialog")

    async def _give_reasons(self, reasons: list[str]) -> None:
        if reasons:
            await self._dialog.locator("textarea").fill("".join(reasons))

    async def _press(self, what: str, within: Locator) -> None:
        await within.locator(f'[data-press="{what}"]').click()

    @asynccontextmanager
    async def _promising(self, until: int) -> AsyncIterator[None]:
        """The page offers minutes; a test has seconds. Only the time within the request is another."""

        async def sooner(route: Route) -> None:
            asked = {**(route.request.post_data_json or {}), "until": until}
            await route.continue_(post_data=json.dumps(asked))

        await self.window.page.route("**/wait", sooner)
        try:
            yield
        finally:
            await self.window.page.unroute("**/wait", sooner)


@asynccontextmanager
async def open_handset(
    chromium: Browser, person: str, house: House, client: httpx.AsyncClient
) -> AsyncIterator[ScreenHandset]:
    """The person's phone, logged in by its page."""
    request = {"person": person, "password": house.password}
    login = await client.post(f"{house.hub_url}/api/login", json=request)
    token = login.raise_for_status().json()["token"]
    async with open_window(chromium, PHONE, touch=True) as window:
        await log_in(window, f"{house.hub_url}/handset.html", person, house.password)
        yield ScreenHandset(window, person, house.hub_url, client, token)


async def log_in(window: Window, url: str, person: str, password: str) -> None:
    """Open a page of the hub's, and log in on it."""
    await window.page.goto(url)
    await window.until_asked("login")
    await window.page.locator('input[autocomplete="username"]').fill(person)
    await window.page.locator('input[autocomplete="current-password"]').fill(password)
    await window.page.locator('button[type="submit"]').click()
    await window.page.locator("main:not([data-asks=login])").wait_for()
