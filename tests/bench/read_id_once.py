"""One side of `read_id`, as a process: reads every photograph of a folder and prints what it took.

python -m tests.bench.read_id_once ours|peer FOLDER
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from edge_agent.capture.image import Image, decode

TODAY: Final = date(2026, 11, 20)


def _ours() -> Callable[[Image], str]:
    from edge_agent.capture.identity.document import read_identity
    from edge_agent.capture.identity.rapid_reader import RapidReader

    reader = RapidReader()

    def number(picture: Image) -> str:
        fields = read_identity(picture, reader, TODAY).reading.fields
        return next((field.value for field in fields if field.name == "number"), "")

    return number


def _peer() -> Callable[[Image], str]:
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"Global.log_level": "error"})

    def number(picture: Image) -> str:
        seen = engine(picture)
        lines = getattr(seen, "txts", None) or ()
        return next((line[-18:] for line in lines if len(line) >= 18 and line[-18:-1].isdigit()), "")

    return number


def _peak_mb() -> float:
    """The most memory that this process ever had resident (`VmHWM` of /proc/self/status)."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found[1]) / 1024 if found else 0.0


def main(side: str, folder: Path) -> None:
    """Read every photograph once; the first is read once more before, to load the models."""
    files = sorted(folder.glob("*.jpg"))
    started = time.perf_counter()
    read = {"ours": _ours, "peer": _peer}[side]()
    read(decode(files[0].read_bytes()))
    load_ms = (time.perf_counter() - started) * 1000
    times_ms, right = [], 0
    for file in files:
        content = file.read_bytes()
        started = time.perf_counter()
        number = read(decode(content))
        times_ms.append((time.perf_counter() - started) * 1000)
        right += number == file.stem
    print(
        json.dumps({"ms": times_ms, "load_ms": load_ms, "peak_mb": _peak_mb(), "right": right / len(files)})
    )


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
