"""One Chromium for a module's tests, and the mark by which they are chosen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from dashboards.terminal.demo.alone.chromium import ChromiumAbsentError, open_chromium

BUILT = Path(__file__).parents[2] / "dashboards" / "web" / "dist" / "index.html"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(300))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Browser]:
    assert BUILT.is_file(), "the screens were not built: deploy/setup/web.sh"
    try:
        async with open_chromium() as browser:
            yield browser
    except ChromiumAbsentError as error:
        pytest.skip(f"NO SCREEN IS TRIED: {error}")
