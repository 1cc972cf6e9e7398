"""What every document scanner promises. A new driver adds a subclass below."""

import asyncio
from pathlib import Path

import pytest

from edge_agent.capture.media_type import media_type_of
from edge_agent.devices.scanner import DocumentScanner, ScanRequest
from edge_agent.devices.simulated.scanner import SimulatedScanner
from edge_agent.devices.watched_folder import WatchedFolderScanner


class ScannerContract:
    """A subclass has a fixture `scanner`, with at least two documents to scan."""

    async def test_a_scan_is_a_whole_file_of_the_type_it_says(
        self, scanner: DocumentScanner, request_for_form: ScanRequest
    ) -> None:
        for _ in range(2):
            scan = await scanner.scan(request_for_form)
            assert scan.media_type == media_type_of(scan.content)
            assert scan.source

    async def test_two_people_at_once_each_get_a_scan(
        self, scanner: DocumentScanner, request_for_form: ScanRequest
    ) -> None:
        async with asyncio.TaskGroup() as both:
            one = both.create_task(scanner.scan(request_for_form))
            other = both.create_task(scanner.scan(request_for_form))
        assert one.result().content
        assert other.result().content

    async def test_a_scan_given_up_leaves_the_scanner_working(
        self, scanner: DocumentScanner, request_for_form: ScanRequest
    ) -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0):
                await scanner.scan(request_for_form)
        for _ in range(2):
            assert (await scanner.scan(request_for_form)).content

    def test_a_person_knows_the_scanner_by_its_name(self, scanner: DocumentScanner) -> None:
        assert scanner.name


class TestSimulatedScanner(ScannerContract):
    @pytest.fixture
    def scanner(self) -> DocumentScanner:
        return SimulatedScanner(seed=1)


class TestWatchedFolderScanner(ScannerContract):
    @pytest.fixture
    def scanner(self, tmp_path: Path, jpeg: bytes, pdf: bytes) -> DocumentScanner:
        (tmp_path / "one.jpg").write_bytes(jpeg)
        (tmp_path / "two.pdf").write_bytes(pdf)
        return WatchedFolderScanner(tmp_path, wait_s=10, look_every_s=0.01)
