"""`tongban read faces`: two files compared, with the consent of whoever runs it by hand.

Owns how two pictures become one to be shown; what is found comes from `capture.faces`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import cv2
import numpy as np

from edge_agent.capture.faces.compare import FaceComparer
from edge_agent.capture.faces.consent import Consent
from edge_agent.capture.faces.embedder import open_embedder
from edge_agent.capture.image import Image, UnusableImageError, decode
from edge_agent.capture.reading import Outline, Reading, unusable
from edge_agent.settings import AgentSettings


def compare_files(first: bytes, second: bytes, settings: AgentSettings) -> tuple[Reading, Image | None]:
    """Compare two picture files; return the reading, and both pictures side by side for its outlines."""
    pictures = []
    for name, content in (("first", first), ("second", second)):
        try:
            pictures.append(decode(content))
        except UnusableImageError as error:
            return unusable(f"The {name} picture cannot be used: {error.reason}."), None
    consent = Consent("by hand", datetime.now(UTC))
    comparer = FaceComparer(partial(open_embedder, settings.face_model, settings.models_folder))
    compared = comparer.compare(pictures[0], pictures[1], consent)
    return _side_by_side(compared.reading, compared.faces, pictures)


def _side_by_side(
    reading: Reading, faces: tuple[tuple[Outline, ...], tuple[Outline, ...]], pictures: list[Image]
) -> tuple[Reading, Image]:
    height_px = max(picture.shape[0] for picture in pictures)
    scaled, outlines, left_px = [], [], 0
    for picture, found in zip(pictures, faces, strict=True):
        scale = height_px / picture.shape[0]
        size = (max(1, round(picture.shape[1] * scale)), height_px)
        scaled.append(cv2.resize(picture, size))
        for outline in found:
            moved = tuple((left_px + x * scale, y * scale) for x, y in outline.points)
            outlines.append(replace(outline, points=moved))
        left_px += size[0]
    return replace(reading, outlines=tuple(outlines)), np.asarray(np.hstack(scaled), np.uint8)
