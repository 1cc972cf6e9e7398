"""Twenty kiosks at once, as long as a test may take; `python -m tests.soak.kiosks` takes ten minutes."""

from __future__ import annotations

import asyncio

import pytest

from tests.soak.kiosks import soak

pytestmark = pytest.mark.integration
SHORTLY_MINUTES = 0.35


def test_twenty_kiosks_at_one_hub_lose_nothing() -> None:
    outcome = asyncio.run(soak(SHORTLY_MINUTES, print))
    print(outcome)
    assert outcome.faults == ()
    assert outcome.beats > 0
