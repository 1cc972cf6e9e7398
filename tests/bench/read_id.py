"""`read_id`: from the photograph of an ID card, 1280×720, to its checked fields.

Ours finds the card, lays it flat, reads and checks it. Peer: rapidocr with its own settings on the same
photographs, which gives lines of text and nothing else. Each side is a process of its own, so that its peak
memory (`peak_mb`) is its own; loading the models (`load_ms`) is not in the figure. Compared is the median
over photographs of three hardnesses; told beside is the share of ID numbers that were `right`.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np

from edge_agent.devices.simulated.id_card import id_card_front
from edge_agent.devices.simulated.person import made_up_person
from edge_agent.devices.simulated.photograph import EASY, HARD, MEDIUM, photograph
from edge_agent.devices.simulated.typefaces import find_typefaces
from tests.bench.harness import Benchmark, Goal, Measured, Say, Sides, percentile
from tests.bench.machine import ROOT

SEEDS: Final = 4
"""Photographs of each hardness."""


def _take_photographs(folder: Path) -> None:
    """Each file is named by the number on its card."""
    typefaces = find_typefaces()
    for number, conditions in enumerate((EASY, MEDIUM, HARD)):
        for seed in range(SEEDS):
            chance = np.random.default_rng((number, seed))
            person = made_up_person(chance, {})
            card = id_card_front(person, chance, typefaces)
            taken = photograph(card, chance, 1280, 720, conditions)
            (folder / f"{person.number}.jpg").write_bytes(taken.jpeg)


async def _measured(side: str, folder: Path) -> Measured:
    command = (sys.executable, "-m", "tests.bench.read_id_once", side, str(folder))
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    try:
        output, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    ran = json.loads(output)
    times_ms = ran["ms"]
    detail = {"p95_ms": percentile(times_ms, 0.95), "load_ms": ran["load_ms"]}
    return Measured(
        statistics.median(times_ms), {**detail, "peak_mb": ran["peak_mb"], "right": ran["right"]}
    )


@asynccontextmanager
async def _open(say: Say) -> AsyncIterator[Sides]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        say("taking photographs …")
        await asyncio.to_thread(_take_photographs, folder)
        yield Sides(ours=lambda: _measured("ours", folder), peer=lambda: _measured("peer", folder))


READ_ID: Final = Benchmark(
    name="read_id",
    unit="ms",
    peer="rapidocr with its own settings on the same photographs",
    goal=Goal(most_ratio=0.7),
    open=_open,
)
