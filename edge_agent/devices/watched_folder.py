"""A folder into which a scanner, or a person, drops files.

Owns which file is next and when it has finished arriving. It only ever reads: the user's files stay as and
where they are. What was kept is remembered by whoever keeps it (`Marks`); a file that changes after it was
kept counts as new.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from edge_agent.devices.errors import NothingToScanError, PeripheralGoneError, UnreadableScanError
from edge_agent.devices.peripheral import PeripheralState
from edge_agent.devices.readable import LARGEST_SCAN_BYTES, readable_scan
from edge_agent.devices.scanner import Marks, Scan, ScanRequest


@dataclass(frozen=True, slots=True, order=True)
class _Arrival:
    """A file as one look found it; ordered by age, then by name."""

    modified_ns: int
    path: Path
    size_bytes: int

    @property
    def mark(self) -> str:
        """The file as it is now."""
        return f"{self.path.absolute()} {self.size_bytes} {self.modified_ns}"


class WatchedFolderScanner:
    """Gives the oldest file not yet kept, once two looks `look_every_s` apart found it unchanged."""

    def __init__(self, folder: Path, marks: Marks, wait_s: float, *, look_every_s: float = 0.25) -> None:
        self.name = f"folder {folder.name}"
        self._folder = folder
        self._marks = marks
        self._wait_s = wait_s
        self._look_every_s = look_every_s
        self._given: set[_Arrival] = set()
        self._one_at_a_time = asyncio.Lock()

    async def look(self) -> PeripheralState:
        """Whether the folder is there."""
        try:
            await asyncio.to_thread(_look, self._folder)
        except PeripheralGoneError as error:
            return PeripheralState("unplugged", str(error))
        return PeripheralState("ready", "It works.")

    @asynccontextmanager
    async def scan(self, request: ScanRequest) -> AsyncIterator[Scan]:
        """The next file as it is; the request is for the person, not for the folder.

        Raises:
            NothingToScanError: no file appeared, or none stopped growing, within `wait_s`.
            UnreadableScanError: the next file is of no use; once marked it is passed over.
            PeripheralGoneError: the folder is not there or may not be read.
        """
        async with self._one_at_a_time:
            arrival = await self._next_arrival()
            self._given.add(arrival)
        try:
            yield await asyncio.to_thread(_read, arrival)
        finally:
            self._given.discard(arrival)

    async def _next_arrival(self) -> _Arrival:
        clock = asyncio.get_running_loop().time
        give_up_at = clock() + self._wait_s
        before: _Arrival | None = None
        while True:
            oldest = min(await self._not_kept(), default=None)
            if oldest is not None and oldest == before:
                return oldest
            if clock() >= give_up_at:
                break
            before = oldest
            await asyncio.sleep(self._look_every_s)
        if oldest is None:
            raise NothingToScanError(f"No file appeared in {self._folder.name} within {self._wait_s:g} s.")
        raise NothingToScanError(f"{oldest.path.name} had not finished arriving after {self._wait_s:g} s.")

    async def _not_kept(self) -> set[_Arrival]:
        found = await asyncio.to_thread(_look, self._folder)
        # Asked in this order: what was given and has been kept meanwhile is marked by now.
        free = found - self._given
        kept = await self._marks.all()
        return {arrival for arrival in free if arrival.mark not in kept}


def _look(folder: Path) -> set[_Arrival]:
    try:
        return {arrival for path in folder.iterdir() if (arrival := _arrival(path)) is not None}
    except OSError as error:
        raise PeripheralGoneError(f"The folder {folder.name} cannot be read: {error.strerror}.") from error


def _arrival(path: Path) -> _Arrival | None:
    # Copying programs give unfinished files a name with a leading dot.
    if path.name.startswith("."):
        return None
    try:
        status = path.stat()
        return _Arrival(status.st_mtime_ns, path, status.st_size) if path.is_file() else None
    except FileNotFoundError:
        return None  # taken away while we looked


def _read(arrival: _Arrival) -> Scan:
    source = arrival.path.name
    try:
        with arrival.path.open("rb") as file:
            content = file.read(LARGEST_SCAN_BYTES + 1)
    except OSError as error:
        raise UnreadableScanError(
            source, f"it cannot be opened ({error.strerror})", arrival.mark
        ) from error
    return readable_scan(content, source, arrival.mark)
