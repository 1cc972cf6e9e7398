"""Printing: one document after another goes to this device's printer, and the screen sees how far it is.

Owns the errands and what became of them, in memory, and writes down which form was printed with what on it.
What stands on a document is `documents`' to say; how printers speak is `devices`'.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Final, Literal

import structlog

from device_profiles.contract.ids import EpochMs
from device_profiles.contract.messages.event import Condition
from device_profiles.delivery.errors import DatabaseUnavailableError
from edge_agent.casework.documents import Documents
from edge_agent.casework.errors import CounterError
from edge_agent.casework.records import Records
from edge_agent.devices.attendance import Attendance
from edge_agent.devices.errors import PeripheralBusyError, PeripheralError, PeripheralGoneError
from edge_agent.devices.printer import Document, Printer, Progress
from edge_agent.forms.content import FormContent
from edge_agent.forms.errors import FormError
from edge_agent.forms.receipt import ReceiptContent
from edge_agent.store import printed_forms

_log = structlog.get_logger()

PRINTER: Final = "printer"
"""What device profiles call it."""
MOST_WAITING: Final = 20
MOST_KEPT: Final = 50
"""What became of so many documents is shown; a counter has fewer in an hour."""

PrintState = Literal["queued", "printing", "held_up", "printed", "failed"]
"""held_up: the printer wants something, such as paper, and goes on when it has it."""


@dataclass(frozen=True, slots=True)
class Print:
    """A document on its way to paper: a form by its material's name, or the receipt (None).

    `says` is a sentence for the person beside the printer; `condition`, of one that failed, how the printer
    is, None when the fault is not the printer's.
    """

    case: str
    material: str | None
    state: PrintState
    since: EpochMs
    says: str
    condition: Condition | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will become of it."""
        return self.state in {"printed", "failed"}


class Printing:
    """The printer of this device and what it has to do."""

    def __init__(
        self, records: Records, documents: Documents, printer: Printer | None, attendance: Attendance
    ) -> None:
        self._records = records
        self._documents = documents
        self._printer = printer
        self._attendance = attendance
        self._queue: asyncio.Queue[Print] = asyncio.Queue(MOST_WAITING)
        self._prints: dict[tuple[str, str | None], Print] = {}

    @property
    def prints(self) -> Sequence[Print]:
        """What became of the latest documents, in the order in which they were asked for."""
        return tuple(self._prints.values())

    async def print_form(self, case: str, material: str) -> Print:
        """Print a form; one that is on its way is not printed twice.

        Raises:
            NoSuchCaseError: no such case was filed here.
            RefusedError: the case is closed, or the material is no form that we print.
            PeripheralGoneError: this device has no printer.
            PeripheralBusyError: too many documents wait already.
        """
        await self._documents.form(case, material)
        return self._ask(case, material)

    async def print_receipt(self, case: str) -> Print:
        """Print the receipt; one that is on its way is not printed twice.

        Raises:
            NoSuchCaseError: no such case was filed here.
            RefusedError: the case has no result yet, or its data left this device.
            PeripheralGoneError: this device has no printer.
            PeripheralBusyError: too many documents wait already.
        """
        await self._documents.receipt(case)
        return self._ask(case, None)

    async def run(self) -> None:
        """Print until cancelled; what is being printed then is taken back."""
        while True:
            errand = await self._queue.get()
            try:
                await self._attend(errand)
            except Exception:  # noqa: BLE001  a task's boundary
                _log.exception("not printed", case=errand.case, material=errand.material)
                self._note(errand, "failed", "The counter could not print it: its log says why.")

    def _ask(self, case: str, material: str | None) -> Print:
        known = self._prints.get((case, material))
        if known is not None and not known.is_over:
            return known
        if self._printer is None:
            raise PeripheralGoneError("This counter has no printer: none is set up.")
        errand = Print(case, material, "queued", self._now(), "It waits for the printer.")
        try:
            self._queue.put_nowait(errand)
        except asyncio.QueueFull as error:
            msg = f"{MOST_WAITING} documents wait for the printer already: try again in a moment."
            raise PeripheralBusyError(msg) from error
        self._keep(errand)
        return errand

    async def _attend(self, errand: Print) -> None:
        assert self._printer is not None
        try:
            # Anew: what was asked for may have changed while others were printed.
            content = await self._content(errand)
            typeset = await self._documents.typeset(content)
            document = Document(f"{errand.case} {errand.material or 'receipt'}", typeset.pdf)
            with self._attendance.using(PRINTER):
                await self._print(self._printer, errand, document)
        except PeripheralError as error:
            self._note(errand, "failed", str(error), error.condition)
        except (CounterError, FormError, DatabaseUnavailableError) as error:
            self._note(errand, "failed", str(error))
        else:
            await self._printed(errand, content)

    async def _content(self, errand: Print) -> FormContent | ReceiptContent:
        if errand.material is None:
            return await self._documents.receipt(errand.case)
        return await self._documents.form(errand.case, errand.material)

    async def _print(self, printer: Printer, errand: Print, document: Document) -> None:
        was_held_up = False
        async with aclosing(printer.print(document)) as steps:
            async for step in steps:
                if step.phase == "printed":
                    continue  # it is once that is written down
                self._note(errand, step.phase, step.says)
                if was_held_up or step.phase == "held_up":
                    await self._look(printer, step)
                was_held_up = step.phase == "held_up"

    async def _look(self, printer: Printer, step: Progress) -> None:
        """How the printer is, while it is ours: nobody else asks it then."""
        state = await printer.look()
        if step.phase != "held_up" or state.condition not in {"ready", "busy"}:
            self._attendance.note(PRINTER, state)

    async def _printed(self, errand: Print, content: FormContent | ReceiptContent) -> None:
        says = "It was printed."
        if isinstance(content, FormContent):
            identity, now_ms = content.identity(), self._now()
            try:
                await self._records.change(
                    lambda transaction: printed_forms.put(transaction.connection, identity, now_ms)
                )
            except DatabaseUnavailableError as error:
                _log.warning("print not kept", case=errand.case, reason=str(error))
                says = "It was printed; the counter could not keep that it was."
        self._note(errand, "printed", says)

    def _note(
        self, errand: Print, state: PrintState, says: str, condition: Condition | None = None
    ) -> None:
        self._keep(replace(errand, state=state, since=self._now(), says=says, condition=condition))

    def _keep(self, errand: Print) -> None:
        self._prints[errand.case, errand.material] = errand
        over = [key for key, known in self._prints.items() if known.is_over]
        for key in over[: max(0, len(self._prints) - MOST_KEPT)]:
            del self._prints[key]
        self._records.changes.note()

    def _now(self) -> EpochMs:
        return self._records.ids.clock.now_ms()
