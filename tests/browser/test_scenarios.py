"""Every scenario of the demo's counters, played by people before real screens, in Chinese."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from dashboards.terminal.demo.scenarios import SCENARIOS
from dashboards.terminal.demo.script import Scenario
from dashboards.terminal.demo.stage import play
from tests.browser.bank import ScreenBank, open_screen_bank

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bank(chromium: Browser) -> AsyncIterator[ScreenBank]:
    async with open_screen_bank(chromium) as bank:
        yield bank


AT_COUNTERS = [scenario for scenario in SCENARIOS.values() if not scenario.kiosk]
"""The kiosk's and the desk's pages are tried by themselves, in `test_kiosk` and `test_desk`."""


@pytest.mark.parametrize("scenario", AT_COUNTERS, ids=lambda scenario: scenario.name)
async def test_people_before_their_screens_come_to_the_same_end(
    bank: ScreenBank, scenario: Scenario
) -> None:
    outcome = await play(bank, [scenario], bank.say)
    assert not outcome.faults
    assert (outcome.lost, outcome.duplicated) == (0, 0)
