"""What every printer promises. A new driver adds a subclass below."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import aclosing
from pathlib import Path

import pytest

from edge_agent.devices.folder_printer import FolderPrinter
from edge_agent.devices.ipp_printer import IppPrinter
from edge_agent.devices.printer import Document, Printer
from edge_agent.devices.simulated.printer import SimulatedPrinter
from tests.servers.cups import CupsServer

Printed = Callable[[], list[bytes]]
FORM = Document("申请表 Application form", b"%PDF-1.4\n% one page\n%%EOF\n")
RECEIPT = Document("Receipt", b"%PDF-1.4\n% another\n%%EOF\n")


@pytest.fixture(scope="module")
def cups() -> Iterator[CupsServer]:
    with CupsServer() as cups:
        yield cups


async def prints(printer: Printer, document: Document) -> list[str]:
    """Print it; the phases it went through."""
    async with aclosing(printer.print(document)) as progress:
        return [step.phase async for step in progress]


class PrinterContract:
    """A subclass has a fixture `printer`, and `printed`: what has come out of it, in order."""

    async def test_what_is_printed_comes_out_as_it_was(self, printer: Printer, printed: Printed) -> None:
        before = len(printed())
        for document in (FORM, RECEIPT):
            assert (await prints(printer, document))[-1] == "printed"
        assert printed()[before:] == [FORM.pdf, RECEIPT.pdf]

    async def test_two_people_at_once_each_get_their_page(self, printer: Printer, printed: Printed) -> None:
        before = len(printed())
        async with asyncio.TaskGroup() as both:
            both.create_task(prints(printer, FORM))
            both.create_task(prints(printer, RECEIPT))
        assert sorted(printed()[before:]) == sorted([FORM.pdf, RECEIPT.pdf])

    async def test_nobody_who_has_gone_gets_a_page(self, printer: Printer, printed: Printed) -> None:
        before = len(printed())
        async with aclosing(printer.print(FORM)) as progress:
            await anext(progress)
        assert (await prints(printer, RECEIPT))[-1] == "printed"
        assert RECEIPT.pdf in printed()[before:]

    async def test_a_printer_that_works_says_so(self, printer: Printer) -> None:
        assert (await printer.look()).condition == "ready"

    def test_a_person_knows_the_printer_by_its_name(self, printer: Printer) -> None:
        assert printer.name


class TestSimulatedPrinter(PrinterContract):
    @pytest.fixture
    def printer(self) -> SimulatedPrinter:
        return SimulatedPrinter()

    @pytest.fixture
    def printed(self, printer: SimulatedPrinter) -> Printed:
        return lambda: [document.pdf for document in printer.printed]


class TestFolderPrinter(PrinterContract):
    @pytest.fixture
    def printer(self, tmp_path: Path) -> FolderPrinter:
        return FolderPrinter(tmp_path)

    @pytest.fixture
    def printed(self, tmp_path: Path) -> Printed:
        def files() -> list[bytes]:
            by_age = sorted(tmp_path.iterdir(), key=lambda file: file.stat().st_mtime_ns)
            return [file.read_bytes() for file in by_age]

        return files


class TestCupsPrinter(PrinterContract):
    @pytest.fixture
    def printer(self, cups: CupsServer) -> IppPrinter:
        return IppPrinter(cups.printer, patience_s=30, look_every_s=0.05)

    @pytest.fixture
    def printed(self, cups: CupsServer) -> Printed:
        return cups.printed
