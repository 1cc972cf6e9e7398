"""`tongban contract`: the files that are generated from the code, written or checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import typer

from device_profiles import generated
from hub.domain import diagram
from hub.web.app import create_app

contract = typer.Typer(help="The documents generated from the code.", no_args_is_help=True)

ROOT: Final = Path(__file__).parents[2]
OPENAPI: Final = Path("docs/contract/openapi.json")
CASEWORK: Final = Path("docs/casework.md")


@contract.command("write")
def write() -> None:
    """Write the generated files anew."""
    generated.write(ROOT)
    for path, text in _of_the_hub().items():
        (ROOT / path).write_text(text, encoding="utf-8")


@contract.command("check")
def check() -> None:
    """Fail when a generated file is missing or stale."""
    stale = generated.stale(ROOT)
    for path, text in _of_the_hub().items():
        file = ROOT / path
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            stale.append(path.as_posix())
    if stale:
        typer.echo(f"stale, run `make generate`: {', '.join(stale)}", err=True)
        raise typer.Exit(1)


def _of_the_hub() -> dict[Path, str]:
    """The files that are generated from the hub, and what they should hold."""
    return {OPENAPI: _openapi(), CASEWORK: diagram.page()}


def _openapi() -> str:
    return json.dumps(create_app(None).openapi(), ensure_ascii=False, indent=2) + "\n"
