"""What the worker of the tests is given to do; it imports this module."""

from __future__ import annotations

import os
import signal
import sys
import time

from edge_agent.imaging import NoPictureFileError


def whoami() -> int:
    return os.getpid()


def crash() -> None:
    """As a native library does."""
    os.kill(os.getpid(), signal.SIGSEGV)


def hang() -> None:
    """It says so first: who waits for it to hang reads its words."""
    print("hanging", flush=True)
    time.sleep(3600)


def grow() -> None:
    """As a PDF does whose page is drawn by twenty million strokes: the library ends the process."""
    from edge_agent.reading.files import read_file
    from tests.pictures.pdf_files import one_page

    read_file("page", one_page(b"0 0 1 1 re f " * 3_000_000), shown=False)


def grow_in_numpy() -> None:
    import numpy as np

    np.ones(2**30, np.uint8)


def find_no_picture() -> None:
    raise NoPictureFileError("it is damaged")


def image_libraries() -> list[str]:
    return [name for name in ("cv2", "zxingcpp") if name in sys.modules]
