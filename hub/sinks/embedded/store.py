"""The embedded telemetry store, as the port has it: the files' work, done in threads.

Owns the way from tasks to threads, and which of SQLite's errors mean that the same may be tried again.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import ParamSpec, TypeVar

from device_profiles.contract.ids import BranchAddress, DeviceAddress
from device_profiles.delivery.clock import Clock
from hub.domain.history import Boot, Bucket, Mean, Span, must_be_whole, put_together
from hub.domain.readings import Reading
from hub.ports.telemetry import TelemetryStoreUnavailableError
from hub.sinks.embedded.keeping import Keeping

ResultT = TypeVar("ResultT")
WordsP = ParamSpec("WordsP")


class EmbeddedTelemetryStore:
    """Readings in the files of a folder, which is made when missing.

    Args:
        folder: where they are.
        clock: by which files grow old.
        keep_days: how many days' readings are kept, today's among them.
        keep_rollups_days: how many days' quarters of an hour, and what is known of gaps.

    Raises:
        TelemetryStoreUnavailableError: the folder or its index cannot be opened.
    """

    def __init__(
        self, folder: Path, clock: Clock, *, keep_days: int = 7, keep_rollups_days: int = 400
    ) -> None:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._files = Keeping(folder, clock, keep_days, max(keep_days, keep_rollups_days))
        except (OSError, sqlite3.Error) as error:
            msg = f"{folder}: {error}"
            raise TelemetryStoreUnavailableError(msg) from error

    async def write(self, readings: Sequence[Reading]) -> None:
        """Store the readings; those of a day that is not kept any more are left out, and told."""
        await _in_thread(self._files.write, readings)

    async def last(self) -> list[Reading]:
        """The latest reading of each device."""
        return await _in_thread(self._files.last)

    async def count(self) -> int:
        """How many readings are stored, in the days that are kept."""
        return await _in_thread(self._files.count)

    async def history(
        self, device: DeviceAddress, span: Span, bucket_ms: int, metrics: Collection[str]
    ) -> list[Bucket]:
        """What a device told in a span; of minutes or quarters where buckets are made of whole ones."""
        must_be_whole(span, bucket_ms)

        def read() -> list[Bucket]:
            parts = self._files.parts(device, span, bucket_ms, metrics)
            return put_together(parts, self._files.missed(str(device), span, bucket_ms))

        return await _in_thread(read)

    async def means(
        self, branch: BranchAddress, span: Span, bucket_ms: int, metric: str
    ) -> dict[str, list[Mean]]:
        """One metric of all devices of a branch."""
        must_be_whole(span, bucket_ms)
        return await _in_thread(self._files.means, branch, span, bucket_ms, metric)

    async def boots(self, device: DeviceAddress, span: Span) -> list[Boot]:
        """The boots of a span."""
        return await _in_thread(self._files.boots, str(device), span)

    async def close(self) -> None:
        """Make the sums that are owed, and close the files."""
        await _in_thread(self._files.close)


async def _in_thread(
    work: Callable[WordsP, ResultT], *args: WordsP.args, **kwargs: WordsP.kwargs
) -> ResultT:
    try:
        return await asyncio.to_thread(work, *args, **kwargs)
    except (OSError, sqlite3.OperationalError) as error:  # locked, disk full, disk failing
        raise TelemetryStoreUnavailableError(str(error)) from error
