"""How the peripherals are, on the screen, and what it is told when one does not do what it should."""

from __future__ import annotations

import httpx
import pytest

from edge_agent.devices.errors import (
    CoverOpenError,
    FeederEmptyError,
    FontMissingError,
    PaperJamError,
    PeripheralBusyError,
    PeripheralError,
    PeripheralGoneError,
    PeripheralSlowError,
)
from edge_agent.devices.peripheral import PeripheralState
from tests.edge_agent.screen.words import problem, state
from tests.fakes.counter_cases import files_case
from tests.fakes.counter_house import CounterHouse, picture


async def test_the_screen_shows_each_peripheral_and_what_to_do(
    counter: CounterHouse, screen: httpx.AsyncClient
) -> None:
    counter.attendance.note("printer", PeripheralState("out_of_paper", "Put paper in."))
    assert (await state(screen))["peripherals"] == [
        {"peripheral": "printer", "condition": "out_of_paper", "says": "Put paper in."}
    ]


@pytest.mark.parametrize(
    ("error", "code", "condition"),
    [
        (PaperJamError, "peripheral_jammed", "jammed"),
        (CoverOpenError, "peripheral_cover_open", "cover_open"),
        (PeripheralBusyError, "peripheral_busy", "busy"),
        (PeripheralSlowError, "peripheral_slow", "slow"),
        (PeripheralGoneError, "peripheral_gone", "unplugged"),
        (FeederEmptyError, "nothing_to_scan", "out_of_paper"),
        (FontMissingError, "peripheral_gone", None),
    ],
)
async def test_a_scan_that_fails_says_why_and_the_next_one_works(
    counter: CounterHouse,
    screen: httpx.AsyncClient,
    error: type[PeripheralError],
    code: str,
    condition: str | None,
) -> None:
    case = await files_case(counter)
    counter.tray.laid.extend([error("The scanner says so."), picture()])
    scan = {"material": "application-form"}
    problem(await screen.post(f"/api/cases/{case}/scan", json=scan), 409, code)
    conditions = [known["condition"] for known in (await state(screen))["peripherals"]]
    assert conditions == ([] if condition is None else [condition])
    assert (await screen.post(f"/api/cases/{case}/scan", json=scan)).is_success
    assert [known["condition"] for known in (await state(screen))["peripherals"]] == ["ready"]
