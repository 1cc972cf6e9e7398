"""`barcode`: pictures of QR, Code 128, PDF417 and DataMatrix: sharp, blurred, turned, small, dark.

Ours: `capture.codes.read_code`, with the second opinion it asks for. Peer: pyzbar, which knows neither
PDF417 nor DataMatrix. Compared is the time a picture; the shares read are told beside, of all and of
pyzbar's own two formats.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Final

from pyzbar import pyzbar

from edge_agent.capture.codes import read_code
from edge_agent.capture.image import Image
from tests.bench.harness import Benchmark, Goal, Measured, Say, Sides
from tests.fakes.rendered_codes import Label, labels

PICTURES: Final = 100
PEERS_FORMATS: Final = frozenset({"QRCode", "Code128"})


def _ours(picture: Image) -> tuple[str, ...]:
    return read_code(picture).texts


def _pyzbar(picture: Image) -> tuple[str, ...]:
    return tuple(code.data.decode() for code in pyzbar.decode(picture))


def _measure(pictures: Sequence[Label], read: Callable[[Image], tuple[str, ...]]) -> Measured:
    started = time.perf_counter()
    texts = [read(label.picture) for label in pictures]
    ms = (time.perf_counter() - started) * 1000 / len(pictures)
    right = [label.text in found for label, found in zip(pictures, texts, strict=True)]
    own = [
        is_right for label, is_right in zip(pictures, right, strict=True) if label.format in PEERS_FORMATS
    ]
    wrong = sum(bool(set(found) - {label.text}) for label, found in zip(pictures, texts, strict=True))
    detail = {"share_read": sum(right) / len(right), "share_of_two_formats": sum(own) / len(own)}
    return Measured(ms, detail | {"wrong": wrong})


@asynccontextmanager
async def _open(say: Say) -> AsyncIterator[Sides]:
    say(f"drawing {PICTURES} labels …")
    pictures = await asyncio.to_thread(lambda: list(labels(PICTURES)))
    yield Sides(
        ours=lambda: asyncio.to_thread(_measure, pictures, _ours),
        peer=lambda: asyncio.to_thread(_measure, pictures, _pyzbar),
    )


BARCODE: Final = Benchmark("barcode", "ms a picture", "pyzbar", Goal(most_ratio=1), _open)
