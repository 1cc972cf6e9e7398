"""Photographs of two people for tests, taken from a package's source archive into a cache folder.

They are of people in public office and never become part of this repository: pip fetches the archive, once.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import cv2
import numpy as np
import pytest

from edge_agent.capture.image import Image, decode, reduced

PACKAGE = "face_recognition==1.3.0"
ARCHIVE = "face_recognition-1.3.0.tar.gz"
FOLDER_IN_IT = "face_recognition-1.3.0/tests/test_images"
PEOPLE = {"one": ("obama", "obama2", "obama3"), "other": ("biden",)}
FETCHED_WITHIN_S = 120
LONGEST_PX = 640


class PhotographsAbsentError(Exception):
    """The archive is not there and could not be fetched."""


def photographs_or_skip() -> dict[str, tuple[Image, ...]]:
    """The photographs; without them the test is skipped, in CI failed."""
    try:
        return photographs()
    except PhotographsAbsentError as absent:
        if os.environ.get("CI"):
            pytest.fail(str(absent))
        pytest.skip(str(absent))


def photographs() -> dict[str, tuple[Image, ...]]:
    """Photographs of `one` (3) and of an `other` (1), (H, W, 3) uint8 BGR, 640 px at most.

    Raises:
        PhotographsAbsentError: pip could not fetch them.
    """
    with tarfile.open(_archive()) as archive:
        return {
            person: tuple(_picture(archive, f"{FOLDER_IN_IT}/{name}.jpg") for name in names)
            for person, names in PEOPLE.items()
        }


def jpeg(image: Image, quality: int = 92) -> bytes:
    """As a JPEG file."""
    return cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def framed(image: Image, width_px: int = 640, height_px: int = 480) -> Image:
    """In the middle of a grey wall of this size, as large as fits."""
    scale = min(width_px / image.shape[1], height_px / image.shape[0])
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    wall = np.full((height_px, width_px, 3), (176, 172, 168), np.uint8)
    top, left = (height_px - small.shape[0]) // 2, (width_px - small.shape[1]) // 2
    wall[top : top + small.shape[0], left : left + small.shape[1]] = small
    return wall


def _picture(archive: tarfile.TarFile, name: str) -> Image:
    member = archive.extractfile(name)
    assert member is not None
    return reduced(decode(member.read()), LONGEST_PX)


def _archive() -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tongban" / "test-pictures"
    archive = cache / ARCHIVE
    if not archive.exists():
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "download"]
        which = [
            "--quiet",
            "--no-deps",
            "--no-build-isolation",
            "--no-binary",
            ":all:",
            "--dest",
            str(cache),
        ]
        try:
            fetched = subprocess.run(
                [*pip, *which, PACKAGE],
                capture_output=True,
                text=True,
                timeout=FETCHED_WITHIN_S,
                check=False,
            )
            said = fetched.stderr[-500:]
        except subprocess.TimeoutExpired:
            said = f"not within {FETCHED_WITHIN_S} s"
        if not archive.exists():
            msg = f"no photographs of faces to test with: pip could not fetch {PACKAGE}: {said}"
            raise PhotographsAbsentError(msg)
    return archive
