"""The manifest of a face model: which file, how a face is laid out for it, what its numbers mean.

Owns the form of the TOML file and that the model's file is the one it names. A model is the operator's
choice: licence and provenance are there to be read by them.
"""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError, model_validator

DEFAULT_MANIFEST: Final = Path(__file__).parent / "models" / "fr_feature.toml"

Point = tuple[FiniteFloat, FiniteFloat]
Cosine = Annotated[FiniteFloat, Field(ge=-1, le=1)]


class FaceModelError(Exception):
    """The face model cannot be used; the text says why and what to do."""


class FaceManifest(BaseModel):
    """One face model: its file, its picture, its thresholds, and where it comes from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1)]
    file: Annotated[str, Field(pattern=r"^[^/\\]+$")]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    provenance: Annotated[str, Field(min_length=1)]
    licence: Annotated[str, Field(min_length=1)]
    measured: str = ""
    size_px: int = Field(ge=32, le=512)
    channels: Literal["BGR", "RGB"]
    mean: FiniteFloat
    scale: FiniteFloat = Field(gt=0)
    template: tuple[Point, Point, Point, Point, Point]
    alike_from: Cosine
    unlike_below: Cosine

    @model_validator(mode="after")
    def _three_bands(self) -> FaceManifest:
        if self.unlike_below >= self.alike_from:
            msg = f"unlike_below {self.unlike_below} is not below alike_from {self.alike_from}"
            raise ValueError(msg)
        return self


def read_manifest(path: Path) -> FaceManifest:
    """Read a manifest.

    Raises:
        FaceModelError: it cannot be read, or breaks the rules.
    """
    try:
        return FaceManifest.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise FaceModelError(f"{path}: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FaceModelError(f"{path}: cannot be read as TOML: {error}") from error
    except ValidationError as error:
        fault = error.errors(include_input=False)[0]
        key = ".".join(map(str, fault["loc"]))
        raise FaceModelError(": ".join(filter(None, (str(path), key, fault["msg"])))) from error


def read_model(manifest: FaceManifest, folder: Path) -> bytes:
    """Return the bytes of the manifest's file in this folder, after checking that they are the ones meant.

    Raises:
        FaceModelError: the file is not there, or is another one.
    """
    path = folder / manifest.file
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FaceModelError(
            f"the face model {path}: {error.strerror}; deploy/setup/face_model.sh --get fetches ours"
        ) from error
    if hashlib.sha256(content).hexdigest() != manifest.sha256:
        raise FaceModelError(f"{path} is not the file of the manifest {manifest.name}: its SHA-256 differs")
    return content
