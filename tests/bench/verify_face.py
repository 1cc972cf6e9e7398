"""`verify_face`: two photographs of 640×480 → faces found, laid out, scored.

Ours: `FaceComparer`, models loaded, with everything it says about the pictures. Peer: dlib's own embedder
with dlib's own layout, on faces found in the same way, so that what is compared is the embedding.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Final

import cv2
import numpy as np

from edge_agent.capture.faces.compare import FaceComparer
from edge_agent.capture.faces.consent import Consent
from edge_agent.capture.faces.embedder import open_embedder
from edge_agent.capture.faces.finder import FaceFinder
from edge_agent.capture.image import Image
from edge_agent.settings import AgentSettings
from tests.bench.harness import Benchmark, Goal, Measured, Say, Sides
from tests.pictures.faces import framed, photographs

TIMES: Final = 10
"""How often a run compares; what counts is the median."""
LOOKED_AT_PX: Final = 300


def _dlib(first: Image, second: Image) -> Callable[[], float]:
    """Compare by dlib's embedder; the distance of two faces."""
    import dlib
    import face_recognition_models

    finder = FaceFinder()
    points = dlib.shape_predictor(face_recognition_models.pose_predictor_five_point_model_location())
    embed = dlib.face_recognition_model_v1(face_recognition_models.face_recognition_model_location())

    def numbers(image: Image) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        face = finder.find(image, LOOKED_AT_PX)[0]
        left, top, right, bottom = (round(edge) for edge in face.box)
        rgb = cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
        shape = points(rgb, dlib.rectangle(left, top, right, bottom))
        return np.array(embed.compute_face_descriptor(rgb, shape))

    return lambda: float(np.linalg.norm(numbers(first) - numbers(second)))


async def _median_ms(compare: Callable[[], object]) -> Measured:
    times_ms = []
    for _ in range(TIMES):
        started = time.perf_counter()
        await asyncio.to_thread(compare)
        times_ms.append((time.perf_counter() - started) * 1000)
    return Measured(statistics.median(times_ms), {"worst_ms": max(times_ms)})


@asynccontextmanager
async def _open(say: Say) -> AsyncIterator[Sides]:
    say("fetching the photographs …")
    people = await asyncio.to_thread(photographs)
    first, second = (framed(picture) for picture in people["one"][:2])
    settings = AgentSettings()
    comparer = FaceComparer(partial(open_embedder, settings.face_model, settings.models_folder))
    consent = Consent("bench", datetime.now(UTC))

    def ours() -> None:
        verdict = comparer.compare(first, second, consent).reading.findings[0]
        if verdict.kind != "faces-alike":
            raise BenchFaceError(verdict.says)

    theirs = _dlib(first, second)
    yield Sides(ours=lambda: _median_ms(ours), peer=lambda: _median_ms(theirs))


class BenchFaceError(Exception):
    """The two photographs of one person were not found to be alike: nothing was measured."""


VERIFY_FACE: Final = Benchmark(
    name="verify_face",
    unit="ms",
    peer="dlib's own embedder, faces found alike",
    goal=Goal(most_ratio=0.5, most_value=100),
    open=_open,
)
