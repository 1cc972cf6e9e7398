"""How well a face can be judged in a picture: its size, how sharp it is, its light, how it is turned.

Owns the measures and their bounds. A picture that is not good enough is said to be; it is not improved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import cv2
import numpy as np
import numpy.typing as npt

from edge_agent.capture.faces.finder import Face, FivePoints
from edge_agent.capture.image import Image

Fault = Literal["too-small", "blurred", "too-dark", "too-bright", "too-flat", "turned", "tilted"]

ADVICE: Final[dict[Fault, str]] = {
    "too-small": "the face is too small: come nearer, or take a larger picture",
    "blurred": "the face is blurred: hold still and clean the lens",
    "too-dark": "the face is too dark: let light fall on it",
    "too-bright": "the face is too bright: turn away from the lamp",
    "too-flat": "the face has too little contrast: change the light",
    "turned": "the face is turned: look straight into the camera",
    "tilted": "the head is tilted: hold it upright",
}
"""What a person can do about each fault."""

LEAST_EYES_PX: Final = 14.0
"""Between the eyes' centres. A portrait of 48 px has about 15: the least that was measured (FACTS)."""
_LEAST_SHARPNESS: Final = 0.06
_DARKEST, _BRIGHTEST = 45.0, 225.0
_LEAST_CONTRAST: Final = 14.0
# A face straight ahead has its nose between the eyes, about 0.77 of their distance below them (the mean
# face of the five-point model); turned by 25 degrees the nose is 0.25 aside.
_MOST_YAW: Final = 0.25
_PITCH: Final = (0.45, 1.1)
_MOST_ROLL_DEG: Final = 20.0

# The face is measured at one size, so that its sharpness does not depend on the picture's.
_MEASURED_PX: Final = 96


@dataclass(frozen=True, slots=True)
class Quality:
    """The measures of one face.

    eyes_px: between the eyes' centres. sharpness: share of the contrast that is fine detail.
    light: mean grey value, contrast: its standard deviation, both 0 to 255. yaw: the nose beside the eyes'
    middle, pitch: below it, both in distances between the eyes. roll_deg: the eyes' slope.
    """

    eyes_px: float
    sharpness: float
    light: float
    contrast: float
    yaw: float
    pitch: float
    roll_deg: float

    @property
    def frontal(self) -> bool:
        """Whether the face looks into the camera."""
        return abs(self.yaw) <= _MOST_YAW and _PITCH[0] <= self.pitch <= _PITCH[1]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What speaks against judging this face by this picture; nothing when it is good enough."""
        found: list[tuple[Fault, bool]] = [
            ("too-small", self.eyes_px < LEAST_EYES_PX),
            ("blurred", self.sharpness < _LEAST_SHARPNESS),
            ("too-dark", self.light < _DARKEST),
            ("too-bright", self.light > _BRIGHTEST),
            ("too-flat", self.contrast < _LEAST_CONTRAST),
            ("turned", not self.frontal),
            ("tilted", abs(self.roll_deg) > _MOST_ROLL_DEG),
        ]
        return tuple(fault for fault, there in found if there)

    def facts(self) -> dict[str, str]:
        """The measures as a finding's detail, with the faults."""
        return {
            "eyes-px": f"{self.eyes_px:.0f}",
            "sharpness": f"{self.sharpness:.2f}",
            "light": f"{self.light:.0f}",
            "contrast": f"{self.contrast:.0f}",
            "yaw": f"{self.yaw:+.2f}",
            "pitch": f"{self.pitch:.2f}",
            "roll-deg": f"{self.roll_deg:+.0f}",
            "faults": ", ".join(self.faults),
        }


def quality_of(image: Image, face: Face) -> Quality:
    """Measure a face in its (H, W, 3) uint8 BGR picture; about half a millisecond."""
    right, left, nose = eyes_and_nose(face.points)
    across = right - left
    eyes_px = max(float(np.linalg.norm(across)), 1.0)
    along, down = across / eyes_px, np.array([-across[1], across[0]]) / eyes_px
    from_middle = (nose - (right + left) / 2) / eyes_px
    patch = _patch(image, face)
    contrast = float(patch.std())
    fine = patch - cv2.GaussianBlur(patch, (0, 0), 1.5)
    return Quality(
        eyes_px=eyes_px,
        sharpness=float(fine.std()) / max(contrast, 1.0),
        light=float(patch.mean()),
        contrast=contrast,
        yaw=float(from_middle @ along),
        pitch=float(from_middle @ down),
        roll_deg=float(np.degrees(np.arctan2(across[1], across[0]))),
    )


def eyes_and_nose(
    points: FivePoints,
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return (x, y) of the centres of the eyes on the picture's right and left, and of the nose."""
    return points[0:2].mean(axis=0), points[2:4].mean(axis=0), points[4]


def _patch(image: Image, face: Face) -> npt.NDArray[np.float32]:
    """Return the face's box as (96, 96) float32 grey; what lies outside the picture is left out."""
    height, width = image.shape[:2]
    left, top = (max(0, round(edge)) for edge in face.box[:2])
    right, bottom = min(width, round(face.box[2])), min(height, round(face.box[3]))
    cut = image[min(top, height - 1) : max(bottom, top + 1), min(left, width - 1) : max(right, left + 1)]
    grey = cv2.cvtColor(cut, cv2.COLOR_BGR2GRAY)
    size = (_MEASURED_PX, _MEASURED_PX)
    how = cv2.INTER_AREA if grey.shape[1] >= _MEASURED_PX else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(grey, size, interpolation=how), np.float32)
