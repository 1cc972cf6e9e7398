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

_Layer = npt.NDArray[np.float32]
"""(H, W): one value for the three colours."""


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
    cover = _layer(opaque) / np.float32(255)
    wood = _wood(chance, size)
    ground = _shadow(cover, size) * (1 - cover)
    light = _light(chance, size)
    if conditions.shade[1]:
        light *= _shadow_across(chance, size, float(chance.uniform(*conditions.shade)))
    gleam = None
    if conditions.gleam[1]:
        gleam = np.float32(chance.uniform(*conditions.gleam)) * _spot(chance, size)
    blur_px = float(chance.uniform(*conditions.blur_px))
    # Sensors are noisy mostly in brightness; one value for the three colours.
    sigma = np.float32(chance.uniform(*conditions.noise))
    noise = sigma * chance.standard_normal((height_px, width_px), np.float32)
    colours = []
    for desk, paper in zip(_DESK_BGR, cv2.split(laid), strict=True):
        # One colour after the other, in place: five megapixels of floating colour are 60 MB a copy.
        scene = wood + desk
        scene *= ground
        scene += paper * cover
        scene *= light
        if gleam is not None:
            scene += gleam
        cv2.GaussianBlur(scene, (0, 0), blur_px, dst=scene)
        scene += noise
        colours.append(np.clip(scene, 0, 255, out=scene).astype(np.uint8))
    pixels = cv2.merge(colours)
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


def _wood(chance: np.random.Generator, size_px: tuple[int, int]) -> _Layer:
    """Return by how much a wooden desk differs from its colour: long streaks of grain over slow patches."""
    width, height = size_px
    grain = chance.standard_normal((height // 5, max(4, width // 240)), np.float32)
    patches = chance.standard_normal((6, 6), np.float32)
    wood = 5.5 * cv2.resize(grain, size_px, interpolation=cv2.INTER_CUBIC)
    return wood + 4 * cv2.resize(patches, size_px, interpolation=cv2.INTER_CUBIC)


def _shadow(cover: _Layer, size_px: tuple[int, int]) -> _Layer:
    """Return how much light the desk keeps beside the sheet, less to the lower right."""
    offset = max(size_px) / 260
    moved = cv2.warpAffine(cover, np.array([(1, 0, offset), (0, 1, offset)], np.float32), size_px)
    # What is so soft need not be drawn finely.
    small = cv2.resize(moved, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), max(size_px) / 800)
    return 1 - np.float32(0.5) * cv2.resize(soft, size_px, interpolation=cv2.INTER_LINEAR)


def _shadow_across(chance: np.random.Generator, size_px: tuple[int, int], depth: float) -> _Layer:
    """Return how much light is left when somebody's arm is between the lamp and one side."""
    width, height = size_px
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    side, edge = chance.uniform(0, 2 * np.pi), chance.uniform(-0.5, 0.5)
    across = np.float32(np.cos(side)) * x + np.float32(np.sin(side)) * y - np.float32(edge)
    return _layer(1 - np.float32(depth) / (1 + cv2.exp(across / np.float32(-0.04))))


def _spot(chance: np.random.Generator, size_px: tuple[int, int]) -> _Layer:
    """Return a lamp's soft reflection, 1 at its middle, somewhere within the picture."""
    width, height = size_px
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :] - np.float32(chance.uniform(-0.6, 0.6))
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None] - np.float32(chance.uniform(-0.6, 0.6))
    # The bell of a sum is the product of two bells: one of a row, one of a column.
    return _layer(np.exp(x**2 / np.float32(-2 * 0.3**2)) * np.exp(y**2 / np.float32(-2 * 0.3**2)))


def _light(chance: np.random.Generator, size_px: tuple[int, int]) -> _Layer:
    """Return the brightness of a lamp to one side, and the lens's darker corners."""
    width, height = size_px
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    side = chance.uniform(0, 2 * np.pi)
    along = np.float32(0.07 * np.cos(side)) * x - np.float32(0.06) * x**2
    down = np.float32(0.07 * np.sin(side)) * y - np.float32(0.06) * y**2
    return np.float32(0.94) + along + down


def _layer(values: npt.ArrayLike) -> _Layer:
    return np.asarray(values, np.float32)
