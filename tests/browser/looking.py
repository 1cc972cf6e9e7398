"""Looks at a page as it stands: photographs for people, and what axe-core finds in it.

Owns which sizes, languages and lights there are. The photographs lie in build/screens.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from typing import Final, Literal

from tests.browser.window import Window

ROOT: Final = Path(__file__).parents[2]
SCREENS: Final = ROOT / "build" / "screens"
AXE: Final = ROOT / "dashboards" / "web" / "node_modules" / "axe-core" / "axe.min.js"
NARROW, WIDE = (360, 780), (1920, 1080)
UPRIGHT, LYING = (1080, 1920), (1920, 1080)
"""How a kiosk's screen stands."""
LANGUAGES: Final = ("zh", "en")
LIGHTS: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
SERIOUS: Final = ("serious", "critical")
_FIND: Final = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations.map(
    (found) => [found.impact, found.id, found.nodes.map((node) => node.target.join(" ")).join("; ")])"""


async def look(
    window: Window,
    name: str,
    sizes: Collection[tuple[int, int]] = (NARROW, WIDE),
    languages: Sequence[str] = LANGUAGES,
) -> None:
    """Photograph the page at these sizes, in these languages and both lights, and let axe-core look.

    Of several sizes and languages axe-core, which takes longest, sees every second view, as on a
    chessboard: each pair of a language and a light at one size, each language and each light at every size.

    Before a dialog there is no changing the language: name the one that is spoken.

    Afterwards the window is as it was. Fails when axe-core finds something serious, or when the page is
    wider than its window.
    """
    page = window.page
    usual = page.viewport_size
    assert usual is not None
    language = await page.evaluate("document.documentElement.lang")
    SCREENS.mkdir(parents=True, exist_ok=True)
    faults: list[str] = []
    everything = len(sizes) == 1 or len(languages) == 1
    views = product(enumerate(sizes), enumerate(languages), enumerate(LIGHTS))
    for (row, (width, height)), (column, wanted), (side, light) in views:
        await page.set_viewport_size({"width": width, "height": height})
        await _speak(window, wanted)
        await page.emulate_media(color_scheme=light)
        await page.locator(f'html[data-light="{light}"]').wait_for()
        where = f"{name}-{width}-{wanted}-{light}"
        await page.screenshot(path=SCREENS / f"{where}.png", animations="disabled")
        if await page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append(f"{where}: the page is wider than its window")
        if everything or (row + column + side) % 2 == 0:
            faults += [f"{where}: {found}" for found in await _serious(window)]
    await page.set_viewport_size(usual)
    await page.emulate_media(color_scheme="light")
    await _speak(window, "zh" if language.startswith("zh") else "en")
    assert not faults, "\n".join(faults)


async def _speak(window: Window, language: str) -> None:
    """Press the button that changes the language, unless the page speaks it already."""
    spoken = await window.page.evaluate("document.documentElement.lang")
    if not spoken.startswith(language):
        await window.press("中文" if language == "zh" else "English")


async def _serious(window: Window) -> list[str]:
    if not await window.page.evaluate("'axe' in window"):
        # By the debugger: the page's own policy lets no foreign script in.
        session = await window.page.context.new_cdp_session(window.page)
        await session.send("Runtime.evaluate", {"expression": _axe()})
        await session.detach()
    found: list[list[str]] = await window.page.evaluate(_FIND)
    return [f"{rule}: {where}" for impact, rule, where in found if impact in SERIOUS]


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")
