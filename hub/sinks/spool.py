"""Readings that wait on the disk for a telemetry store that is down: lines appended to files, oldest first.

A line is a checksum and one reading, so that a torn one is known by itself; a file that was handed over is
deleted whole. What was handed over of a file that was not, is handed over again after a restart: to write a
reading twice is harmless (ADR 27). It must not know what becomes of the readings.
"""

from __future__ import annotations

import asyncio
import json
import os
import threading
import zlib
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog

from hub.domain.readings import Reading
from hub.ports.telemetry import SpoolFullError, SpoolSize

logger: structlog.typing.FilteringBoundLogger = structlog.get_logger()

SUFFIX: Final = ".spool"
SEGMENT_BYTES: Final = 4_000_000
"""Some fifteen thousand readings: the steps in which it shrinks, and the most that is handed over again."""


@dataclass(slots=True)
class _Segment:
    """One file: how many whole readings it holds, its length, and how far it was handed over."""

    file: Path
    readings: int
    size_bytes: int
    done_bytes: int = 0
    done_readings: int = 0

    @property
    def is_done(self) -> bool:
        return self.done_bytes >= self.size_bytes


class DiskSpool:
    """A folder of such files, which is made when missing. What a kill left there waits on.

    Args:
        folder: where they are.
        most_bytes: how much may wait.

    Raises:
        OSError: the folder cannot be read.
    """

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._appending: int | None = None
        self._given = (0, 0)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        files = sorted(folder.glob(f"*{SUFFIX}"))
        self._segments = deque(_found(file) for file in files)
        self._next = int(files[-1].stem) + 1 if files else 1
        self._size = self._sum()

    @property
    def size(self) -> SpoolSize:
        """How much waits: readings not handed over, and the room that the files take."""
        return self._size

    async def append(self, readings: Sequence[Reading]) -> None:
        """Add these, with one fdatasync for all."""
        await asyncio.to_thread(self._append, readings)

    async def oldest(self, most: int) -> list[Reading]:
        """The oldest ones, of one file."""
        return await asyncio.to_thread(self._oldest, most)

    async def forget(self) -> None:
        """Forget what was given, and delete the file when that was its last."""
        await asyncio.to_thread(self._forget)

    async def close(self) -> None:
        """Close the file that is being appended to."""
        with self._lock:
            self._stop_appending()

    def _append(self, readings: Sequence[Reading]) -> None:
        lines = b"".join(map(_line, readings))
        with self._lock:
            if self._size.size_bytes + len(lines) > self._most_bytes:
                msg = f"{self._folder}: {self._most_bytes} bytes wait already"
                raise SpoolFullError(msg)
            try:
                descriptor = self._descriptor()
                segment = self._segments[-1]
                try:
                    _write(descriptor, lines)
                except OSError:
                    os.ftruncate(descriptor, segment.size_bytes)  # half of it may be there
                    raise
            except OSError as error:
                self._stop_appending()
                self._drop_what_is_empty()
                msg = f"{self._folder}: {error.strerror}"
                raise SpoolFullError(msg) from error
            segment.size_bytes += len(lines)
            segment.readings += len(readings)
            self._size = self._sum()

    def _descriptor(self) -> int:
        """The file to append to: a new one where the last is long enough, or of an earlier run."""
        if self._appending is not None and self._segments[-1].size_bytes < SEGMENT_BYTES:
            return self._appending
        self._stop_appending()
        file = self._folder / f"{self._next:012d}{SUFFIX}"
        self._appending = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        self._next += 1
        self._segments.append(_Segment(file, 0, 0))
        _sync_folder(self._folder)
        return self._appending

    def _stop_appending(self) -> None:
        if self._appending is not None:
            os.close(self._appending)
            self._appending = None

    def _oldest(self, most: int) -> list[Reading]:
        with self._lock:
            while self._segments and self._segments[0].is_done:
                self._drop_first()
            if not self._segments:
                return []
            segment = self._segments[0]
            with segment.file.open("rb") as lines:
                lines.seek(segment.done_bytes)
                readings, length = _take(lines, most, segment.size_bytes - segment.done_bytes)
            self._given = (len(readings), length)
            return readings

    def _forget(self) -> None:
        with self._lock:
            segment = self._segments[0]
            readings, length = self._given
            segment.done_readings += readings
            segment.done_bytes += length
            self._given = (0, 0)
            if segment.is_done:
                self._drop_first()
            self._size = self._sum()

    def _sum(self) -> SpoolSize:
        return SpoolSize(
            sum(segment.readings - segment.done_readings for segment in self._segments),
            sum(segment.size_bytes for segment in self._segments),
        )

    def _drop_what_is_empty(self) -> None:
        if self._segments and not self._segments[-1].size_bytes:
            self._segments.pop().file.unlink(missing_ok=True)

    def _drop_first(self) -> None:
        if len(self._segments) == 1:
            self._stop_appending()
        self._segments.popleft().file.unlink(missing_ok=True)


def _found(file: Path) -> _Segment:
    """A file of an earlier run; what is torn in it is told, and passed over."""
    readings = torn_bytes = 0
    with file.open("rb") as lines:
        for line in lines:
            if _is_whole(line):
                readings += 1
            else:
                torn_bytes += len(line)
    if torn_bytes:
        logger.error("spool torn", file=str(file), readings=readings, torn_bytes=torn_bytes)
    return _Segment(file, readings, file.stat().st_size)


def _take(lines: Iterable[bytes], most: int, most_bytes: int) -> tuple[list[Reading], int]:
    """Up to so many readings, and how many bytes they and what is torn between them take."""
    readings: list[Reading] = []
    length = 0
    for line in lines:
        if length >= most_bytes or len(readings) == most:
            break
        length += len(line)
        if _is_whole(line):
            readings.append(_reading(line))
    return readings, length


def _line(reading: Reading) -> bytes:
    content = json.dumps(
        [
            *(reading.region, reading.branch, reading.device, reading.kind, reading.boot),
            *(reading.number, reading.measured_at_ms, reading.historical, dict(reading.metrics)),
        ],
        separators=(",", ":"),
        allow_nan=False,
    ).encode()
    return b"%08x %b\n" % (zlib.crc32(content), content)


def _is_whole(line: bytes) -> bool:
    return line.endswith(b"\n") and line[:9] == b"%08x " % zlib.crc32(line[9:-1])


def _reading(line: bytes) -> Reading:
    return Reading(*json.loads(line[9:-1]))


def _write(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]
    os.fdatasync(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
