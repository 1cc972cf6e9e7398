"""A counter that scans, and remembers in a notebook what it has kept."""

from __future__ import annotations

from edge_agent.devices.scanner import DocumentScanner, Scan, ScanRequest


class Notebook:
    """The marks of what was kept."""

    def __init__(self) -> None:
        self.written: set[str] = set()

    async def all(self) -> frozenset[str]:
        return frozenset(self.written)


async def looks_at(scanner: DocumentScanner, request: ScanRequest) -> Scan:
    """Scan, and keep nothing."""
    async with scanner.scan(request) as scan:
        return scan


async def keeps(scanner: DocumentScanner, request: ScanRequest, marks: Notebook) -> Scan:
    """Scan and keep it."""
    async with scanner.scan(request) as scan:
        if scan.mark is not None:
            marks.written.add(scan.mark)
        return scan
