import io
from typing import Any

import numpy as np
import PIL.Image
import pytest

from edge_agent.capture.image import Header, Image, UnusableImageError, decode, header_of, reduced


def saved(picture: PIL.Image.Image, **options: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, **options)
    return file.getvalue()


def declaring(png: bytes, width_px: int, height_px: int) -> bytes:
    """Return the PNG with another size in its header."""
    return png[:16] + width_px.to_bytes(4, "big") + height_px.to_bytes(4, "big") + png[24:]


def test_a_picture_becomes_bgr_pixels(png: bytes, gradient: Image) -> None:
    assert header_of(png) == Header(160, 120, is_whole=True)
    np.testing.assert_array_equal(decode(png), gradient)


def test_red_is_the_last_of_the_three_colours() -> None:
    red = saved(PIL.Image.new("RGB", (32, 32), (255, 0, 0)), format="PNG")
    assert decode(red)[0, 0].tolist() == [0, 0, 255]


def test_a_picture_taken_sideways_is_turned_upright() -> None:
    turned = PIL.Image.Exif()
    turned[0x0112] = 6  # turn a quarter clockwise to see it upright
    sideways = PIL.Image.new("RGB", (64, 32), "black")
    sideways.paste((255, 255, 255), (0, 0, 16, 32))  # white on the left: the top, once upright
    upright = decode(saved(sideways, format="JPEG", exif=turned.tobytes()))
    assert upright.shape == (64, 32, 3)
    assert upright[4].mean() > 240
    assert upright[-4].mean() < 15


@pytest.mark.parametrize("mode", ["L", "1", "P", "RGBA", "LA", "I;16"])
def test_every_kind_of_png_becomes_three_colours(mode: str) -> None:
    assert decode(saved(PIL.Image.new(mode, (40, 30)), format="PNG")).shape == (30, 40, 3)


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_every_kind_of_jpeg_becomes_three_colours(mode: str) -> None:
    assert decode(saved(PIL.Image.new(mode, (40, 30)), format="JPEG", progressive=True)).shape == (
        30,
        40,
        3,
    )


def test_a_bomb_is_refused_by_its_header(png: bytes) -> None:
    with pytest.raises(UnusableImageError, match="20000 × 20000"):
        decode(declaring(png, 20_000, 20_000))


def test_a_picture_of_a_few_pixels_is_refused() -> None:
    with pytest.raises(UnusableImageError, match="too few"):
        decode(saved(PIL.Image.new("RGB", (3, 500)), format="PNG"))


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.98])
def test_half_a_picture_is_cut_short_and_not_half_grey(jpeg: bytes, png: bytes, share: float) -> None:
    for whole in (jpeg, png):
        with pytest.raises(UnusableImageError, match="cut short"):
            decode(whole[: int(len(whole) * share)])


def test_a_damaged_picture_says_so(png: bytes) -> None:
    # The compressed pixels start after the IDAT chunk's length and name.
    at = png.index(b"IDAT") + 4
    with pytest.raises(UnusableImageError, match="damaged"):
        decode(png[:at] + b"\x00" * 40 + png[at + 40 :])


def test_something_else_is_no_picture() -> None:
    with pytest.raises(UnusableImageError, match="neither a JPEG nor a PNG"):
        decode(b"Dear customer")


@pytest.mark.parametrize(
    ("kind", "name"), [("GIF", "GIF"), ("TIFF", "TIFF"), ("BMP", "BMP"), ("WEBP", "WebP")]
)
def test_a_picture_of_another_kind_is_refused_by_its_name(kind: str, name: str) -> None:
    with pytest.raises(UnusableImageError, match=f"but {name}: save it as"):
        decode(saved(PIL.Image.new("RGB", (40, 30)), format=kind))


def test_a_large_picture_is_reduced_and_a_small_one_left(gradient: Image) -> None:
    assert reduced(gradient, 80).shape == (60, 80, 3)
    assert reduced(gradient, 4000) is gradient
