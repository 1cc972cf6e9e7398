"""How a reading looks in words: a table for people, an object for programs.

Owns the looks; what was read comes from `capture`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from edge_agent.capture.reading import Reading

DOUBTFUL_BELOW: Final = 0.9
"""A field that was read less surely is marked."""


def as_object(file: str, whole: Reading, pages: Sequence[Reading], ms: float) -> dict[str, Any]:
    """The JSON object of one file; `pages` are a PDF's, and `ms` is how long it took to read."""
    said = {"file": file, **_reading_object(whole)}
    if pages:
        said["pages"] = [{"page": number, **_reading_object(page)} for number, page in enumerate(pages, 1)]
    return {**said, "ms": round(ms, 1)}


def as_table(file: str, whole: Reading, pages: Sequence[Reading], ms: float) -> Group:
    """One file's reading, readable at 80 columns; a PDF's page by page."""
    heading = Text.assemble(
        _mark(whole), (Path(file).name, "bold"), f"  {whole.kind}  ", (f"{ms:.0f} ms", "dim")
    )
    if not pages:
        return Group(heading, _rows(whole))
    parts = [
        part
        for number, page in enumerate(pages, 1)
        for part in (Text.assemble("  ", _mark(page), f"page {number}  {page.kind}"), _rows(page))
    ]
    return Group(heading, *parts)


def _reading_object(reading: Reading) -> dict[str, Any]:
    fields = {
        field.name: {k: v for k, v in asdict(field).items() if k != "name"} for field in reading.fields
    }
    return {
        "ok": reading.ok,
        "kind": reading.kind,
        "fields": fields,
        "texts": list(reading.texts),
        "findings": [asdict(finding) for finding in reading.findings],
    }


def _mark(reading: Reading) -> Text:
    return Text("✓ ", "green") if reading.ok else Text("! ", "yellow")


def _rows(reading: Reading) -> Table:
    rows = Table(box=box.SIMPLE, show_header=False, pad_edge=False)
    rows.add_column(no_wrap=True, style="cyan")
    rows.add_column(overflow="fold")
    rows.add_column(no_wrap=True, justify="right", style="dim")
    for field in reading.fields:
        doubtful = field.confidence < DOUBTFUL_BELOW or field.contradicted_by
        rows.add_row(field.name, Text(field.value, "yellow" if doubtful else ""), f"{field.confidence:.0%}")
        for against in field.contradicted_by:
            rows.add_row("", Text(f"← {against}", "yellow"), "")
    for text in reading.texts:
        rows.add_row("text", text, "")
    for finding in reading.findings:
        rows.add_row(finding.kind, finding.says, "")
    return rows
