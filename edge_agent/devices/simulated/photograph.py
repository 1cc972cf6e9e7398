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

_DESK_BGR = np.array([66, 96, 128], np.float32)

_Picture = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Photograph:
    """A JPEG file, and the sheet's true (x, y) corners in it in px, clockwise from the sheet's top left."""

    jpeg: bytes
    corners: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Conditions:
    """How badly a picture is taken: each range is (least, most), chance decides between them.

    `fill`: the sheet's share of the picture; `turn_deg` and `tilt`: how far it is turned either way, and
    each corner moved, as a share of the picture; `blur_px` and `noise`: sigma; `gleam` and `shade`: how
    much light a soft reflection adds (of 255) and a shadow across the sheet takes away (share).
    """

    fill: tuple[float, float] = (0.80, 0.86)
    turn_deg: float = 3.5
    tilt: float = 0.022
    blur_px: tuple[float, float] = (0.5, 0.9)
    noise: tuple[float, float] = (1.5, 3.0)
    gleam: tuple[float, float] = (0, 0)
    shade: tuple[float, float] = (0, 0)
    jpeg_quality: int = 85


EASY = Conditions(turn_deg=1.5, tilt=0.008, blur_px=(0.4, 0.6), noise=(0.8, 1.5), jpeg_quality=92)
MEDIUM = Conditions()
HARD = Conditions(
    fill=(0.70, 0.84),
    turn_deg=9.0,
    tilt=0.036,
    blur_px=(0.8, 1.3),
    noise=(3.0, 6.0),
    gleam=(15, 45),
    shade=(0.15, 0.4),
    jpeg_quality=70,
)


def photograph(
    sheet: Image.Image,
    chance: np.random.Generator,
    width_px: int,
    height_px: int,
    conditions: Conditions = MEDIUM,
) -> Photograph:
    """Lay the RGB(A) sheet on a desk and take its picture; all that chance decides comes from `chance`."""
    layers = np.asarray(sheet.convert("RGBA"))
    corners = _corners(chance, sheet.size, (width_px, height_px), conditions)
    edges = np.array([(0, 0), (sheet.width, 0), (sheet.width, sheet.height), (0, sheet.height)], np.float32)
    projection = cv2.getPerspectiveTransform(edges, corners)
    size = (width_px, height_px)
    bgr = np.ascontiguousarray(layers[..., 2::-1])
    laid = cv2.warpPerspective(
        bgr, projection, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    opaque = cv2.warpPerspective(np.ascontiguousarray(layers[..., 3]), projection, size)
    cover = _picture(np.asarray(opaque, np.float32) / 255)
    # In place from here: five megapixels of floating colour are 60 MB a copy.
    scene = _desk(chance, size)
    scene *= _shadow(cover, size) * (1 - cover)
    scene += laid * cover
    light = _light(chance, size)
    if conditions.shade[1]:
        light *= _shadow_across(chance, size, float(chance.uniform(*conditions.shade)))
    scene *= light
    if conditions.gleam[1]:
        scene += float(chance.uniform(*conditions.gleam)) * _spot(chance, size)
    scene = _picture(cv2.GaussianBlur(scene, (0, 0), float(chance.uniform(*conditions.blur_px))))
    # Sensors are noisy mostly in brightness; one value for the three colours.
    noise = float(chance.uniform(*conditions.noise))
    scene += chance.standard_normal((height_px, width_px, 1), np.float32) * noise
    pixels = np.clip(scene, 0, 255, out=scene).astype(np.uint8)
    return Photograph(
        encode_jpeg(pixels, quality=conditions.jpeg_quality),
        tuple((float(x), float(y)) for x, y in corners),
    )


def _corners(
    chance: np.random.Generator,
    sheet_px: tuple[int, int],
    size_px: tuple[int, int],
    conditions: Conditions,
) -> npt.NDArray[np.float32]:
    """Return where the sheet's corners fall: centred, most of the picture, turned and tilted a little."""
    fit = min(size_px[0] / sheet_px[0], size_px[1] / sheet_px[1])
    half = np.array(sheet_px) * fit * chance.uniform(*conditions.fill) / 2
    quad = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half
    turn = np.deg2rad(chance.uniform(-conditions.turn_deg, conditions.turn_deg))
    rotation = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    tilt = chance.uniform(-conditions.tilt, conditions.tilt, (4, 2)) * np.array(size_px)
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
    # What is so soft need not be drawn finely.
    small = cv2.resize(moved, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), max(size_px) / 800)
    return _picture(1 - 0.5 * cv2.resize(soft, size_px, interpolation=cv2.INTER_LINEAR))


def _shadow_across(chance: np.random.Generator, size_px: tuple[int, int], depth: float) -> _Picture:
    """Return how much light is left, (H, W, 1), when somebody's arm is between the lamp and one side."""
    width, height = size_px
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    side, edge = chance.uniform(0, 2 * np.pi), chance.uniform(-0.5, 0.5)
    across = x * np.cos(side) + y * np.sin(side) - edge
    return _picture(1 - depth / (1 + np.exp(-across / 0.04)))


def _spot(chance: np.random.Generator, size_px: tuple[int, int]) -> _Picture:
    """Return a lamp's soft reflection, (H, W, 1), 1 at its middle, somewhere within the picture."""
    width, height = size_px
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :] - chance.uniform(-0.6, 0.6)
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None] - chance.uniform(-0.6, 0.6)
    return _picture(np.exp(-(x**2 + y**2) / (2 * 0.3**2)))


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
