"""Two materials' faces compared, in the worker process.

Owns what is handed there and the one comparer, which stays in the worker with its model. The agent itself
loads neither; `imaging` says what a function that runs there must be like.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from edge_agent.capture.faces.consent import Consent
from edge_agent.capture.reading import Finding
from edge_agent.imaging import Imaging, NoPictureFileError

if TYPE_CHECKING:  # it loads OpenCV and dlib
    from edge_agent.capture.faces.compare import FaceComparer

_NAMES: Final = ("id-card", "customer")


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A material's own bytes and what they are."""

    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class FaceModel:
    """Where the face model is: an operator's own manifest, or None for ours in the models folder."""

    own_manifest: Path | None
    models_folder: Path


class FaceJudge(Protocol):
    """Compares the face on a document with the customer's."""

    async def compare(self, card: PictureFile, photo: PictureFile, consent: Consent) -> tuple[Finding, ...]:
        """What is to be said of the two faces, the result first.

        Raises:
            ImagingError: they were not looked at.
        """


@dataclass(frozen=True, slots=True)
class FaceJudgeInWorker:
    """The judge whose work the worker process does."""

    imaging: Imaging
    model: FaceModel

    async def compare(self, card: PictureFile, photo: PictureFile, consent: Consent) -> tuple[Finding, ...]:
        """As the port says."""
        return await self.imaging.run(compare_in_worker, card, photo, consent, self.model)


def compare_in_worker(
    card: PictureFile, photo: PictureFile, consent: Consent, model: FaceModel
) -> tuple[Finding, ...]:
    """Compare; runs where OpenCV may be loaded.

    Raises:
        NoPictureFileError: one of the files is no picture.
    """
    from edge_agent.capture.image import UnusableImageError  # noqa: PLC0415  the worker alone loads OpenCV
    from edge_agent.capture.picture import picture_of  # noqa: PLC0415

    try:
        pictures = [picture_of(file.content, file.media_type) for file in (card, photo)]
    except UnusableImageError as error:
        raise NoPictureFileError(error.reason) from error
    compared = _comparer(model).compare(pictures[0], pictures[1], consent, _NAMES)
    return compared.reading.findings


@cache
def _comparer(model: FaceModel) -> FaceComparer:
    """The worker's one comparer: its model stays loaded from the first comparison on."""
    from edge_agent.capture.faces.compare import FaceComparer  # noqa: PLC0415  it loads OpenCV and dlib
    from edge_agent.capture.faces.embedder import open_embedder  # noqa: PLC0415

    return FaceComparer(partial(open_embedder, model.own_manifest, model.models_folder))
