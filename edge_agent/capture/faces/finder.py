"""Finding frontal faces, and five points in each: the corners of both eyes and the base of the nose.

Owns the detector: dlib's histogram of gradients (Dalal and Triggs 2005) and its five-point model. Turned
faces are not found. The 68-point model beside it is left alone: its training data is non-commercial.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from edge_agent.capture.image import Image

FivePoints = npt.NDArray[np.float32]
"""(5, 2) float32 (x, y) in px: outer and inner corner of the eye on the picture's right, outer and inner
corner of the eye on its left, base of the nose: dlib's order."""

SMALLEST_PX: Final = 80
"""The detector's window is 80 px wide: smaller faces are rarely found where it looks."""

# dlib itself accepts from 0; the tests look for false faces in 200 pictures without one.
_LEAST_SCORE: Final = 0.1
# A picture longer than this is looked at smaller: a narrow strip blown up would take all memory.
_LONGEST_TIMES: Final = 4


@dataclass(frozen=True, slots=True)
class Face:
    """One face: box (left, top, right, bottom) and points in px of the picture as it came; dlib's score."""

    box: tuple[float, float, float, float]
    points: FivePoints
    score: float

    @property
    def width_px(self) -> float:
        """How wide the box is."""
        return self.box[2] - self.box[0]


class FaceFinder:
    """Finds faces; its models are loaded at the first picture (half a second). Not for several threads."""

    @cached_property
    def _models(self) -> tuple[Any, Any, Any]:
        import dlib  # noqa: PLC0415 - a native library that only whoever looks for faces should load
        import face_recognition_models  # noqa: PLC0415 - as above

        points = face_recognition_models.pose_predictor_five_point_model_location()
        return dlib.rectangle, dlib.get_frontal_face_detector(), dlib.shape_predictor(points)

    def find(self, image: Image, shorter_px: int) -> tuple[Face, ...]:
        """Return the faces, largest first, looked for in the picture scaled to this shorter side.

        image is (H, W, 3) uint8 BGR. Time goes with the scaled picture's area: about 10 ms at 300 px.
        """
        rectangle, detect, predict = self._models
        grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)
        scale = min(shorter_px / min(grey.shape), _LONGEST_TIMES * shorter_px / max(grey.shape))
        small = _scaled(grey, scale)
        boxes, scores, _ = detect.run(small, 0, _LEAST_SCORE)
        faces = []
        for box, score in zip(boxes, scores, strict=True):
            left, top, right, bottom = (
                edge / scale for edge in (box.left(), box.top(), box.right() + 1, box.bottom() + 1)
            )
            # The points are looked for in the whole picture: it has more to see than the small one.
            whole = rectangle(round(left), round(top), round(right) - 1, round(bottom) - 1)
            points = np.array([(part.x, part.y) for part in predict(grey, whole).parts()], np.float32)
            faces.append(Face((left, top, right, bottom), points, float(score)))
        return tuple(sorted(faces, key=lambda face: face.width_px, reverse=True))


def _scaled(grey: npt.NDArray[np.uint8], scale: float) -> npt.NDArray[np.uint8]:
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    return grey if scale == 1 else np.asarray(cv2.resize(grey, size, interpolation=how), np.uint8)
