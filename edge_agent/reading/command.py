"""`tongban read …`: what the device would make out in a file.

Owns the words of the command line. Each reader is imported only when it was asked for: some load models.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import cv2
import typer
from rich.console import Console

from edge_agent.capture.image import Image, UnusableImageError, decode
from edge_agent.capture.reading import Reading, unusable
from edge_agent.reading.printing import as_object, as_table, drawn
from edge_agent.settings import AgentSettings

read = typer.Typer(help="What the device makes out in a file.", no_args_is_help=True)

Files = Annotated[list[Path], typer.Argument(help="Pictures: JPEG or PNG.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a file, each on its line.")]
Show = Annotated[
    Path | None, typer.Option(help="Write the picture, with what was found drawn in, as this PNG file.")
]


@read.command("code")
def read_code(files: Files, *, as_json: AsJson = False, show: Show = None) -> None:
    """QR, Code 128, PDF417, DataMatrix and other codes."""
    from edge_agent.capture.codes import read_code  # noqa: PLC0415

    _read(files, read_code, as_json=as_json, show=show)


@read.command("id")
def read_id(files: Files, *, as_json: AsJson = False, show: Show = None) -> None:
    """An ID card, passport, travel card or visa: its fields, and what speaks against them."""
    from edge_agent.capture.identity.document import read_identity  # noqa: PLC0415
    from edge_agent.capture.identity.rapid_reader import RapidReader  # noqa: PLC0415

    reader, today = RapidReader(), datetime.now(tz=UTC).date()
    _read(files, lambda image: read_identity(image, reader, today).reading, as_json=as_json, show=show)


@read.command("page")
def read_page(files: Files, *, as_json: AsJson = False, show: Show = None) -> None:
    """A form or a sheet of paper: found, which one, signed or not."""
    from edge_agent.capture.paper import read_page  # noqa: PLC0415

    _read(files, read_page, as_json=as_json, show=show)


@read.command("faces")
def read_faces(
    first: Annotated[Path, typer.Argument(help="A picture: JPEG or PNG.")],
    second: Annotated[Path, typer.Argument(help="Another, of the same person or not.")],
    *,
    as_json: AsJson = False,
    show: Show = None,
) -> None:
    """Whether two pictures show faces that are alike.

    A face may be compared only if the person shown consents. To run this by hand is to say that they do.
    """
    from edge_agent.reading.faces import compare_files  # noqa: PLC0415

    pictures = _content(first), _content(second)
    started = time.perf_counter()
    reading, picture = compare_files(*pictures, AgentSettings())
    answer = _Answer((first, second), picture, reading, (time.perf_counter() - started) * 1000)
    _end(doubtful=not _tell(answer, Console(), as_json=as_json, show=show))


@read.command("presence")
def read_presence(
    video: Annotated[Path, typer.Argument(help="A video file.")],
    *,
    as_json: AsJson = False,
    show: Show = None,
) -> None:
    """Who comes and goes before the camera in a video: events, with their times in seconds."""
    from edge_agent.reading.presence import read_presence  # noqa: PLC0415

    if not video.is_file():
        _give_up(f"{video}: no such file")
    started = time.perf_counter()
    reading, picture = read_presence(video)
    answer = _Answer((video,), picture, reading, (time.perf_counter() - started) * 1000)
    _end(doubtful=not _tell(answer, Console(), as_json=as_json, show=show))


@dataclass(frozen=True, slots=True)
class _Answer:
    """What is told of one file, or of two compared: a picture, if there is one, and how long it took."""

    files: tuple[Path, ...]
    picture: Image | None
    reading: Reading
    ms: float


def _read(
    files: Sequence[Path], reader: Callable[[Image], Reading], *, as_json: bool, show: Path | None
) -> None:
    """Read each file, print what it gave; exit with 1 when something in any of them is in doubt."""
    if show is not None and len(files) > 1:
        _give_up("--show draws one file's reading: name one file")
    console = Console()
    answers = (_read_one(file, reader) for file in files)
    told = [_tell(answer, console, as_json=as_json, show=show) for answer in answers]
    _end(doubtful=not all(told))


def _read_one(file: Path, reader: Callable[[Image], Reading]) -> _Answer:
    content = _content(file)
    started = time.perf_counter()
    image: Image | None = None
    try:
        image = decode(content)
        reading = reader(image)
    except UnusableImageError as error:
        reading = unusable(str(error))
    return _Answer((file,), image, reading, (time.perf_counter() - started) * 1000)


def _tell(answer: _Answer, console: Console, *, as_json: bool, show: Path | None) -> bool:
    """Print the answer and draw its picture; whether nothing in it is in doubt."""
    if as_json:
        said = as_object(" ".join(map(str, answer.files)), answer.reading, answer.ms)
        print(json.dumps(said, ensure_ascii=False), flush=True)
    else:
        console.print(as_table(" ".join(file.name for file in answer.files), answer.reading, answer.ms))
    if show is not None and answer.picture is not None:
        _, encoded = cv2.imencode(".png", drawn(answer.picture, answer.reading.outlines))
        show.write_bytes(encoded.tobytes())
    return answer.reading.ok


def _end(*, doubtful: bool) -> None:
    if doubtful:
        raise typer.Exit(1)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        _give_up(f"{file}: {error.strerror}")


def _give_up(reason: str) -> NoReturn:
    print(reason, file=sys.stderr)
    raise typer.Exit(2)
