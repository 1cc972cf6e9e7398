"""A counter with an empty tray and its link up."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.counter_house import CounterHouse, counter_in


@pytest.fixture
async def counter(tmp_path: Path) -> AsyncIterator[CounterHouse]:
    async with counter_in(tmp_path) as counter:
        yield counter
