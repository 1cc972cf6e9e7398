"""A person before a counter's page: they file, capture and end cases by pressing what it shows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import httpx
from playwright.async_api import Browser, Locator

from dashboards.terminal.demo.people import Counter, Json
from tests.browser.window import TABLET, Window, open_window


class ScreenCounter(Counter):
    """The same counter as in the scripted demo, before its real page in Chinese."""

    def __init__(self, window: Window, name: str, url: str, client: httpx.AsyncClient) -> None:
        super().__init__(name, url, client)
        self.window = window

    async def show_code(self) -> str:
        """Press for a code, and read it off the page."""
        await self.window.begin()
        await self._press("sign-in")
        await self.window.until_asked("sign-in")
        digits = await self.window.page.locator(".digits").inner_text()
        await self.until("the code to reach the hub", lambda state: state["waiting_messages"] == 0)
        return digits.replace(" ", "")

    async def file(self, branch: str, procedure: str, application: Mapping[str, str]) -> str:
        """The three steps."""
        await self.window.begin()
        before = {filed["case"] for filed in (await self.state())["filed"]}
        await self.begins_to_file()
        await self.chooses(branch, procedure)
        await self.types(application)
        await self.goes_on()
        await self._press("file-it")
        state = await self.until(
            "the case to be kept",
            lambda state: any(filed["case"] not in before for filed in state["filed"]),
        )
        (case,) = {filed["case"] for filed in state["filed"]} - before
        return str(case)

    async def scan(self, case: str, material: str, scanner: str) -> Json:
        """Press scan beside the material, and wait until its picture is there."""
        await self.window.begin()
        await self._open(case)
        before = _captured(await self.state(), case).get(material)
        await self._press(f"scan {material}")
        state = await self.until(
            f"a picture of {material}",
            lambda state: _captured(state, case).get(material) not in (None, before),
        )
        filed = next(filed for filed in state["filed"] if filed["case"] == case)
        return next(each for each in filed["captures"] if each["material"]["name"] == material)

    async def finish_collecting(self, case: str) -> None:
        """Press that everything was captured; it asks once."""
        await self.window.begin()
        await self._open(case)
        await self._press("finish")
        await self._confirm()
        await self.until("that to be kept", lambda state: _filed(state, case)["collected"])

    async def acknowledge_result(self, case: str) -> None:
        """Press that the customer was told; it asks once."""
        await self.window.begin()
        await self._open(case)
        await self.window.until_asked("result", "refused")
        await self._press("done")
        await self._confirm()
        await self.until("the end", lambda state: _filed(state, case)["result_shown"])

    async def cancel(self, case: str, reason: str) -> None:
        """Take a case back; it asks once, and why."""
        await self.window.begin()
        await self._open(case)
        await self._press("take-back")
        await self.window.page.locator("#take-back-why").fill(reason)
        await self._confirm()

    async def ask_for_another(self, case: str) -> None:
        """Do not wait for the person who promised."""
        await self.window.begin()
        await self._open(case)
        await self._press("another")
        await self._confirm()

    # -- filing, step by step

    async def begins_to_file(self) -> None:
        """Open the form."""
        await self._press("file")
        await self.window.until_asked("file")

    async def chooses(self, branch: str, procedure: str) -> None:
        """The first step: the business and its branch."""
        await self.window.page.locator(f'input[type=radio][value="{procedure}"]').check()
        await self._type("branch", branch)
        await self.goes_on()

    async def types(self, application: Mapping[str, str]) -> None:
        """Fields of the second step."""
        for name, value in application.items():
            await self._type(name, value)

    async def goes_on(self) -> None:
        """To the next step."""
        await self._press("onward")

    # -- the page

    async def _open(self, case: str) -> None:
        """The case as its address opens it, which is how a page comes back after a reload."""
        if not self.window.page.url.endswith(f"#filed/{case}"):
            await self.window.page.goto(f"{self._url}/counter.html#filed/{case}")

    async def _press(self, what: str) -> None:
        await self._there(f'[data-press="{what}"]').click()

    async def _confirm(self) -> None:
        dialog = self.window.page.get_by_role("dialog")
        await dialog.locator('[data-press="confirm"]').click()
        await dialog.wait_for(state="detached")

    async def _type(self, field: str, value: str) -> None:
        await self._there(f"#field-{field}").fill(value)

    def _there(self, selector: str) -> Locator:
        return self.window.page.locator(f"{selector}:visible").first


def _filed(state: Json, case: str) -> Json:
    return next(filed for filed in state["filed"] if filed["case"] == case)


def _captured(state: Json, case: str) -> dict[str, str]:
    captures = _filed(state, case)["captures"]
    return {each["material"]["name"]: each["material"]["sha256"] for each in captures}


@asynccontextmanager
async def open_counter(
    chromium: Browser, name: str, url: str, client: httpx.AsyncClient
) -> AsyncIterator[ScreenCounter]:
    """The tablet on the table, with the counter's own page."""
    async with open_window(chromium, TABLET, touch=True) as window:
        await window.page.goto(f"{url}/counter.html")
        await window.page.locator("main:not([data-asks=wait])").wait_for()
        yield ScreenCounter(window, name, url, client)
