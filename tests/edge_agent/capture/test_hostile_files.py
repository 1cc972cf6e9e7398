"""Files that mean harm, or are merely strange: the picture or a reason, in bounded time and memory."""

import io
import json
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import PIL.ImageOps
import pytest

from edge_agent.capture.examine import examine
from edge_agent.capture.image import UnusableImageError, decode
from tests.pictures.pdf_files import empty_pages, huge_picture, locked_pages, one_page

WITHIN_S = 20.0
"""Many times what any of them takes, so that only a file that runs away fails on a busy machine."""
WITHIN_MB = 450
"""Above what the program takes by itself."""

# Reads its own memory: the peak of a child that the operating system counts afresh (VmHWM, proc(5)).
CHILD = """
import json, re, sys, time
from pathlib import Path
from edge_agent.capture.examine import examine
from edge_agent.capture.image import UnusableImageError
from edge_agent.capture.media_type import media_type_of
def peak_mb():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
content = Path(sys.argv[1]).read_bytes()
before, started = peak_mb(), time.perf_counter()
try:
    examined = examine(content, media_type_of(content) or "image/jpeg")
    said = " ".join(finding.says for finding in examined.findings)
except UnusableImageError as error:
    said = str(error)
print(json.dumps({"said": said, "s": time.perf_counter() - started, "mb": peak_mb() - before}))
"""


def saved(picture: PIL.Image.Image, **options: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, **options)
    return file.getvalue()


def png_of(width: int, height: int, pixels: bytes, *, depth: int = 8) -> bytes:
    """A greyscale PNG (ISO/IEC 15948) with these compressed pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def large_jpeg() -> bytes:
    return saved(PIL.Image.new("RGB", (10_000, 10_000), (90, 120, 200)), format="JPEG")


def large_progressive_jpeg() -> bytes:
    return saved(PIL.Image.new("RGB", (10_000, 10_000)), format="JPEG", progressive=True)


def largest_png() -> bytes:
    return saved(PIL.Image.new("RGBA", (8_000, 5_000)), format="PNG", compress_level=1)


def bomb() -> bytes:
    return png_of(60_000, 60_000, zlib.compress(bytes(10_000_000), 9))


def bomb_in_a_small_picture() -> bytes:
    return png_of(64, 64, zlib.compress(bytes(100_000_000), 9))


def many_layers() -> bytes:
    whole = saved(PIL.Image.new("L", (4_000, 4_000)), format="JPEG", progressive=True)
    scan = whole.index(b"\xff\xda")
    after = whole.index(b"\xff", scan + 12)
    return whole[:after] + whole[scan:after] * 5_000 + b"\xff\xd9"


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (bytes, "neither a JPEG nor a PNG"),
        (large_jpeg, "No sheet of paper"),
        (large_progressive_jpeg, "are more than 40,000,000"),
        (largest_png, "No sheet of paper"),
        (bomb, "60000 × 60000 pixels are more than"),
        (bomb_in_a_small_picture, "No sheet of paper|damaged"),
        (many_layers, "more than 100 layers"),
        (lambda: empty_pages(5_000), "5,000 pages are more than 20"),
        (huge_picture, ""),
        (lambda: huge_picture(side_px=10_000, colours=b"RGB", bits=8), ""),
        (lambda: one_page(b"", box=b"0 0 1e9 1e9"), ""),
        (lambda: one_page(b"", box=b"0 0 9" + b"9" * 400 + b" 1"), ""),
        (lambda: one_page(b"", box=b"0 0 1 100000"), "too narrow"),
        (locked_pages, "locked by a password"),
    ],
)
def test_it_ends_soon_with_little_memory(tmp_path: Path, make: Callable[[], bytes], says: str) -> None:
    file = tmp_path / "file"
    file.write_bytes(make())
    ran = subprocess.run(
        [sys.executable, "-c", CHILD, str(file)], capture_output=True, text=True, timeout=120, check=True
    )
    told = json.loads(ran.stdout)
    assert any(part in told["said"] for part in says.split("|")), told
    assert told["s"] < WITHIN_S
    assert told["mb"] < WITHIN_MB


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_pdf_is_left_to_a_person(share: float) -> None:
    whole = empty_pages(2)
    (finding,) = examine(whole[: int(len(whole) * share)], "application/pdf").findings
    assert finding.kind == "not-an-image"
    assert "cut short" in finding.says


def test_of_an_animation_the_first_frame_is_seen() -> None:
    first, second = (PIL.Image.new("RGB", (64, 48), colour) for colour in ("red", "blue"))
    animated = saved(first, format="PNG", save_all=True, append_images=[second], duration=100)
    assert b"acTL" in animated
    assert decode(animated)[20, 20].tolist() == [0, 0, 255]
    with pytest.raises(UnusableImageError, match="but GIF"):
        decode(saved(first, format="GIF", save_all=True, append_images=[second]))


@pytest.mark.parametrize("mode", ["RGB", "CMYK", "L"])
def test_colours_are_what_another_reader_sees(mode: str) -> None:
    picture = PIL.Image.new("RGB", (64, 64), (200, 60, 30)).convert(mode)
    jpeg = saved(picture, format="JPEG", quality=95)
    expected = PIL.Image.open(io.BytesIO(jpeg)).convert("RGB").getpixel((32, 32))
    assert isinstance(expected, tuple)
    np.testing.assert_allclose(decode(jpeg)[32, 32][::-1].astype(int), expected, atol=8)


def test_sixteen_bits_become_eight() -> None:
    levels = np.linspace(0, 65535, 64 * 64).reshape(64, 64).astype(np.uint16)
    read = decode(saved(PIL.Image.fromarray(levels), format="PNG"))
    np.testing.assert_allclose(read[..., 0].astype(int), levels // 256, atol=1)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_way_a_camera_was_held_is_undone(orientation: int) -> None:
    picture = PIL.Image.new("RGB", (64, 32), "black")
    picture.paste((255, 255, 255), (0, 0, 20, 10))
    exif = PIL.Image.Exif()
    exif[0x0112] = orientation
    jpeg = saved(picture, format="JPEG", exif=exif.tobytes(), quality=95)
    expected = np.asarray(PIL.ImageOps.exif_transpose(PIL.Image.open(io.BytesIO(jpeg))).convert("RGB"))
    read = decode(jpeg)
    assert read.shape == expected.shape
    np.testing.assert_allclose(read[..., ::-1].astype(int), expected, atol=12)


@pytest.mark.parametrize("size", [(64, 48), (6_000, 5_000)])
def test_a_large_picture_shows_the_same_as_a_small_one(size: tuple[int, int]) -> None:
    picture = PIL.Image.new("RGB", size, "white")
    picture.paste((0, 0, 0), (0, 0, size[0] // 2, size[1] // 2))
    exif = PIL.Image.Exif()
    exif[0x0112] = 6  # turn a quarter clockwise
    read = decode(saved(picture, format="JPEG", exif=exif.tobytes()))
    height, width = read.shape[:2]
    assert height > width
    assert height * width <= 25_000_000
    assert read[height // 4, 3 * width // 4].mean() < 20
    assert read[height // 4, width // 4].mean() > 235
