"""Profile files: TOML, read so that a mistake is told by file, key, what is wrong and what is allowed.

Nothing starts with a profile that was half understood. What the files may say is in the modules beside
this one.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError


class ProfileError(Exception):
    """A profile file that cannot be used; the text names file, key and what is allowed."""


class Data(BaseModel):
    """A table of a profile file: what is not known is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Title(Data):
    """A name as screens show it, in Chinese and in English."""

    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]


DataT = TypeVar("DataT", bound=Data)


def load_folder(folder: Path, model: type[DataT], naming_key: str) -> list[DataT]:
    """Read every file of a folder; each names itself in `naming_key` as its file is named.

    Raises:
        ProfileError: a file cannot be read, or breaks the rules.
    """
    files = sorted(folder.glob("*.toml"))
    if not files:
        msg = f"{folder}: no {naming_key} file (*.toml) is there"
        raise ProfileError(msg)
    found = [read_file(file, model) for file in files]
    for file, read in zip(files, found, strict=True):
        name = getattr(read, naming_key)
        if name != file.stem:
            msg = f"{file}: {naming_key}: {name!r} is not the file's name, {file.stem!r}"
            raise ProfileError(msg)
    return found


def read_file(file: Path, model: type[DataT]) -> DataT:
    """Read one file.

    Raises:
        ProfileError: it cannot be read, or breaks the rules.
    """
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"{file}: cannot be read as TOML: {error}"
        raise ProfileError(msg) from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        faults = "\n".join(
            f"{file}: {_fault(fault['loc'], fault['msg'], model)}" for fault in error.errors()
        )
        raise ProfileError(faults) from error


def _fault(steps: tuple[int | str, ...], says: str, model: type[BaseModel]) -> str:
    key = ".".join(str(step) for step in steps)
    if says.startswith("Extra inputs"):
        return f"{key}: this key is not known here; allowed: {', '.join(_allowed(steps[:-1], model))}"
    if says == "Field required":
        return f"{key}: this key is missing"
    return f"{key}: {says}" if key else says


def _allowed(steps: tuple[int | str, ...], model: type[BaseModel]) -> list[str]:
    """The keys that the table at `steps` may have, found by walking the models' annotations."""
    here: type[BaseModel] = model
    for step in steps:
        field = here.model_fields.get(str(step))
        if field is None:
            continue  # the name of an entry within a table of tables
        candidates = [field.annotation, *getattr(field.annotation, "__args__", ())]
        here = next((c for c in candidates if isinstance(c, type) and issubclass(c, BaseModel)), here)
    return [field.alias or name for name, field in here.model_fields.items()]
