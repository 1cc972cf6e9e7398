"""The fake keeps the contract too, or the tests that use it prove nothing."""

from __future__ import annotations

import pytest

from tests.fakes.figures import MemoryFigureStore
from tests.hub.sinks.figures_contract import FigureStoreContract


class TestMemory(FigureStoreContract):
    @pytest.fixture
    def figures(self) -> MemoryFigureStore:
        return MemoryFigureStore()
