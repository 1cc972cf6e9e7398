"""What every document scanner promises. A new driver adds a subclass below."""

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest

from edge_agent.capture.media_type import media_type_of
from edge_agent.devices.sane import SaneScanner
from edge_agent.devices.scanner import DocumentScanner, ScanRequest
from edge_agent.devices.simulated.document_scanner import SimulatedScanner
from edge_agent.devices.watched_folder import WatchedFolderScanner
from tests.fakes.marks import Notebook, keeps, looks_at
from tests.servers.sane import SaneBackend


class ScannerContract:
    """A subclass has a fixture `scanner`, with at least two documents to scan, which writes `marks`."""

    @pytest.fixture
    def marks(self) -> Notebook:
        return Notebook()

    async def test_a_scan_is_a_whole_file_of_the_type_it_says(
        self, scanner: DocumentScanner, marks: Notebook, request_for_form: ScanRequest
    ) -> None:
        for _ in range(2):
            scan = await keeps(scanner, request_for_form, marks)
            assert scan.media_type == media_type_of(scan.content)
            assert scan.source

    async def test_two_people_at_once_each_get_a_scan(
        self, scanner: DocumentScanner, request_for_form: ScanRequest
    ) -> None:
        async with asyncio.TaskGroup() as both:
            one = both.create_task(looks_at(scanner, request_for_form))
            other = both.create_task(looks_at(scanner, request_for_form))
        assert one.result().content
        assert other.result().content

    async def test_a_scan_given_up_leaves_the_scanner_working(
        self, scanner: DocumentScanner, marks: Notebook, request_for_form: ScanRequest
    ) -> None:
        for within_s in (0, 0.03):
            with suppress(TimeoutError):  # it may have been faster
                async with asyncio.timeout(within_s):
                    await looks_at(scanner, request_for_form)
        for _ in range(2):
            assert (await keeps(scanner, request_for_form, marks)).content

    async def test_what_could_not_be_kept_hinders_nobody(
        self, scanner: DocumentScanner, request_for_form: ScanRequest
    ) -> None:
        with pytest.raises(OSError, match="full"):
            async with scanner.scan(request_for_form):
                raise OSError(28, "the disk is full")
        assert (await looks_at(scanner, request_for_form)).content

    async def test_a_scanner_that_works_says_so(self, scanner: DocumentScanner) -> None:
        assert (await scanner.look()).condition == "ready"

    def test_a_person_knows_the_scanner_by_its_name(self, scanner: DocumentScanner) -> None:
        assert scanner.name


class TestSimulatedScanner(ScannerContract):
    @pytest.fixture
    def scanner(self) -> DocumentScanner:
        return SimulatedScanner(seed=1)


class TestWatchedFolderScanner(ScannerContract):
    @pytest.fixture
    def scanner(self, tmp_path: Path, marks: Notebook, jpeg: bytes, pdf: bytes) -> DocumentScanner:
        (tmp_path / "one.jpg").write_bytes(jpeg)
        (tmp_path / "two.pdf").write_bytes(pdf)
        return WatchedFolderScanner(tmp_path, marks, wait_s=10, look_every_s=0.01)


class TestSaneScanner(ScannerContract):
    @pytest.fixture
    def scanner(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DocumentScanner:
        SaneBackend(tmp_path, monkeypatch)
        return SaneScanner("test:0")
