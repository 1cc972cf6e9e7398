"""Thumbs on a photographed form: what a hand that holds paper hides."""

from __future__ import annotations

import cv2
import numpy as np

from edge_agent.capture.image import Image, decode
from edge_agent.devices.simulated.photograph import Photograph


def covered(taken: Photograph, *numbers: int) -> Image:
    """Return the picture with a thumb on each of these markers."""
    image = decode(taken.jpeg)
    middle = np.mean(np.array(taken.corners), axis=0)
    for number in numbers:
        corner = np.array(taken.corners[number])
        x, y = corner + (middle - corner) / np.linalg.norm(middle - corner) * 150
        cv2.circle(image, (int(x), int(y)), 110, (120, 150, 205), thickness=-1)
    return image
