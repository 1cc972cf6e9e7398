"""A printer that is out of paper, jammed, open, stopped, broken, gone or slow: a real one and its twin."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from pathlib import Path

import pytest

from device_profiles.contract.messages.event import Condition
from edge_agent.devices.errors import (
    CoverOpenError,
    OutOfPaperError,
    PaperJamError,
    PeripheralError,
    PeripheralFailedError,
    PeripheralGoneError,
    PeripheralSlowError,
)
from edge_agent.devices.folder_printer import FolderPrinter
from edge_agent.devices.ipp_printer import IppPrinter, state_of
from edge_agent.devices.printer import Document, Phase, Printer, Progress
from edge_agent.devices.simulated.printer import FAULTS, SimulatedPrinter
from tests.servers.cups import CupsServer
from tests.servers.program import free_ports

FORM = Document("Application form", b"%PDF-1.4\n%%EOF\n")
HELD_UP: list[tuple[str, Condition, type[PeripheralError]]] = [
    ("media-empty", "out_of_paper", OutOfPaperError),
    ("media-jam", "jammed", PaperJamError),
    ("cover-open", "cover_open", CoverOpenError),
    ("offline-report", "busy", PeripheralSlowError),  # a mere report is no fault; but nothing comes out
]


@pytest.fixture(scope="module")
def server() -> Iterator[CupsServer]:
    with CupsServer() as server:
        yield server


@pytest.fixture
def cups(server: CupsServer) -> Iterator[CupsServer]:
    yield server
    server.becomes("ready")
    server.starts_again()


def at(cups: CupsServer, patience_s: float = 30) -> IppPrinter:
    return IppPrinter(cups.printer, patience_s=patience_s, look_every_s=0.05)


async def until(phase: Phase, progress: AsyncGenerator[Progress, None]) -> Progress:
    """The first step of that phase."""
    async for step in progress:
        if step.phase == phase:
            return step
    raise AssertionError(f"it was never {phase}")


def names_in(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


async def fails(printer: Printer) -> PeripheralError:
    """Print in vain; the reason."""
    async with aclosing(printer.print(FORM)) as progress:
        with pytest.raises(PeripheralError) as failed:
            await until("printed", progress)
    return failed.value


async def test_what_is_held_up_goes_on_when_somebody_helped(cups: CupsServer) -> None:
    cups.becomes("media-empty")
    printer, before = at(cups), len(cups.printed())
    async with aclosing(printer.print(FORM)) as progress:
        assert "no paper" in (await until("held_up", progress)).says
        assert (await printer.look()).condition == "out_of_paper"
        cups.becomes("ready")
        await until("printed", progress)
    assert len(cups.printed()) == before + 1


@pytest.mark.parametrize(("reason", "condition", "error"), HELD_UP)
async def test_what_nobody_helped_is_taken_back(
    cups: CupsServer, reason: str, condition: Condition, error: type[PeripheralError]
) -> None:
    cups.becomes(reason)
    before = len(cups.printed())
    assert type(await fails(at(cups, patience_s=0.6))) is error
    cups.becomes("ready")
    async with aclosing(at(cups).print(FORM)) as progress:
        await until("printed", progress)
    assert len(cups.printed()) == before + 1  # the one that was taken back never came out


async def test_whoever_goes_away_takes_the_job_back(cups: CupsServer) -> None:
    cups.becomes("media-jam")
    before = len(cups.printed())
    async with aclosing(at(cups).print(FORM)) as progress:
        await until("held_up", progress)
    cups.becomes("ready")
    async with aclosing(at(cups).print(FORM)) as progress:
        await until("printed", progress)
    assert len(cups.printed()) == before + 1


async def test_a_queue_that_was_stopped_holds_the_page_up(cups: CupsServer) -> None:
    cups.stops()
    printer = at(cups)
    state = await printer.look()
    assert (state.condition, "cupsenable" in state.says) == ("failed", True)
    async with aclosing(printer.print(FORM)) as progress:
        await until("held_up", progress)
        cups.starts_again()
        await until("printed", progress)


async def test_a_printer_that_breaks_stops_the_queue_and_is_said_to(cups: CupsServer) -> None:
    cups.becomes("broken")
    assert isinstance(await fails(at(cups, patience_s=1)), PeripheralFailedError)
    assert (await at(cups).look()).condition == "failed"


async def test_no_such_queue_and_no_server_are_a_printer_gone(cups: CupsServer) -> None:
    (closed,) = free_ports(1)
    for address in (f"ipp://127.0.0.1:{cups.port}/printers/nowhere", f"ipp://127.0.0.1:{closed}/ipp/print"):
        assert (await IppPrinter(address).look()).condition == "unplugged"
        assert isinstance(await fails(IppPrinter(address)), PeripheralGoneError)


@pytest.mark.parametrize(
    ("state", "reasons", "accepting", "condition"),
    [
        (3, "none", True, "ready"),
        (4, "none", True, "busy"),
        (5, "none", True, "failed"),
        (3, "none", False, "failed"),
        (4, ["media-low-report", "media-empty-error"], True, "out_of_paper"),
        (4, ["media-empty-warning", "media-jam"], True, "jammed"),
        (3, ["media-low-warning", "toner-low"], True, "ready"),
        (3, "media-empty-report", True, "ready"),
        (5, "offline", True, "unplugged"),
        (3, ["door-open"], True, "cover_open"),
    ],
)
def test_the_most_pressing_of_a_printers_reasons_counts(
    state: int, reasons: object, *, accepting: bool, condition: str
) -> None:
    attributes = {
        "printer-state": state,
        "printer-state-reasons": reasons,
        "printer-is-accepting-jobs": accepting,
    }
    assert state_of(attributes).condition == condition


@pytest.mark.parametrize("condition", FAULTS)
async def test_the_twin_fails_in_the_same_words(condition: Condition) -> None:
    printer = SimulatedPrinter(patience_s=0.02)
    printer.becomes(condition)
    assert (await printer.look()).condition == condition
    assert type(await fails(printer)) is FAULTS[condition]
    assert printer.printed == []
    printer.becomes("ready")
    async with aclosing(printer.print(FORM)) as progress:
        await until("printed", progress)


async def test_the_twin_goes_on_when_somebody_helped() -> None:
    printer = SimulatedPrinter()
    printer.becomes("jammed")
    async with aclosing(printer.print(FORM)) as progress:
        await until("held_up", progress)
        printer.becomes("ready")
        await until("printed", progress)


async def test_a_folder_that_is_not_there_is_a_printer_gone(tmp_path: Path) -> None:
    printer = FolderPrinter(tmp_path / "unplugged")
    assert (await printer.look()).condition == "unplugged"
    assert isinstance(await fails(printer), PeripheralGoneError)


async def test_a_folder_never_shows_half_a_file_and_keeps_both_of_one_name(tmp_path: Path) -> None:
    printer = FolderPrinter(tmp_path)
    for _ in range(2):
        async with aclosing(printer.print(Document("../a/b 表", b"%PDF"))) as progress:
            await until("printed", progress)
    assert names_in(tmp_path) == {"a-b-表-2.pdf", "a-b-表.pdf"}
