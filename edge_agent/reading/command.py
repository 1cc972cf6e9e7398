"""`tongban read …`: what the device would make out in a file.

Owns the words of the command line. Each reader is imported only when it was asked for: some load models.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import cv2
import typer
from rich.console import Console

from edge_agent.capture.image import Image, UnusableImageError, decode
from edge_agent.capture.reading import Reading, unusable
from edge_agent.reading.printing import as_object, as_table, drawn

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


@read.command("page")
def read_page(files: Files, *, as_json: AsJson = False, show: Show = None) -> None:
    """A form or a sheet of paper: found, which one, signed or not."""
    from edge_agent.capture.paper import read_page  # noqa: PLC0415

    _read(files, read_page, as_json=as_json, show=show)


def _read(
    files: Sequence[Path], reader: Callable[[Image], Reading], *, as_json: bool, show: Path | None
) -> None:
    """Read each file, print what it gave; exit with 1 when something in any of them is in doubt."""
    if show is not None and len(files) > 1:
        _give_up("--show draws one file's reading: name one file")
    console, doubtful = Console(), False
    for file in files:
        image, reading, ms = _read_one(file, reader)
        doubtful = doubtful or not reading.ok
        if as_json:
            print(json.dumps(as_object(str(file), reading, ms), ensure_ascii=False), flush=True)
        else:
            console.print(as_table(str(file), reading, ms))
        if show is not None and image is not None:
            _, encoded = cv2.imencode(".png", drawn(image, reading.outlines))
            show.write_bytes(encoded.tobytes())
    if doubtful:
        raise typer.Exit(1)


def _read_one(file: Path, reader: Callable[[Image], Reading]) -> tuple[Image | None, Reading, float]:
    try:
        content = file.read_bytes()
    except OSError as error:
        _give_up(f"{file}: {error.strerror}")
    started = time.perf_counter()
    try:
        image = decode(content)
    except UnusableImageError as error:
        return None, unusable(str(error)), (time.perf_counter() - started) * 1000
    return image, reader(image), (time.perf_counter() - started) * 1000


def _give_up(reason: str) -> NoReturn:
    print(reason, file=sys.stderr)
    raise typer.Exit(2)
