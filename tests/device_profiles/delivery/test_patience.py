"""Whoever is patient outlasts a full disk, and says so once."""

from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

from device_profiles.delivery.errors import DatabaseUnavailableError, DiskFullError
from device_profiles.delivery.patience import PAUSE_S, QUIET_S, Patience
from tests.fakes.virtual_time import run_virtually


class Disk:
    """Full until a time of the loop."""

    def __init__(self, full_until_s: float) -> None:
        self.full_until_s = full_until_s
        self.tries = 0

    async def keep(self) -> str:
        self.tries += 1
        if asyncio.get_running_loop().time() < self.full_until_s:
            raise DiskFullError("database or disk is full")
        return "kept"


def test_it_is_tried_again_at_a_steady_pace_and_told_once() -> None:
    disk, patience = Disk(full_until_s=3600), Patience("timers")
    with capture_logs() as told:
        assert run_virtually(patience.insist(disk.keep)) == "kept"
    assert disk.tries == 3600 / PAUSE_S + 1
    assert [(line["event"], line["code"], line["doing"]) for line in told] == [
        ("nothing can be kept", "disk_full", "timers")
    ]


def test_what_goes_well_between_two_failures_does_not_end_the_episode_and_quiet_does() -> None:
    patience = Patience("arrivals")

    async def script() -> None:
        for _ in range(100):
            patience.failed(DatabaseUnavailableError("gone"))
            await asyncio.sleep(QUIET_S / 2)
            patience.went_well()
        await asyncio.sleep(QUIET_S)
        patience.went_well()
        patience.went_well()
        patience.failed(DatabaseUnavailableError("gone"))

    with capture_logs() as told:
        run_virtually(script())
    assert [(line["event"], line.get("failures")) for line in told] == [
        ("nothing can be kept", None),
        ("kept again", 100),
        ("nothing can be kept", None),
    ]


def test_another_fault_is_not_waited_for() -> None:
    async def is_wrong() -> None:
        msg = "our own mistake"
        raise ValueError(msg)

    with pytest.raises(ValueError, match="mistake"):
        run_virtually(Patience("timers").insist(is_wrong))
