"""`tongban read …`: what the device would make out in a file.

Owns the words of the command line. Each reader is imported only when it was asked for: some load models.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NoReturn

import typer
from rich.console import Console

from edge_agent.capture.reading import Reading, unusable
from edge_agent.devices.readable import LARGEST_SCAN_BYTES
from edge_agent.imaging import Imaging, ImagingError
from edge_agent.reading.files import FileReading, What, read_file
from edge_agent.reading.printing import as_object, as_table
from edge_agent.settings import AgentSettings

if TYPE_CHECKING:  # it loads OpenCV
    from edge_agent.capture.image import Image

LONGEST_S: Final = 120.0
"""Twenty pages that show nothing to the slowest reader take a minute; beyond this a file is given up."""

read = typer.Typer(help="What the device makes out in a file.", no_args_is_help=True)

Files = Annotated[list[Path], typer.Argument(help="Pictures (JPEG, PNG), or PDF files of up to 20 pages.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a file, each on its line.")]
Show = Annotated[
    Path | None, typer.Option(help="Write the picture, with what was found drawn in, as this PNG file.")
]

_OF_PAGES: Final = (
    "A PDF's object has `pages` too, one object each: `page`, `ok`, `kind`, `fields`, `texts`, `findings`."
    " The file's own `kind` and `fields`, and what --show draws, are those of its first page that shows"
    " something; its `texts` and `findings` those of all, with the `page` in each finding's detail. It is"
    " `ok` if no page that shows something is in doubt, and none is damaged. Boxes are in px of the picture"
    " upright, or of the page drawn 3508 px long (A4 at 300 dpi)."
)


@read.command("code", epilog=_OF_PAGES)
def read_code(files: Files, *, as_json: AsJson = False, show: Show = None) -> None:
    """QR, Code 128, PDF417, DataMatrix and other codes."""
    _read(files, "code", as_json=as_json, show=show)


@read.command("id", epilog=_OF_PAGES)
def read_id(files: Files, *, as_json: AsJson = False, show: Show = None) -> None:
    """An ID card, passport, travel card or visa: its fields, and what speaks against them."""
    _read(files, "id", as_json=as_json, show=show)


@read.command("page", epilog=_OF_PAGES)
def read_page(files: Files, *, as_json: AsJson = False, show: Show = None) -> None:
    """A form or a sheet of paper: found, which one, signed or not."""
    _read(files, "page", as_json=as_json, show=show)


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
    answer = _Answer((first, second), _drawn(reading, picture), _ms_since(started))
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
    answer = _Answer((video,), _drawn(reading, picture), _ms_since(started))
    _end(doubtful=not _tell(answer, Console(), as_json=as_json, show=show))


@dataclass(frozen=True, slots=True)
class _Answer:
    """What is told of one file, or of two compared, and how long it took."""

    files: tuple[Path, ...]
    read: FileReading
    ms: float


def _read(files: Sequence[Path], what: What, *, as_json: bool, show: Path | None) -> None:
    """Read each file, print what it gave; exit with 1 when something in any of them is in doubt."""
    if show is not None and len(files) > 1:
        _give_up("--show draws one file's reading: name one file")
    told = asyncio.run(_read_all(files, what, as_json=as_json, show=show))
    _end(doubtful=not all(told))


async def _read_all(files: Sequence[Path], what: What, *, as_json: bool, show: Path | None) -> list[bool]:
    """In the worker, as the agent does: a file that crashes a library or never ends costs itself alone."""
    console = Console()
    async with Imaging(longest_s=LONGEST_S) as imaging:
        return [
            _tell(
                await _read_one(file, what, imaging, shown=show is not None),
                console,
                as_json=as_json,
                show=show,
            )
            for file in files
        ]


async def _read_one(file: Path, what: What, imaging: Imaging, *, shown: bool) -> _Answer:
    content = _content(file)
    started = time.perf_counter()
    try:
        reading = await imaging.run(partial(read_file, shown=shown), what, content)
    except ImagingError as error:
        reading = FileReading(unusable(str(error)))
    return _Answer((file,), reading, _ms_since(started))


def _drawn(reading: Reading, picture: Image | None) -> FileReading:
    from edge_agent.reading.drawing import as_png  # noqa: PLC0415  it loads OpenCV

    return FileReading(reading, shown_png=None if picture is None else as_png(picture, reading.outlines))


def _tell(answer: _Answer, console: Console, *, as_json: bool, show: Path | None) -> bool:
    """Print the answer and write its picture; whether nothing in it is in doubt."""
    said = answer.read
    if as_json:
        told = as_object(" ".join(map(str, answer.files)), said.whole, said.pages, answer.ms)
        print(json.dumps(told, ensure_ascii=False), flush=True)
    else:
        names = " ".join(file.name for file in answer.files)
        console.print(as_table(names, said.whole, said.pages, answer.ms))
    if show is not None and said.shown_png is not None:
        show.write_bytes(said.shown_png)
    return said.whole.ok


def _end(*, doubtful: bool) -> None:
    if doubtful:
        raise typer.Exit(1)


def _ms_since(started: float) -> float:
    return (time.perf_counter() - started) * 1000


def _content(file: Path) -> bytes:
    """The file's bytes, and no more of them than show that it is too large."""
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST_SCAN_BYTES + 1)
    except OSError as error:
        _give_up(f"{file}: {error.strerror}")


def _give_up(reason: str) -> NoReturn:
    print(reason, file=sys.stderr)
    raise typer.Exit(2)
