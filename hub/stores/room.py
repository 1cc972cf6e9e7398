"""The room on the file system that holds a folder."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Final

LOOK_EVERY_S: Final = 1.0


class DiskRoom:
    """The `Room` port: free bytes as `df` shows them, looked at once a second at the most."""

    def __init__(self, folder: Path, reserve_bytes: int) -> None:
        self._folder = folder
        self._reserve_bytes = reserve_bytes
        self._short = False
        self._look_at_s = 0.0

    def is_short(self) -> bool:
        """Whether less than the reserve is free."""
        now_s = time.monotonic()
        if now_s >= self._look_at_s:
            self._short = shutil.disk_usage(self._folder).free < self._reserve_bytes
            self._look_at_s = now_s + LOOK_EVERY_S
        return self._short
