"""The embedder: from a face to the numbers by which two faces are compared.

Owns the port, the one driver, an ONNX file run by OpenCV as its manifest says, and which manifest is used.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, NoReturn, Protocol

import cv2
import numpy as np
import numpy.typing as npt

from edge_agent.capture.faces.finder import FivePoints
from edge_agent.capture.faces.manifest import (
    DEFAULT_MANIFEST,
    FaceManifest,
    FaceModelError,
    read_manifest,
    read_model,
)
from edge_agent.capture.image import Image

_SMALLEST_NORM: Final = 1e-6


class Template:
    """The numbers of one face. They stay in memory: no repr, copy or pickle gives them away."""

    __slots__ = ("_direction",)

    def __init__(self, numbers: npt.NDArray[np.float32]) -> None:
        """Keep the direction of the (N,) float32 numbers; their length means nothing."""
        flat = np.asarray(numbers, np.float32).ravel()
        norm = float(np.linalg.norm(flat))
        if not np.isfinite(norm) or norm < _SMALLEST_NORM:
            raise FaceModelError("the face model gave no usable numbers")
        self._direction = flat / norm

    def cosine(self, other: Template) -> float:
        """How alike: 1 for the same direction, 0 for nothing in common."""
        return float(np.clip(self._direction @ other._direction, -1, 1))

    def __repr__(self) -> str:
        return "<Template>"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a face template is never stored, copied or sent")


class Embedder(Protocol):
    """Whatever makes templates; those of one embedder compare with each other only."""

    @property
    def manifest(self) -> FaceManifest:
        """What the numbers mean."""

    def template(self, image: Image, points: FivePoints) -> Template:
        """Return the template of the face with these points in the (H, W, 3) uint8 BGR image.

        Raises:
            FaceModelError: the model cannot be run on it.
        """


class OnnxEmbedder:
    """Runs an ONNX file on one face at a time, about 15 ms; not for several threads."""

    def __init__(self, manifest: FaceManifest, model: bytes) -> None:
        """Take the model's bytes as checked by `read_model`.

        Raises:
            FaceModelError: OpenCV cannot make a network of them.
        """
        self.manifest = manifest
        self._goal = np.array(manifest.template, np.float32)
        try:
            self._network = cv2.dnn.readNetFromONNX(np.frombuffer(model, np.uint8))
        except cv2.error as error:
            raise FaceModelError(f"the face model {manifest.name} cannot be read: {error.err}") from error

    def template(self, image: Image, points: FivePoints) -> Template:
        """As the port says."""
        manifest = self.manifest
        size = (manifest.size_px, manifest.size_px)
        laid = cv2.warpAffine(image, _similarity(points, self._goal), size, flags=cv2.INTER_LINEAR)
        swap = manifest.channels == "RGB"
        mean = (manifest.mean,) * 3
        try:
            self._network.setInput(cv2.dnn.blobFromImage(laid, manifest.scale, size, mean, swapRB=swap))
            return Template(np.asarray(self._network.forward(), np.float32))
        except cv2.error as error:
            raise FaceModelError(f"the face model {manifest.name} failed: {error.err}") from error


def open_embedder(own_manifest: Path | None, models_folder: Path) -> Embedder:
    """Open the operator's own model, which lies beside its manifest, or else ours from the models folder.

    Raises:
        FaceModelError: there is none, or it cannot be used; the text says what to do.
    """
    if own_manifest is not None:
        manifest = read_manifest(own_manifest)
        return OnnxEmbedder(manifest, read_model(manifest, own_manifest.parent))
    manifest = read_manifest(DEFAULT_MANIFEST)
    return OnnxEmbedder(manifest, read_model(manifest, models_folder))


def _similarity(points: FivePoints, goal: FivePoints) -> npt.NDArray[np.float64]:
    """Return the (2, 3) turn, scale and shift that lays the points on the goal, by least squares.

    Umeyama 1991 without mirroring. In the plane it is one complex division.
    """
    middle, goal_middle = points.mean(axis=0), goal.mean(axis=0)
    around = (points - middle) @ np.array([1, 1j])
    wanted = (goal - goal_middle) @ np.array([1, 1j])
    spread = float(np.sum(np.abs(around) ** 2))
    turn = complex(np.sum(wanted * np.conj(around))) / max(spread, _SMALLEST_NORM)
    rotation = np.array([[turn.real, -turn.imag], [turn.imag, turn.real]])
    return np.hstack([rotation, (goal_middle - rotation @ middle)[:, None]])
