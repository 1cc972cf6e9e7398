"""Whatever file `tongban read` is given: what it shows, or a refusal with the reason."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import PIL.Image
import pytest

from edge_agent.capture.image import LARGEST_PIXELS
from edge_agent.devices.readable import LARGEST_SCAN_BYTES
from edge_agent.imaging import NoPictureFileError
from edge_agent.reading.files import What, read_file
from tests.edge_agent.reading.words import subject, told, values
from tests.pictures.pdf_files import empty_pages

WHATS: Final[tuple[What, ...]] = ("code", "id", "page")


def saved(picture: PIL.Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def in_printers_colours(picture: PIL.Image.Image) -> bytes:
    return saved(picture.convert("CMYK"), "JPEG", quality=95)


def in_sixteen_bits(picture: PIL.Image.Image) -> bytes:
    grey = np.asarray(picture.convert("L"), np.uint16) * 257
    return saved(PIL.Image.fromarray(grey), "PNG", compress_level=1)


def held_sideways(picture: PIL.Image.Image) -> bytes:
    exif = PIL.Image.Exif()
    exif[0x0112] = 6  # turn a quarter clockwise to see it upright
    return saved(picture.transpose(PIL.Image.Transpose.ROTATE_90), "JPEG", exif=exif.tobytes(), quality=95)


def moving(picture: PIL.Image.Image) -> bytes:
    after = PIL.Image.new("RGB", picture.size, "blue")
    return saved(picture, "PNG", save_all=True, append_images=[after], duration=100, compress_level=1)


def of_100_megapixels(picture: PIL.Image.Image) -> bytes:
    """The picture as large as may be, on a larger ground."""
    side_px = int(LARGEST_PIXELS**0.5)
    ground = PIL.Image.new("RGB", (side_px, side_px), (70, 70, 70))
    scale = side_px / max(picture.size) * 0.9
    size = round(picture.width * scale), round(picture.height * scale)
    ground.paste(picture.resize(size), ((side_px - size[0]) // 2, (side_px - size[1]) // 2))
    return saved(ground, "JPEG", quality=80)


@pytest.mark.parametrize("what", WHATS)
@pytest.mark.parametrize(
    "as_file", [in_printers_colours, in_sixteen_bits, held_sideways, moving, of_100_megapixels]
)
def test_an_unusual_file_is_read_all_the_same(
    what: What, as_file: Callable[[PIL.Image.Image], bytes]
) -> None:
    wanted = subject(what)
    reading = read_file(what, as_file(wanted.picture), shown=False).whole
    assert reading.kind == wanted.kind
    assert {field.name: field.value for field in reading.fields} == wanted.fields


@cache
def whole(kind: str) -> bytes:
    return empty_pages(2) if kind == "PDF" else saved(subject("code").picture, kind)


def declaring(side_px: int) -> bytes:
    png, side = whole("PNG"), side_px.to_bytes(4, "big")
    return png[:16] + side + side + png[24:]


@pytest.mark.parametrize("what", WHATS)
@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: b"", "the file is empty"),
        (lambda: whole("JPEG")[: len(whole("JPEG")) // 2], "cut short"),
        (lambda: whole("PNG")[: len(whole("PNG")) // 2], "cut short"),
        (lambda: whole("PDF")[: len(whole("PDF")) // 2], "cut short"),
        (lambda: declaring(60_000), "60000 × 60000 pixels are more than 40,000,000"),
        (lambda: empty_pages(5_000), "5,000 pages are more than 20"),
        (lambda: bytes(LARGEST_SCAN_BYTES + 1), "larger than 32 MiB"),
        (lambda: saved(subject("code").picture, "GIF"), "but GIF: save it as one of them"),
        (lambda: b"Dear customer", "neither a JPEG nor a PNG"),
    ],
    ids=["empty", "half JPEG", "half PNG", "half PDF", "bomb", "5,000 pages", "large", "GIF", "letter"],
)
def test_what_cannot_be_looked_at_is_refused_with_the_reason(
    what: What, make: Callable[[], bytes], reason: str
) -> None:
    with pytest.raises(NoPictureFileError, match=reason):
        read_file(what, make(), shown=False)


def test_a_file_is_what_it_holds_and_not_what_it_is_called(tmp_path: Path) -> None:
    wanted, (jpeg, pdf, png) = (
        subject("code"),
        (tmp_path / f"label.{kind}" for kind in ("jpg", "pdf", "png")),
    )
    jpeg.write_bytes(saved(wanted.picture, "PNG"))
    pdf.write_bytes(saved(wanted.picture, "JPEG"))
    png.write_bytes(saved(wanted.picture, "PDF"))
    answers = told("code", jpeg, pdf, png)
    assert [values(answer) for answer in answers] == [wanted.fields] * 3
    assert ["pages" in answer for answer in answers] == [False, False, True]


def test_one_bad_file_of_several_costs_itself_alone(tmp_path: Path) -> None:
    good, bad = tmp_path / "label.png", tmp_path / "empty.png"
    good.write_bytes(whole("PNG"))
    bad.write_bytes(b"")
    refused, read = told("code", bad, good)
    assert (refused["ok"], refused["kind"], refused["fields"], refused["texts"]) == (
        False,
        "unusable",
        {},
        [],
    )
    assert refused["findings"][0]["says"] == "This picture cannot be used: the file is empty."
    assert (read["ok"], read["texts"]) == (True, ["tongban"])
