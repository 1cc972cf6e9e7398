"""Printers that speak IPP: a queue of CUPS, or an IPP Everywhere printer without one.

Owns what IPP's states and reasons (RFC 8011) mean to us. `pyipp` speaks it; it is imported with the first
document, because a device whose printer nobody asked for must start fast.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncGenerator, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from device_profiles.contract.messages.event import Condition
from edge_agent.devices.errors import (
    CoverOpenError,
    OutOfPaperError,
    PaperJamError,
    PeripheralBusyError,
    PeripheralError,
    PeripheralFailedError,
    PeripheralGoneError,
    PeripheralSlowError,
)
from edge_agent.devices.peripheral import PeripheralState
from edge_agent.devices.printer import Document, Progress

if TYPE_CHECKING:
    from pyipp import IPP
    from pyipp.enums import IppOperation

PATIENCE_S: Final = 120.0
"""How long a document waits for somebody to put paper in."""
LOOK_EVERY_S: Final = 0.5
ANSWER_WITHIN_S: Final = 8

# Job states of RFC 8011 section 5.3.7, printer states of 5.4.11.
_PRINTING, _HELD_UP, _CANCELLED, _ABORTED, _PRINTED = 5, 6, 7, 8, 9
_STATE_PROCESSING, _STATE_STOPPED = 4, 5

_ASKED: Final = (
    "printer-state",
    "printer-state-reasons",
    "printer-is-accepting-jobs",
    "printer-input-tray",
)

# Printer-state-reasons of RFC 8011 section 5.4.12 and PWG 5100.9, most pressing first.
_REASONS: Final[tuple[tuple[str, type[PeripheralError], str], ...]] = (
    ("media-jam", PaperJamError, "Paper is stuck in the printer: take it out."),
    ("cover-open", CoverOpenError, "The printer's cover is open: close it."),
    ("door-open", CoverOpenError, "A door of the printer is open: close it."),
    ("interlock-open", CoverOpenError, "The printer is open: close it."),
    ("media-empty", OutOfPaperError, "The printer has no paper: put some in."),
    ("media-needed", OutOfPaperError, "The printer has no paper: put some in."),
    ("offline", PeripheralGoneError, "The print queue cannot reach the printer: is it plugged in and on?"),
    ("shutdown", PeripheralGoneError, "The printer is switched off."),
    ("timed-out", PeripheralGoneError, "The print queue gets no answer from the printer."),
    ("paused", PeripheralFailedError, "The printer was stopped: start it again (cupsenable)."),
    ("other", PeripheralFailedError, "The printer reports a fault of its own."),
)


class IppPrinter:
    """A printer by its address, such as `ipp://127.0.0.1:631/printers/office`."""

    def __init__(
        self, address: str, *, patience_s: float = PATIENCE_S, look_every_s: float = LOOK_EVERY_S
    ) -> None:
        self.name = address
        self._address = address
        self._patience_s = patience_s
        self._look_every_s = look_every_s
        self._paper_left_percent: float | None = None

    @property
    def paper_left_percent(self) -> float | None:
        """As the printer said when it was last looked at, if it says."""
        return self._paper_left_percent

    async def look(self) -> PeripheralState:
        """What the printer says of itself."""
        try:
            async with self._open() as ipp:
                state = await self._printer_state(ipp)
        except PeripheralError as error:
            return PeripheralState(error.condition or "failed", str(error))
        return state

    async def print(self, document: Document) -> AsyncGenerator[Progress, None]:
        """Print it; `patience_s` is the time allowed.

        Raises:
            PeripheralError: as `Printer.print` has it; the job was cancelled.
        """
        give_up_at = time.monotonic() + self._patience_s
        async with self._open() as ipp:
            job = await self._submit(ipp, document)
            ended = False
            try:
                progress = Progress("queued", "It waits for the printer.")
                yield progress
                while True:
                    attributes, printer = await self._job(ipp, job), await self._printer_state(ipp)
                    state = int(attributes.get("job-state", 0))
                    if ended := state in {_CANCELLED, _ABORTED, _PRINTED}:
                        break
                    if progress != (now := _progress(state, printer)):
                        yield (progress := now)
                    if time.monotonic() > give_up_at:
                        raise _given_up(printer, self._patience_s)
                    await asyncio.sleep(self._look_every_s)
            finally:
                if not ended:
                    await self._cancel(ipp, job)
            if state != _PRINTED:
                raise PeripheralFailedError(_why(attributes))
            yield Progress("printed", "It was printed.")

    def _open(self) -> IPP:
        from pyipp import IPP  # noqa: PLC0415

        return IPP(self._address, request_timeout=ANSWER_WITHIN_S, user_agent="tongban")

    async def _submit(self, ipp: IPP, document: Document) -> int:
        from pyipp.enums import IppOperation  # noqa: PLC0415

        wanted = {"job-name": document.title[:200], "document-format": "application/pdf"}
        message = {"operation-attributes-tag": wanted, "data": document.pdf}
        answer = await self._ask(ipp, IppOperation.PRINT_JOB, message)
        return int(answer["jobs"][0]["job-id"])

    async def _job(self, ipp: IPP, job: int) -> Mapping[str, Any]:
        from pyipp.enums import IppOperation  # noqa: PLC0415

        names = ["job-state", "job-state-reasons", "job-printer-state-message"]
        asked = {"operation-attributes-tag": {"job-id": job, "requested-attributes": names}}
        jobs = (await self._ask(ipp, IppOperation.GET_JOB_ATTRIBUTES, asked))["jobs"]
        return dict(jobs[0]) if jobs else {}

    async def _printer_state(self, ipp: IPP) -> PeripheralState:
        from pyipp.enums import IppOperation  # noqa: PLC0415

        asked = {"operation-attributes-tag": {"requested-attributes": list(_ASKED)}}
        printers = (await self._ask(ipp, IppOperation.GET_PRINTER_ATTRIBUTES, asked))["printers"]
        attributes = printers[0] if printers else {}
        self._paper_left_percent = paper_left_percent(attributes)
        return state_of(attributes)

    async def _cancel(self, ipp: IPP, job: int) -> None:
        """Nothing may be printed once nobody waits for it. A printer that is gone cannot be told."""
        from pyipp.enums import IppOperation  # noqa: PLC0415

        try:
            await self._ask(ipp, IppOperation.CANCEL_JOB, {"operation-attributes-tag": {"job-id": job}})
        except PeripheralError:
            return

    async def _ask(self, ipp: IPP, operation: IppOperation, message: dict[str, Any]) -> dict[str, Any]:
        from pyipp import IPPConnectionError, IPPError  # noqa: PLC0415
        from pyipp.enums import IppStatus  # noqa: PLC0415

        try:
            return await ipp.execute(operation, message)
        except IPPConnectionError as error:
            raise PeripheralGoneError(f"{self._address} cannot be reached.") from error
        except IPPError as error:
            status = next((part["status-code"] for part in error.args if isinstance(part, dict)), None)
            match status:
                case IppStatus.ERROR_NOT_FOUND:
                    raise PeripheralGoneError(f"There is no printer {self._address}.") from error
                case IppStatus.ERROR_BUSY | IppStatus.ERROR_TOO_MANY_JOBS:
                    raise PeripheralBusyError("The printer has too much to do: try again.") from error
                case IppStatus.ERROR_NOT_ACCEPTING_JOBS:
                    says = "The printer accepts nothing now (cupsaccept)."
                    raise PeripheralFailedError(says) from error
                case _:
                    raise PeripheralFailedError(f"The printer refused it ({status}).") from error


def state_of(attributes: Mapping[str, Any]) -> PeripheralState:
    """What a printer's attributes say of it. Warnings count as faults, mere reports do not."""
    for reason, error, says in _REASONS:
        if reason in {_stem(word) for word in _words(attributes.get("printer-state-reasons"))}:
            return PeripheralState(error.condition or "failed", says)
    if attributes.get("printer-is-accepting-jobs") is False:
        return PeripheralState("failed", "The printer accepts nothing now (cupsaccept).")
    match int(attributes.get("printer-state", 0)):
        case 4:
            return PeripheralState("busy", "It is printing.")
        case 5:
            return PeripheralState("failed", "The printer was stopped: start it again (cupsenable).")
        case _:
            return PeripheralState("ready", "It works.")


def paper_left_percent(attributes: Mapping[str, Any]) -> float | None:
    """How full the trays are that say so (`printer-input-tray`, PWG 5100.13 section 5.6.2), together.

    CUPS's own queues have no such attribute, printers that speak IPP themselves have; a level or a capacity
    that is not known is negative there. Of a printer that only says that it is empty, that much is known.
    """
    trays = [
        (int(told["level"]), int(told["maxcapacity"]))
        for told in map(_pairs, _words(attributes.get("printer-input-tray") or ()))
        if _is_number(told.get("level")) and _is_number(told.get("maxcapacity"))
    ]
    capacity = sum(most for level, most in trays if level >= 0 and most > 0)
    if capacity:
        level = sum(min(level, most) for level, most in trays if level >= 0 and most > 0)
        return 100 * level / capacity
    reasons = {_stem(word) for word in _words(attributes.get("printer-state-reasons"))}
    return 0.0 if "media-empty" in reasons else None


def _pairs(told: str) -> dict[str, str]:
    """`name=value;name=value;…`."""
    pairs = (part.partition("=") for part in told.split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _is_number(text: str | None) -> bool:
    return text is not None and re.fullmatch("-?[0-9]{1,9}", text, re.ASCII) is not None


def _words(value: object) -> Iterable[str]:
    return map(str, value) if isinstance(value, list | tuple | set) else [str(value)]


def _stem(reason: str) -> str:
    return reason.removesuffix("-error").removesuffix("-warning")


def _progress(job_state: int, printer: PeripheralState) -> Progress:
    if job_state == _HELD_UP or printer.condition not in {"ready", "busy"}:
        return Progress("held_up", printer.says)
    if job_state == _PRINTING:
        return Progress("printing", "It is being printed.")
    return Progress("queued", "It waits for the printer.")


def _given_up(printer: PeripheralState, patience_s: float) -> PeripheralError:
    by_condition: dict[Condition | None, type[PeripheralError]] = {
        error.condition: error for _, error, _ in _REASONS
    }
    error = by_condition.get(printer.condition, PeripheralSlowError)
    return error(f"It was not printed within {patience_s:g} s and was taken back. {printer.says}")


def _why(attributes: Mapping[str, Any]) -> str:
    said = str(attributes.get("job-printer-state-message") or "").strip()
    reasons = ", ".join(word for word in _words(attributes.get("job-state-reasons")) if word != "None")
    return f"It was not printed: {said or reasons or 'the printer does not say why'}."
