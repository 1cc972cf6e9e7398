"""From paper to a scan that was looked at: the scanners of this device, and the machine's remarks.

Owns which scanner is meant, and that a file of no use is passed over. Keeping a scan is its user's.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import structlog

from edge_agent.capture.examination import Examination, Expected
from edge_agent.capture.reading import Finding
from edge_agent.casework.errors import RefusedError
from edge_agent.casework.records import Records
from edge_agent.devices.attendance import Attendance
from edge_agent.devices.errors import UnreadableScanError
from edge_agent.devices.scanner import DocumentScanner, Scan, ScanRequest
from edge_agent.imaging import Examiner, NoPictureFileError, NotLookedAtError
from edge_agent.store import taken_scans

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Scanning:
    """The scanners by the name that the screen uses, the usual one first.

    `peripherals` has, by the same name, how the device's profile calls each.
    """

    scanners: Mapping[str, DocumentScanner]
    peripherals: Mapping[str, str]
    attendance: Attendance
    examiner: Examiner
    records: Records

    def named(self, name: str | None) -> str:
        """The scanner that is meant; the usual one for None.

        Raises:
            RefusedError: there is none of that name.
        """
        if name is None:
            return next(iter(self.scanners))
        if name not in self.scanners:
            raise RefusedError("not_expected", f"this counter has: {', '.join(self.scanners)}", "scanner")
        return name

    @asynccontextmanager
    async def scan(
        self, scanner: str, request: ScanRequest, expected: Expected
    ) -> AsyncIterator[tuple[Scan, Examination]]:
        """The next document and what the machine says of it; keep it within, as with `DocumentScanner`.

        Raises:
            PeripheralError: the scanner gave nothing usable.
        """
        async with AsyncExitStack() as held:
            try:
                with self.attendance.using(self.peripherals[scanner]):
                    scan = await held.enter_async_context(self.scanners[scanner].scan(request))
                looked = await self._looked_at(scan, expected)
            except UnreadableScanError as error:
                if error.mark is not None:
                    await self._pass_over(error.mark)
                raise
            yield scan, looked

    async def _looked_at(self, scan: Scan, expected: Expected) -> Examination:
        """A scan that the machine could not look at is kept all the same: a person must look."""
        try:
            return await self.examiner.examine(scan.content, scan.media_type, expected)
        except NoPictureFileError as error:
            raise UnreadableScanError(scan.source, error.reason, scan.mark) from error
        except NotLookedAtError as error:
            _log.warning("not looked at", reason=str(error))
            says = f"The machine could not look at it: a person must look. {error}"
            return Examination(None, (Finding("not-looked-at", says),))

    async def _pass_over(self, mark: str) -> None:
        await self.records.change(lambda transaction: taken_scans.add(transaction.connection, mark))
