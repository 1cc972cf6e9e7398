"""How a reading looks: a table for people, an object for programs, and the picture with what was found.

Owns the looks; what was read comes from `capture`.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from edge_agent.capture.image import Image
from edge_agent.capture.reading import Outline, Reading

DOUBTFUL_BELOW: Final = 0.9
"""A field that was read less surely is marked."""
_LINE_BGR: Final = (40, 120, 255)


def as_object(file: str, reading: Reading, ms: float) -> dict[str, Any]:
    """The JSON object of one file; `ms` is how long it took to read."""
    fields = {
        field.name: {k: v for k, v in asdict(field).items() if k != "name"} for field in reading.fields
    }
    return {
        "file": file,
        "ok": reading.ok,
        "kind": reading.kind,
        "fields": fields,
        "texts": list(reading.texts),
        "findings": [asdict(finding) for finding in reading.findings],
        "ms": round(ms, 1),
    }


def as_table(file: str, reading: Reading, ms: float) -> Group:
    """One file's reading, readable at 80 columns."""
    mark = Text("✓ ", "green") if reading.ok else Text("! ", "yellow")
    heading = Text.assemble(mark, (Path(file).name, "bold"), f"  {reading.kind}  ", (f"{ms:.0f} ms", "dim"))
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
    return Group(heading, rows)


def drawn(image: Image, outlines: tuple[Outline, ...]) -> Image:
    """The (H, W, 3) uint8 BGR picture with every outline and its label drawn in."""
    canvas = image.copy()
    thickness = max(2, round(max(image.shape[:2]) / 600))
    for outline in outlines:
        points = np.array(outline.points, np.int32).reshape(-1, 1, 2)
        cv2.polylines(canvas, [points], isClosed=True, color=_LINE_BGR, thickness=thickness)
        x, y = (int(edge) for edge in points.reshape(-1, 2).min(axis=0))
        place = (x, max(y - 3 * thickness, 12 * thickness))
        size = thickness * 0.35
        cv2.putText(canvas, outline.label, place, cv2.FONT_HERSHEY_SIMPLEX, size, _LINE_BGR, thickness)
    return canvas
