"""`page`: a 5-megapixel photograph of a form, a JPEG file, to a straight page, its code, signed or not.

Ours: all of it, one photograph after another, half of them signed, at three hardnesses; milliseconds each.

Peer: unpacking the same files and nothing else, which nobody can do without.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Final

import cv2
import numpy as np
from PIL import Image

from device_profiles.profiles import load_procedures
from edge_agent.capture.image import decode
from edge_agent.capture.paper import look_at_paper
from edge_agent.devices.simulated.application_form import printed_pages, signed
from edge_agent.devices.simulated.handwriting import handwritten_signature
from edge_agent.devices.simulated.photograph import EASY, HARD, MEDIUM, photograph
from edge_agent.forms.content import form_content
from tests.bench.harness import Benchmark, Goal, Measured, Say, Sides

PHOTOGRAPHS: Final = 12
WIDTH_PX, HEIGHT_PX = 1950, 2600
APPLICATION: Final = {"customer-name": "王小明", "id-number": "110105198001019979"}


def _photographs() -> list[bytes]:
    form = form_content(load_procedures()["open-account"], "application-form", "north-0199", APPLICATION)
    assert form is not None
    files = []
    for seed in range(PHOTOGRAPHS):
        chance = np.random.default_rng(seed)
        sheet = printed_pages(form)[-1]
        sheet = sheet if seed % 2 else signed(sheet, handwritten_signature(chance))
        conditions = (EASY, MEDIUM, HARD)[seed % 3]
        files.append(photograph(Image.fromarray(sheet), chance, WIDTH_PX, HEIGHT_PX, conditions).jpeg)
    return files


def _read(content: bytes) -> bool:
    paper = look_at_paper(decode(content))
    return paper.form is not None and paper.signed is not None


def _unpack(content: bytes) -> bool:
    return cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR) is not None


def _measure(files: Sequence[bytes], do: Callable[[bytes], bool]) -> Measured:
    took_ms, done, cpu = [], 0, time.process_time()
    for content in files:
        started = time.perf_counter()
        done += do(content)
        took_ms.append((time.perf_counter() - started) * 1000)
    cpu_ms = (time.process_time() - cpu) * 1000 / len(files)
    return Measured(
        statistics.median(took_ms),
        {"share_done": done / len(files), "longest_ms": max(took_ms), "cpu_ms": cpu_ms},
    )


@asynccontextmanager
async def _open(say: Say) -> AsyncIterator[Sides]:
    say(f"taking {PHOTOGRAPHS} photographs …")
    files = await asyncio.to_thread(_photographs)
    yield Sides(
        ours=lambda: asyncio.to_thread(_measure, files, _read),
        peer=lambda: asyncio.to_thread(_measure, files, _unpack),
    )


PAGE: Final = Benchmark("page", "ms", "unpacking the JPEG alone", Goal(most_value=80), _open)
