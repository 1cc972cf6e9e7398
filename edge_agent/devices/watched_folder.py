"""A folder into which a scanner, or a person, drops files.

Owns which file is next and when it has finished arriving. It only ever reads: the user's files stay as and
where they are. What was taken is remembered while the driver lives, not beyond; a file that changes after
it was taken counts as new.
"""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from edge_agent.devices.errors import NothingToScanError, PeripheralGoneError, UnreadableScanError
from edge_agent.devices.readable import LARGEST_SCAN_BYTES, readable_scan
from edge_agent.devices.scanner import Scan, ScanRequest


@dataclass(frozen=True, slots=True, order=True)
class _Arrival:
    """A file as one look found it; ordered by age, then by name."""

    modified_ns: int
    path: Path
    size_bytes: int


class WatchedFolderScanner:
    """Takes the oldest file not yet taken, once two looks `look_every_s` apart found it unchanged."""

    def __init__(self, folder: Path, wait_s: float, *, look_every_s: float = 0.25) -> None:
        self.name = f"folder {folder.name}"
        self._folder = folder
        self._wait_s = wait_s
        self._look_every_s = look_every_s
        self._taken: set[_Arrival] = set()
        self._one_at_a_time = asyncio.Lock()

    async def scan(self, request: ScanRequest) -> Scan:
        """Return the next file as it is; the request is for the person, not for the folder.

        Raises:
            NothingToScanError: no file appeared, or none stopped growing, within `wait_s`.
            UnreadableScanError: the next file is of no use; it is passed over from now on.
            PeripheralGoneError: the folder is not there or may not be read.
        """
        async with self._one_at_a_time:
            arrival = await self._next_arrival()
            try:
                scan = await asyncio.to_thread(_read, arrival)
            except UnreadableScanError:
                self._taken.add(arrival)
                raise
            # Not before: a scan given up half way has taken nothing.
            self._taken.add(arrival)
            return scan

    async def _next_arrival(self) -> _Arrival:
        clock = asyncio.get_running_loop().time
        give_up_at = clock() + self._wait_s
        before: _Arrival | None = None
        while True:
            oldest = min(await asyncio.to_thread(_look, self._folder) - self._taken, default=None)
            if oldest is not None and oldest == before:
                return oldest
            if clock() >= give_up_at:
                break
            before = oldest
            await asyncio.sleep(self._look_every_s)
        if oldest is None:
            raise NothingToScanError(f"No file appeared in {self._folder.name} within {self._wait_s:g} s.")
        raise NothingToScanError(f"{oldest.path.name} had not finished arriving after {self._wait_s:g} s.")


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
        raise UnreadableScanError(source, f"it cannot be opened ({error.strerror})") from error
    return readable_scan(content, source)
