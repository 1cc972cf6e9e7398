"""What becomes of using a peripheral is its state, and a change is noticed once."""

from __future__ import annotations

import asyncio

import pytest

from edge_agent.devices.attendance import Attendance
from edge_agent.devices.errors import (
    NothingToScanError,
    PaperJamError,
    PeripheralError,
    PeripheralGoneError,
)
from edge_agent.devices.peripheral import PeripheralState

WORKS = PeripheralState("ready", "It works.")


async def uses(attendance: Attendance, error: PeripheralError | None = None, seconds: float = 0) -> None:
    with attendance.using("scanner"):
        assert attendance.is_used("scanner")
        await asyncio.sleep(seconds)
        if error is not None:
            raise error


async def test_what_worked_is_ready() -> None:
    attendance = Attendance()
    await uses(attendance)
    assert attendance.states == {"scanner": WORKS}
    assert not attendance.is_used("scanner")


async def test_what_did_not_says_why_until_it_works_again() -> None:
    attendance = Attendance()
    for error in (PaperJamError("stuck"), PeripheralGoneError("gone")):
        with pytest.raises(PeripheralError):
            await uses(attendance, error)
        assert error.condition is not None
        assert attendance.states["scanner"] == PeripheralState(error.condition, str(error))
    await uses(attendance)
    assert attendance.states["scanner"] == WORKS


async def test_that_nobody_laid_paper_on_is_no_fault_of_the_scanner() -> None:
    attendance = Attendance(slow_after_s=0.01)
    attendance.note("scanner", WORKS)
    with pytest.raises(NothingToScanError):
        await uses(attendance, NothingToScanError("no paper came"), seconds=0.03)
    assert attendance.states["scanner"] == WORKS


async def test_whoever_waits_is_told_that_it_takes_its_time() -> None:
    attendance = Attendance(slow_after_s=0.01)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(uses(attendance, seconds=0.1))
        await attendance.changed.wait()
        assert attendance.states["scanner"].condition == "slow"
    assert attendance.states["scanner"] == WORKS


async def test_that_it_waits_for_paper_says_more_than_that_it_is_slow() -> None:
    attendance = Attendance(slow_after_s=0.01)
    empty = PeripheralState("out_of_paper", "Put some in.")
    with attendance.using("printer"):
        attendance.note("printer", empty)
        await asyncio.sleep(0.03)
        assert attendance.states["printer"] == empty
    assert attendance.states["printer"] == WORKS


async def test_the_same_again_is_no_change() -> None:
    attendance = Attendance()
    attendance.note("scanner", WORKS)
    attendance.changed.clear()
    attendance.note("scanner", WORKS)
    await uses(attendance)
    assert not attendance.changed.is_set()


async def test_one_that_two_use_is_used_until_both_are_done() -> None:
    attendance = Attendance()
    with attendance.using("scanner"):
        await uses(attendance)
        assert attendance.is_used("scanner")
    assert not attendance.is_used("scanner")
