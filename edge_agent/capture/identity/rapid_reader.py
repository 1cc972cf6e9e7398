"""The OCR library behind the port: rapidocr, whose models come in its own package and run on the CPU.

Owns the library's settings and its loading on first use: 30 MB of models, a second, about 150 MB of memory.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from edge_agent.capture.identity.lines import Letter, Line
from edge_agent.capture.image import Image

if TYPE_CHECKING:
    from rapidocr import RapidOCR

_SETTINGS: Final = {
    "Global.log_level": "error",
    # Documents are turned before they are read; a line on its head is another attempt's business.
    "Global.use_cls": False,
    "Global.return_word_box": True,
    "Global.return_single_char_box": True,
    # Measured: text is found as well in 640 px as in the default's 1280, in a third of the time.
    "Det.limit_side_len": 640,
    "Det.limit_type": "max",
    # Measured: a document's lines differ much in length; each alone, and not widened to 320 px, is as well
    # read and a tenth cheaper than six at a time, as wide as the widest.
    "Rec.rec_batch_num": 1,
    "Rec.rec_img_shape": [3, 48, 160],
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}
THREADS: Final = 2
"""Measured on two idle cores: 360 ms a card with two threads, 465 ms with one, which takes half the
processor and, beside other work, half the time. A device has little else to do while its customer waits."""


class RapidReader:
    """Reads with rapidocr; one call at a time, from any thread."""

    def __init__(self, threads: int = THREADS) -> None:
        self._threads = threads
        self._engine: RapidOCR | None = None
        self._one_at_a_time = threading.Lock()

    def read(self, image: Image) -> tuple[Line, ...]:
        """Return every line in the (H, W, 3) uint8 BGR image, in px of it."""
        seen = self._ask(image, find=True)
        if seen.boxes is None:
            return ()
        words = seen.word_results
        lines = (tuple(_letter(*word) for word in line if word[0].strip()) for line in words)
        return tuple(line for line in lines if line)

    def read_piece(self, image: Image) -> tuple[str, float]:
        """Return the text of an image that is one piece of a line, and how sure it is on average."""
        seen = self._ask(image, find=False)
        if not seen.txts or not seen.txts[0].strip():
            return "", 0.0
        return seen.txts[0].replace(" ", ""), float(seen.scores[0])

    def _ask(self, image: Image, *, find: bool) -> Any:
        # The library remembers what the last call asked for, so every call says all of it.
        with self._one_at_a_time:
            return self._loaded()(image, use_det=find, use_cls=False, use_rec=True)

    def _loaded(self) -> RapidOCR:
        if self._engine is None:
            from rapidocr import RapidOCR  # noqa: PLC0415 - loads a runtime that most programs never need

            threads = {"EngineConfig.onnxruntime.intra_op_num_threads": self._threads}
            self._engine = RapidOCR(params={**_SETTINGS, **threads})
        return self._engine


def _letter(text: str, confidence: float, corners: Any) -> Letter:
    return Letter(text, float(confidence), tuple((float(x), float(y)) for x, y in np.asarray(corners)))
