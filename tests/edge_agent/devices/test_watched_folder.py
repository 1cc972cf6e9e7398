import asyncio
import os
from pathlib import Path

import pytest

from edge_agent.devices.errors import NothingToScanError, PeripheralGoneError, UnreadableScanError
from edge_agent.devices.readable import LARGEST_SCAN_BYTES
from edge_agent.devices.scanner import ScanRequest
from edge_agent.devices.watched_folder import WatchedFolderScanner
from tests.fakes.marks import Notebook, keeps, looks_at


def drop(folder: Path, name: str, content: bytes, *, minute: int) -> Path:
    """Put a file into the folder as if it had been scanned in that minute."""
    path = folder / name
    path.write_bytes(content)
    os.utime(path, (60 * minute, 60 * minute))
    return path


def append(path: Path, piece: bytes) -> None:
    with path.open("ab") as file:
        file.write(piece)


def watching(folder: Path, wait_s: float = 10, marks: Notebook | None = None) -> WatchedFolderScanner:
    return WatchedFolderScanner(folder, marks or Notebook(), wait_s, look_every_s=0.01)


def everything_in(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}


async def test_the_oldest_file_comes_first_and_what_is_kept_comes_once(
    tmp_path: Path, jpeg: bytes, png: bytes, pdf: bytes, request_for_form: ScanRequest
) -> None:
    drop(tmp_path, "a.png", png, minute=2)
    drop(tmp_path, "b.pdf", pdf, minute=3)
    drop(tmp_path, "c.jpg", jpeg, minute=1)
    before, marks = everything_in(tmp_path), Notebook()
    scanner = watching(tmp_path, marks=marks)
    scans = [await keeps(scanner, request_for_form, marks) for _ in range(3)]
    assert [(scan.content, scan.media_type, scan.source) for scan in scans] == [
        (jpeg, "image/jpeg", "c.jpg"),
        (png, "image/png", "a.png"),
        (pdf, "application/pdf", "b.pdf"),
    ]
    assert everything_in(tmp_path) == before
    drop(tmp_path, "d.pdf", pdf, minute=0)
    assert (await keeps(scanner, request_for_form, marks)).source == "d.pdf"


async def test_what_was_kept_does_not_come_again_after_a_restart(
    tmp_path: Path, jpeg: bytes, pdf: bytes, request_for_form: ScanRequest
) -> None:
    drop(tmp_path, "one.jpg", jpeg, minute=1)
    drop(tmp_path, "two.pdf", pdf, minute=2)
    marks = Notebook()
    assert (await keeps(watching(tmp_path, marks=marks), request_for_form, marks)).source == "one.jpg"
    assert (await keeps(watching(tmp_path, marks=marks), request_for_form, marks)).source == "two.pdf"


async def test_what_could_not_be_kept_comes_again(
    tmp_path: Path, jpeg: bytes, pdf: bytes, request_for_form: ScanRequest
) -> None:
    drop(tmp_path, "one.jpg", jpeg, minute=1)
    drop(tmp_path, "two.pdf", pdf, minute=2)
    marks = Notebook()
    scanner = watching(tmp_path, marks=marks)
    with pytest.raises(OSError, match="full"):
        async with scanner.scan(request_for_form):
            raise OSError(28, "the disk is full")
    assert (await keeps(scanner, request_for_form, marks)).source == "one.jpg"


async def test_two_people_at_once_never_get_the_same_file(
    tmp_path: Path, jpeg: bytes, pdf: bytes, request_for_form: ScanRequest
) -> None:
    drop(tmp_path, "one.jpg", jpeg, minute=1)
    drop(tmp_path, "two.pdf", pdf, minute=2)
    scanner = watching(tmp_path)
    async with scanner.scan(request_for_form) as one, scanner.scan(request_for_form) as other:
        assert {one.source, other.source} == {"one.jpg", "two.pdf"}


async def test_the_content_and_not_the_name_says_what_it_is(
    tmp_path: Path, jpeg: bytes, request_for_form: ScanRequest
) -> None:
    drop(tmp_path, "holiday.pdf", jpeg, minute=1)
    assert (await looks_at(watching(tmp_path), request_for_form)).media_type == "image/jpeg"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"Dear bank, \xff\xfe", "neither a JPEG, a PNG nor a PDF"),
        (b"%PDF-1.7\n1 0 obj", "cut short"),
        (b"\xff\xd8\xff" + bytes(LARGEST_SCAN_BYTES), "larger than 32 MiB"),
    ],
    ids=["empty", "text", "half a PDF", "too large"],
)
async def test_a_bad_file_is_named_with_its_reason_and_the_next_one_goes_on(
    tmp_path: Path, jpeg: bytes, request_for_form: ScanRequest, content: bytes, reason: str
) -> None:
    drop(tmp_path, "bad.jpg", content, minute=1)
    drop(tmp_path, "good.jpg", jpeg, minute=2)
    marks = Notebook()
    scanner = watching(tmp_path, marks=marks)
    with pytest.raises(UnreadableScanError, match=reason) as refused:
        await looks_at(scanner, request_for_form)
    assert refused.value.source == "bad.jpg"
    assert "bad.jpg" in str(refused.value)
    assert refused.value.mark is not None
    marks.written.add(refused.value.mark)
    assert (await looks_at(scanner, request_for_form)).source == "good.jpg"


async def test_an_empty_folder_has_nothing_to_scan(tmp_path: Path, request_for_form: ScanRequest) -> None:
    (tmp_path / "a folder").mkdir()
    (tmp_path / ".unfinished.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "taken away.jpg").symlink_to(tmp_path / "nowhere")
    with pytest.raises(NothingToScanError, match="No file appeared"):
        await looks_at(watching(tmp_path, wait_s=0.03), request_for_form)


async def test_a_file_that_appears_while_we_wait_is_taken(
    tmp_path: Path, jpeg: bytes, request_for_form: ScanRequest
) -> None:
    async with asyncio.TaskGroup() as group:
        scan = group.create_task(looks_at(watching(tmp_path), request_for_form))
        await asyncio.sleep(0)
        drop(tmp_path, "late.jpg", jpeg, minute=1)
    assert (scan.result().content, scan.result().source) == (jpeg, "late.jpg")


async def test_a_file_is_left_until_it_has_stopped_growing(
    tmp_path: Path, jpeg: bytes, request_for_form: ScanRequest
) -> None:
    scanner = WatchedFolderScanner(tmp_path, Notebook(), 10, look_every_s=0.05)
    piece = len(jpeg) // 20 + 1
    async with asyncio.TaskGroup() as group:
        scan = group.create_task(looks_at(scanner, request_for_form))
        for start in range(0, len(jpeg), piece):
            append(tmp_path / "slow.jpg", jpeg[start : start + piece])
            await asyncio.sleep(0.01)  # the pace of a slow scanner, faster than the looks
    assert scan.result().content == jpeg


async def test_a_file_that_never_stops_growing_is_not_waited_for_forever(
    tmp_path: Path, jpeg: bytes, request_for_form: ScanRequest
) -> None:
    drop(tmp_path, "slow.jpg", jpeg, minute=1)
    with pytest.raises(NothingToScanError, match=r"slow\.jpg had not finished"):
        await looks_at(watching(tmp_path, wait_s=0), request_for_form)


async def test_a_file_scanned_again_under_its_name_is_new(
    tmp_path: Path, jpeg: bytes, png: bytes, request_for_form: ScanRequest
) -> None:
    marks = Notebook()
    scanner = watching(tmp_path, marks=marks)
    drop(tmp_path, "scan.jpg", jpeg, minute=1)
    assert (await keeps(scanner, request_for_form, marks)).content == jpeg
    drop(tmp_path, "scan.jpg", png, minute=2)
    assert (await keeps(scanner, request_for_form, marks)).content == png


async def test_a_folder_that_is_not_there_is_a_scanner_gone(
    tmp_path: Path, request_for_form: ScanRequest
) -> None:
    with pytest.raises(PeripheralGoneError, match="No such file"):
        await looks_at(watching(tmp_path / "unplugged"), request_for_form)
    assert (await watching(tmp_path / "unplugged").look()).condition == "unplugged"
    assert (await watching(tmp_path).look()).condition == "ready"
