"""The fake keeps the contract too, or the tests that use it prove nothing."""

from __future__ import annotations

import pytest

from tests.fakes.telemetry import MemoryTelemetryStore
from tests.hub.sinks.contract import TelemetryStoreContract


class TestMemory(TelemetryStoreContract):
    @pytest.fixture
    def store(self) -> MemoryTelemetryStore:
        return MemoryTelemetryStore()
