"""`tongban contract`: the files that are generated from the code, written or checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import typer
from fastapi import FastAPI

from device_profiles import generated
from edge_agent.screen import app as counter
from hub.domain import diagram
from hub.web import app as hub

contract = typer.Typer(help="The documents generated from the code.", no_args_is_help=True)

ROOT: Final = Path(__file__).parents[2]
OPENAPI: Final = Path("docs/contract/openapi.json")
COUNTER: Final = Path("docs/contract/counter.json")
CASEWORK: Final = Path("docs/casework.md")


@contract.command("write")
def write() -> None:
    """Write the generated files anew."""
    generated.write(ROOT)
    for path, text in _of_the_programs().items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text, encoding="utf-8")


@contract.command("check")
def check() -> None:
    """Fail when a generated file is missing or stale."""
    stale = generated.stale(ROOT)
    for path, text in _of_the_programs().items():
        file = ROOT / path
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            stale.append(path.as_posix())
    if stale:
        typer.echo(f"stale, run `make generate`: {', '.join(stale)}", err=True)
        raise typer.Exit(1)


def _of_the_programs() -> dict[Path, str]:
    """The files that are generated from hub, agent and dashboards, and what they should hold."""
    from dashboards.grafana import boards  # noqa: PLC0415  its types are there for whoever develops only

    return {
        **boards.files(),
        OPENAPI: _openapi(hub.create_app(None)),
        COUNTER: _openapi(counter.create_app(None)),
        CASEWORK: diagram.page(),
    }


def _openapi(app: FastAPI) -> str:
    return json.dumps(app.openapi(), ensure_ascii=False, indent=2) + "\n"
