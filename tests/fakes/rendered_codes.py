"""Pictures with a code, well or badly taken, and pictures in which there is none; all from seeds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import zxingcpp

from edge_agent.capture.image import Image

TEXTS: Final = {
    "QRCode": "tongban:form:north-01a20063d0c775168c0b0:application-form:1:1:0123456789abcdef",
    "Code128": "6222020200112233",
    "PDF417": "Account 6222 0202 0011 2233, branch north/b2",
    "DataMatrix": "6222-0202-0011-2233",
}
FLAWS: Final = ("none", "blurred", "rotated", "small", "dark")
_MODULE_PX: Final = 4
_SIDE_PX: Final = 720


@dataclass(frozen=True, slots=True)
class Label:
    """A picture, (720, 960, 3) uint8 BGR, and what its code says."""

    picture: Image
    text: str
    format: str
    flaw: str


def labels(most: int) -> Iterator[Label]:
    """Every format with every flaw, again and again with other chance, until there are `most`."""
    kinds = [(name, flaw) for flaw in FLAWS for name in TEXTS]
    for seed in range(most):
        yield label(*kinds[seed % len(kinds)], seed)


def label(name: str, flaw: str, seed: int) -> Label:
    """A code on a pale label upon a grey ground."""
    chance = np.random.default_rng(seed)
    text = f"{TEXTS[name]}{chance.integers(10, 99)}"
    code = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, name))
    drawn = np.asarray(zxingcpp.write_barcode_to_image(code, scale=_MODULE_PX), np.uint8)
    quiet = 10 * _MODULE_PX
    drawn = np.asarray(np.pad(drawn, quiet, constant_values=250), np.uint8)
    turn = chance.uniform(0, 360) if flaw == "rotated" else chance.uniform(-3, 3)
    scale = chance.uniform(0.38, 0.5) if flaw == "small" else chance.uniform(0.8, 1.2)
    to_picture = cv2.getRotationMatrix2D((drawn.shape[1] / 2, drawn.shape[0] / 2), turn, scale)
    width, height = _SIDE_PX * 4 // 3, _SIDE_PX
    to_picture[:, 2] += width / 2 - drawn.shape[1] / 2, height / 2 - drawn.shape[0] / 2
    picture = cv2.warpAffine(drawn, to_picture, (width, height), flags=cv2.INTER_AREA, borderValue=140)
    scene = np.asarray(picture, np.float32)
    if flaw == "dark":
        scene = scene * 0.22 * np.linspace(0.5, 1, width, dtype=np.float32) + 6
    blur_px = chance.uniform(1.6, 2.6) if flaw == "blurred" else 0.7
    blurred = np.asarray(cv2.GaussianBlur(scene, (0, 0), blur_px), np.float32)
    grey = np.clip(blurred + chance.normal(0, 4, scene.shape), 0, 255).astype(np.uint8)
    return Label(np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8), text, name, flaw)


def picture_without_code(seed: int) -> Image:
    """Something that is neither paper nor code, (360, 480, 3) uint8 BGR: what a camera sees in between."""
    chance = np.random.default_rng(seed)
    draw = (_clutter, _stripes, _words, _squares, _clouds)[seed % 5]
    grey = np.asarray(draw(chance), np.float32) + chance.normal(0, 3, (360, 480))
    colour = chance.uniform(0.75, 1, 3)
    return np.clip(grey[..., None] * colour, 0, 255).astype(np.uint8)


def _ground(chance: np.random.Generator) -> Image:
    coarse = chance.uniform(60, 200, (5, 7)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (480, 360), interpolation=cv2.INTER_CUBIC).clip(0, 255), np.uint8)


def _clouds(chance: np.random.Generator) -> Image:
    return np.asarray(cv2.GaussianBlur(_ground(chance), (0, 0), 9), np.uint8)


def _clutter(chance: np.random.Generator) -> Image:
    """Discs and sticks of all sizes."""
    picture = _ground(chance)
    for _ in range(60):
        x, y, radius, shade = (int(value) for value in chance.integers((0, 0, 5, 0), (480, 360, 45, 255)))
        cv2.circle(picture, (x, y), radius, shade, -1 if radius % 2 else 3)
        cv2.line(
            picture,
            (x, y),
            (int(chance.integers(480)), int(chance.integers(360))),
            255 - shade,
            1 + radius % 7,
        )
    return picture


def _stripes(chance: np.random.Generator) -> Image:
    """Blinds, fences, knitting: dark and bright bars of all widths, at all angles, as far as one sees."""
    bars = np.repeat(chance.integers(0, 2, 300) * 150 + 50, chance.integers(2, 14, 300))[:1100]
    sheet = np.broadcast_to(bars.astype(np.uint8), (1100, len(bars)))
    turn = cv2.getRotationMatrix2D((550, 550), chance.uniform(0, 180), 1)
    return np.asarray(
        cv2.warpAffine(np.ascontiguousarray(sheet), turn, (1100, 1100))[370:730, 310:790], np.uint8
    )


def _words(chance: np.random.Generator) -> Image:
    picture = np.full((360, 480), 205, np.uint8)
    for y in range(-10, 380, 22):
        letters = "".join(chr(value) for value in chance.integers(33, 126, 90))
        cv2.putText(picture, letters, (-20, y), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 40, 1, cv2.LINE_AA)
    return picture


def _squares(chance: np.random.Generator) -> Image:
    """Tiles like the modules of a code, with no code among them."""
    tiles = chance.integers(0, 2, (30, 40)).astype(np.uint8) * 180 + 30
    return np.asarray(cv2.resize(tiles, (480, 360), interpolation=cv2.INTER_NEAREST), np.uint8)
