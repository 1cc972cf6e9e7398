"""Document scanners through SANE: its own program `scanimage`, a child process for each scan.

Owns the command line and what its words mean. A driver within SANE that crashes or hangs takes the child
along and not the agent; python-sane would put it into ours (docs/adr/0017).
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Final

from edge_agent.devices.errors import (
    CoverOpenError,
    FeederEmptyError,
    PaperJamError,
    PeripheralBusyError,
    PeripheralError,
    PeripheralFailedError,
    PeripheralGoneError,
    PeripheralSlowError,
)
from edge_agent.devices.peripheral import PeripheralState
from edge_agent.devices.readable import LARGEST_SCAN_BYTES, readable_scan
from edge_agent.devices.scanner import Scan, ScanRequest

LONGEST_SCAN_S: Final = 90.0
"""Warming up and a page at 300 dpi take an old office scanner about 40 s."""
LONGEST_LOOK_S: Final = 10.0
LONGEST_END_S: Final = 5.0
"""After its last word scanimage needs milliseconds, but a driver of SANE's may hang while it ends."""
RESOLUTION_DPI: Final = 300
"""What reading small print wants."""

# sane_strstatus of sane-backends 1.2, and what each means; scanimage says them on standard error. Its exit
# code cannot be relied on: it is 0 when a feeder runs empty while the picture is being written.
_WORDS: Final[tuple[tuple[str, type[PeripheralError], str], ...]] = (
    (
        "Document feeder out of documents",
        FeederEmptyError,
        "The scanner has no paper: put some in.",
    ),
    ("Document feeder jammed", PaperJamError, "Paper is stuck in the scanner: take it out."),
    ("Scanner cover is open", CoverOpenError, "The scanner's cover is open: close it."),
    ("Device busy", PeripheralBusyError, "Somebody else uses the scanner now."),
    ("Access to resource has been denied", PeripheralGoneError, "The agent may not use the scanner."),
    ("open of device", PeripheralGoneError, "The scanner cannot be reached: is it plugged in and on?"),
    ("no SANE devices found", PeripheralGoneError, "No scanner is plugged in."),
)
_FAULT: Final = b"scanimage: sane_"
"""How scanimage begins when a call of SANE's failed; it says nothing after that."""
_JPEG_END: Final = b"\xff\xd9"
_LASTING: Final = (FeederEmptyError, PaperJamError, CoverOpenError)
"""Seen only while scanning: opening a scanner whose paper is stuck succeeds."""


class SaneScanner:
    """One SANE device, by the name that `scanimage --list-devices` gives it."""

    def __init__(self, device: str, *, longest_s: float = LONGEST_SCAN_S) -> None:
        self.name = f"SANE {device}"
        self._device = device
        self._longest_s = longest_s
        self._one_at_a_time = asyncio.Lock()
        self._lasting: PeripheralState | None = None

    async def look(self) -> PeripheralState:
        """Whether it can be opened; stuck paper stays stuck until a scan goes well."""
        if self._one_at_a_time.locked():
            return PeripheralState("busy", "It is scanning.")
        try:
            async with self._one_at_a_time:
                await self._scanimage(["--dont-scan"], LONGEST_LOOK_S)
        except PeripheralError as error:
            return PeripheralState(error.condition or "failed", str(error))
        return self._lasting or PeripheralState("ready", "It works.")

    @asynccontextmanager
    async def scan(self, request: ScanRequest) -> AsyncIterator[Scan]:
        """A JPEG of what lies on the glass or comes next in the feeder.

        Raises:
            FeederEmptyError: there is no paper in it.
            PaperJamError: it is stuck.
            CoverOpenError: its cover is open.
            PeripheralBusyError: another program scans.
            PeripheralGoneError: it cannot be opened, or scanimage is not installed.
            PeripheralSlowError: it did not finish in time; the scan was ended.
            PeripheralFailedError: SANE says something else, or died.
            UnreadableScanError: what it gave is no picture.
        """
        options = ["--mode", "Color", "--resolution", str(RESOLUTION_DPI)]
        try:
            async with self._one_at_a_time:
                content = await self._scanimage(options, self._longest_s)
        except _LASTING as error:
            self._lasting = PeripheralState(error.condition, str(error))
            raise
        self._lasting = None
        yield readable_scan(content, self.name)

    async def _scanimage(self, options: Sequence[str], longest_s: float) -> bytes:
        command = ["scanimage", "--device-name", self._device, "--format", "jpeg", *options]
        try:
            child = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                env={**os.environ, "LC_ALL": "C"},
            )
        except FileNotFoundError as error:
            raise PeripheralGoneError("scanimage is not installed: apt install sane-utils") from error
        picture, words = bytearray(), bytearray()
        try:
            async with asyncio.timeout(longest_s):
                await _read(child, picture, words)
        except TimeoutError as error:
            msg = f"The scanner had not finished after {longest_s:g} s and was told to stop."
            raise PeripheralSlowError(msg) from error
        finally:
            await _end(child)
        said = words.decode(errors="replace")
        whole = child.returncode == 0 or picture.endswith(_JPEG_END)
        if not whole or _FAULT in words or any(known in said for known, *_ in _WORDS):
            raise _meaning(said, child.returncode)
        return bytes(picture)


async def _read(child: asyncio.subprocess.Process, picture: bytearray, words: bytearray) -> None:
    """Read all that it gives and says, until it ends, or hangs with nothing more to say."""
    assert child.stdout is not None
    assert child.stderr is not None
    async with asyncio.TaskGroup() as tasks:
        watching = tasks.create_task(_end_if_it_hangs(child, picture, words))
        async with asyncio.TaskGroup() as both:
            both.create_task(_bounded(child.stdout, LARGEST_SCAN_BYTES, picture))
            both.create_task(_bounded(child.stderr, 65_536, words))
        await child.wait()
        watching.cancel()


async def _bounded(stream: asyncio.StreamReader, most_bytes: int, kept: bytearray) -> None:
    """Keep what the stream gives, up to a byte more than is allowed; the rest is thrown away."""
    while piece := await stream.read(1 << 18):
        kept += piece[: most_bytes + 1 - len(kept)]


async def _end_if_it_hangs(child: asyncio.subprocess.Process, picture: bytearray, words: bytearray) -> None:
    while True:
        before = len(picture), len(words)
        await asyncio.sleep(LONGEST_END_S)
        told = picture.endswith(_JPEG_END) or _FAULT in words
        if told and (len(picture), len(words)) == before:
            with suppress(ProcessLookupError):
                child.kill()
            return


async def _end(child: asyncio.subprocess.Process) -> None:
    """A scanner is left in order by SIGTERM; a child that hangs is not waited for."""
    if child.returncode is not None:
        return
    with suppress(ProcessLookupError):
        child.terminate()
    try:
        async with asyncio.timeout(2):
            await child.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()


def _meaning(said: str, code: int | None) -> PeripheralError:
    for words, error, says in _WORDS:
        if words in said:
            return error(says)
    last = said.strip().splitlines()[-1:] or [f"scanimage ended with {code}"]
    return PeripheralFailedError(f"The scanner could not do it: {last[0][:200]}.")
