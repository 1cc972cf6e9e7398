"""Photographing a sheet as a hand-held camera would: askew, on a desk, in uneven light.

Owns what a camera does to paper. The true corners of the sheet come with the photograph, so that a test can
say how far off capture is.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from edge_agent.capture.image import encode_jpeg

_JPEG_QUALITY = 85
_DESK_BGR = np.array([66, 96, 128], np.float32)

_Picture = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Photograph:
    """A JPEG file, and the sheet's true (x, y) corners in it in px, clockwise from the sheet's top left."""

    jpeg: bytes
    corners: tuple[tuple[float, float], ...]


def photograph(
    sheet: Image.Image, chance: np.random.Generator, width_px: int, height_px: int
) -> Photograph:
    """Lay the RGB(A) sheet on a desk and take its picture; all that chance decides comes from `chance`."""
    layers = np.asarray(sheet.convert("RGBA"), np.float32)
    corners = _corners(chance, sheet.size, (width_px, height_px))
    edges = np.array([(0, 0), (sheet.width, 0), (sheet.width, sheet.height), (0, sheet.height)], np.float32)
    projection = cv2.getPerspectiveTransform(edges, corners)
    size = (width_px, height_px)
    bgr = layers[..., 2::-1]
    laid = cv2.warpPerspective(
        bgr, projection, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    cover = _picture(cv2.warpPerspective(layers[..., 3] / 255, projection, size))
    scene = _picture(laid * cover + _desk(chance, size) * _shadow(cover, size) * (1 - cover))
    scene = scene * _light(chance, size)
    scene = _picture(cv2.GaussianBlur(scene, (0, 0), float(chance.uniform(0.5, 0.9))))
    # Sensors are noisy mostly in brightness; one value for the three colours.
    scene += chance.standard_normal((height_px, width_px, 1), np.float32) * float(chance.uniform(1.5, 3.0))
    pixels = np.clip(scene, 0, 255).astype(np.uint8)
    return Photograph(
        encode_jpeg(pixels, quality=_JPEG_QUALITY), tuple((float(x), float(y)) for x, y in corners)
    )


def _corners(
    chance: np.random.Generator, sheet_px: tuple[int, int], size_px: tuple[int, int]
) -> npt.NDArray[np.float32]:
    """Return where the sheet's corners fall: centred, most of the picture, turned and tilted a little."""
    fit = min(size_px[0] / sheet_px[0], size_px[1] / sheet_px[1])
    half = np.array(sheet_px) * fit * chance.uniform(0.80, 0.86) / 2
    quad = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half
    turn = np.deg2rad(chance.uniform(-3.5, 3.5))
    rotation = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    tilt = chance.uniform(-0.022, 0.022, (4, 2)) * np.array(size_px)
    return np.asarray(quad @ rotation + tilt + np.array(size_px) / 2, np.float32)


def _desk(chance: np.random.Generator, size_px: tuple[int, int]) -> _Picture:
    """Return a wooden desk: long streaks of grain over slow patches."""
    width, height = size_px
    grain = chance.standard_normal((height // 5, max(4, width // 240)), np.float32)
    patches = chance.standard_normal((6, 6), np.float32)
    wood = 5.5 * cv2.resize(grain, size_px, interpolation=cv2.INTER_CUBIC)
    wood = wood + 4 * cv2.resize(patches, size_px, interpolation=cv2.INTER_CUBIC)
    return _picture(_DESK_BGR + wood[..., None])


def _shadow(cover: _Picture, size_px: tuple[int, int]) -> _Picture:
    """Return how much light the desk keeps beside the sheet: (H, W, 1), less to the lower right."""
    offset = max(size_px) / 260
    moved = cv2.warpAffine(cover, np.array([(1, 0, offset), (0, 1, offset)], np.float32), size_px)
    return _picture(1 - 0.5 * cv2.GaussianBlur(moved, (0, 0), max(size_px) / 200))


def _light(chance: np.random.Generator, size_px: tuple[int, int]) -> _Picture:
    """Return the brightness of a lamp to one side, (H, W, 1), and the lens's darker corners."""
    width, height = size_px
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    side = chance.uniform(0, 2 * np.pi)
    return _picture(0.94 + 0.07 * (x * np.cos(side) + y * np.sin(side)) - 0.06 * (x**2 + y**2))


def _picture(values: npt.ArrayLike) -> _Picture:
    """Return the values as (H, W, C) float32; a single layer, (H, W), becomes (H, W, 1)."""
    picture = np.asarray(values, np.float32)
    return picture if picture.ndim == 3 else picture[..., None]
