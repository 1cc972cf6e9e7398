"""The ways to look at a picture in which a document may lie: cut out and laid flat, or as it is; turned.

Owns the geometry between a view and the picture, and the cleaning that makes print stand out. What is
written there is not its concern.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from edge_agent.capture.image import Image, reduced
from edge_agent.capture.outline import find_outline
from edge_agent.capture.quad import Quad, sides_px
from edge_agent.capture.reading import Points

# A passport's zone has 44 letters a line: 28 px each, of which the reader needs about 20.
_LONGEST_PX: Final = 1280
# A picture with a card's or page's own proportion and no desk around it was cut to its edges by a scanner.
_PROPORTIONS: Final = (85.60 / 53.98, 125 / 88, 120 / 80)
_NEAR: Final = 0.04
_PALE: Final = 0.75
# Paper is what is brighter than this share of its surroundings, ink what is darker than that one.
_INK, _PAPER = 0.10, 0.88


@dataclass(frozen=True, slots=True)
class View:
    """One way to look: the pixels, (H, W, 3) uint8 BGR, and how a place in them maps to the picture.

    `to_picture` is a (3, 3) float64 homography. `is_cut_out`: the view is the document, edge to edge.
    """

    image: Image
    to_picture: npt.NDArray[np.float64]
    is_cut_out: bool

    def in_picture(self, points: Points) -> Points:
        """The same (x, y) places in px of the picture."""
        moved = cv2.perspectiveTransform(np.array([points], np.float64), self.to_picture)[0]
        return tuple((round(float(x), 1), round(float(y), 1)) for x, y in moved)

    def corners(self) -> Points:
        """The view's own four corners, in px of the picture."""
        height, width = self.image.shape[:2]
        return self.in_picture(((0, 0), (width, 0), (width, height), (0, height)))

    def turned(self, quarters: int) -> "View":
        """The view turned counterclockwise by so many quarters."""
        height, width = self.image.shape[:2]
        back = {
            0: ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
            1: ((0, -1, width), (1, 0, 0), (0, 0, 1)),
            2: ((-1, 0, width), (0, -1, height), (0, 0, 1)),
            3: ((0, 1, 0), (-1, 0, height), (0, 0, 1)),
        }[quarters % 4]
        turned = np.ascontiguousarray(np.rot90(self.image, quarters))
        return View(turned, self.to_picture @ np.array(back, np.float64), self.is_cut_out)


def views_of(picture: Image) -> Iterator[View]:
    """Yield the views of the (H, W, 3) uint8 BGR picture, the likeliest first; none is turned."""
    outline = find_outline(picture)
    if outline is not None:
        yield _laid_flat(picture, outline)
    small = reduced(picture, _LONGEST_PX)
    scale = picture.shape[1] / small.shape[1]
    height, width = picture.shape[:2]
    proportion = max(width, height) / min(width, height)
    fits = any(abs(proportion / known - 1) < _NEAR for known in _PROPORTIONS)
    is_cut_out = outline is None and fits and _is_pale_all_round(small)
    yield View(small, np.diag((scale, scale, 1.0)), is_cut_out)


def cleaned(image: Image) -> Image:
    """Return the view as the reader gets it: grey, evenly lit, without a card's fine pale lines.

    Illumination is the bright surroundings of each place, after Perreault's grey-level closing; it is
    divided out, and what is left between ink and paper is spread.
    """
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    around = max(5, max(small.shape) // 36) | 1
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((around, around), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), around / 2)
    light = cv2.resize(paper, grey.shape[::-1], interpolation=cv2.INTER_LINEAR).astype(np.float32)
    share = grey / np.maximum(light, 1)
    spread = np.clip((share - _INK) * (255 / (_PAPER - _INK)), 0, 255).astype(np.uint8)
    return np.asarray(cv2.cvtColor(spread, cv2.COLOR_GRAY2BGR), np.uint8)


def _is_pale_all_round(image: Image) -> bool:
    """Whether each border is about as bright as the picture's bright parts: paper to the edge."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    least = _PALE * float(np.percentile(grey, 90))
    borders = (grey[:3], grey[-3:], grey[:, :3], grey[:, -3:])
    return all(float(np.median(border)) > least for border in borders)


def _laid_flat(picture: Image, outline: Quad) -> View:
    """The sheet within the outline, its longer side across, in the size that it has in the picture."""
    width, height = sides_px(outline)
    if height > width:
        outline, width, height = np.roll(outline, -1, axis=0), height, width
    scale = min(1, _LONGEST_PX / width)
    size = (round(width * scale), round(height * scale))
    flat = np.array([(0, 0), (size[0], 0), size, (0, size[1])], np.float32)
    to_picture = cv2.getPerspectiveTransform(flat, outline)
    warped = cv2.warpPerspective(
        picture,
        to_picture,
        size,
        flags=cv2.INTER_AREA | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return View(np.asarray(warped, np.uint8), np.asarray(to_picture, np.float64), is_cut_out=True)
