"""Two pictures of faces compared: alike, unlike, or for a person to look at. A finding, never a decision.

Owns the bands and what keeps a picture from being judged. Templates live for one comparison only, and
nothing is claimed about whether a face is alive.
Kinds of finding: `faces-alike`, `faces-look`, `faces-unlike`, `faces-not-compared`; `face-quality` of each
picture; `no-face`, `several-faces`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from edge_agent.capture.faces.consent import Consent
from edge_agent.capture.faces.embedder import Embedder
from edge_agent.capture.faces.finder import Face, FaceFinder
from edge_agent.capture.faces.manifest import FaceManifest, FaceModelError
from edge_agent.capture.faces.quality import ADVICE, Quality, quality_of
from edge_agent.capture.image import Image
from edge_agent.capture.reading import Finding, Outline, Reading

Band = Literal["alike", "look", "unlike"]

# Small first: a large face is found there in a few milliseconds. 720 px finds the portrait on a document.
_LOOKED_AT_PX: Final = (300, 480, 720)
# A second face this large beside the first is a second person, or a document's second portrait.
_AS_LARGE: Final = 0.6

_MUST_LOOK: Final = "a person must look."


@dataclass(frozen=True, slots=True)
class Comparison:
    """The reading of both pictures together, and the faces that were compared, to be drawn in."""

    reading: Reading
    faces: tuple[tuple[Outline, ...], tuple[Outline, ...]]


@dataclass(frozen=True, slots=True)
class _Looked:
    """What one picture gave: the face to judge, if there is just one, and what is to be said of it."""

    image: Image
    face: Face | None
    quality: Quality | None
    finding: Finding
    outlines: tuple[Outline, ...]

    @property
    def good(self) -> bool:
        return self.quality is not None and not self.quality.faults


class FaceComparer:
    """Compares pictures with one model, or without one says that a person must look.

    The model is opened at the first comparison that wants it. Not for several threads.
    """

    def __init__(self, open_embedder: Callable[[], Embedder]) -> None:
        """`open_embedder` raises FaceModelError when no model is usable; it is asked again next time."""
        self._finder = FaceFinder()
        self._open_embedder = open_embedder
        self._embedder: Embedder | None = None

    def compare(
        self, first: Image, second: Image, consent: Consent, names: tuple[str, str] = ("first", "second")
    ) -> Comparison:
        """Compare the faces in two (H, W, 3) uint8 BGR pictures, for the case of the consent.

        The findings call the pictures by their `names`.
        """
        looked = [self._look(image, name) for image, name in zip((first, second), names, strict=True)]
        result = self._judge(looked[0], looked[1], consent)
        ok = result.kind == "faces-alike"
        findings = (result, *(one.finding for one in looked))
        reading = Reading("faces", ok=ok, findings=findings)
        return Comparison(reading, (looked[0].outlines, looked[1].outlines))

    def _look(self, image: Image, name: str) -> _Looked:
        faces: tuple[Face, ...] = ()
        for shorter_px in _LOOKED_AT_PX:
            faces = self._finder.find(image, shorter_px)
            if faces:
                break
        outlines = tuple(Outline(f"face {face.score:.1f}", _corners(face)) for face in faces)
        large = [face for face in faces if face.width_px >= _AS_LARGE * faces[0].width_px]
        if len(large) != 1:
            kind, seen = ("several-faces", f"{len(large)} faces") if large else ("no-face", "no face")
            says = f"The {name} picture shows {seen}: {_MUST_LOOK}"
            return _Looked(image, None, None, Finding(kind, says, {"picture": name}), outlines)
        quality = quality_of(image, large[0])
        says = "; ".join(ADVICE[fault] for fault in quality.faults) or "good enough to judge"
        detail = {"picture": name, **quality.facts()}
        finding = Finding("face-quality", f"The {name} picture: {says}.", detail)
        return _Looked(image, large[0], quality, finding, outlines)

    def _judge(self, first: _Looked, second: _Looked, consent: Consent) -> Finding:
        detail = {"case": consent.case, "consent": consent.recorded_at.isoformat()}
        if first.face is None or second.face is None:
            return _not_compared("There is not one face in each picture", detail)
        try:
            if self._embedder is None:
                self._embedder = self._open_embedder()
            ours = self._embedder.template(first.image, first.face.points)
            theirs = self._embedder.template(second.image, second.face.points)
        except FaceModelError as error:
            return _not_compared(f"Faces cannot be compared here ({error})", detail)
        likeness, manifest = ours.cosine(theirs), self._embedder.manifest
        by_score = band(likeness, manifest)
        # A poor picture makes strangers alike and one person unlike: its score says little either way.
        judged: Band = by_score if first.good and second.good else "look"
        detail |= {
            "likeness": f"{likeness:.3f}",
            "alike-from": f"{manifest.alike_from:g}",
            "unlike-below": f"{manifest.unlike_below:g}",
            "model": manifest.name,
        }
        return Finding(f"faces-{judged}", f"{_says(judged, by_score)} ({likeness:.2f}).", detail)


def band(likeness: float, manifest: FaceManifest) -> Band:
    """Return the band that a cosine falls into."""
    if likeness >= manifest.alike_from:
        return "alike"
    return "unlike" if likeness < manifest.unlike_below else "look"


def _says(judged: Band, by_score: Band) -> str:
    match judged:
        case "alike":
            return "The two faces look alike"
        case "unlike":
            return "The two faces look unlike"
        case "look" if by_score == "look":
            return "The two faces are neither clearly alike nor unlike: a person must look"
        case "look":
            return "A picture is too poor to say whether the faces are alike: a person must look"


def _not_compared(why: str, detail: dict[str, str]) -> Finding:
    return Finding("faces-not-compared", f"{why}: {_MUST_LOOK}", detail)


def _corners(face: Face) -> tuple[tuple[float, float], ...]:
    left, top, right, bottom = face.box
    return (left, top), (right, top), (right, bottom), (left, bottom)
