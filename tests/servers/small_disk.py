"""A small file system of its own, which a test can fill to the last byte and empty again."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

MEGABYTE = 1_000_000


class SmallDisk:
    """The file system mounted at `folder`, and the ballast that takes up its room."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    @property
    def free_bytes(self) -> int:
        """What is free, as `df` shows it."""
        return shutil.disk_usage(self.folder).free

    def leave_free(self, size_bytes: int) -> None:
        """Fill it until no more than that is free."""
        with self._ballast.open("ab") as ballast:
            while (more := self.free_bytes - size_bytes) > 0:
                with suppress(OSError):  # somebody else took some of it just now
                    os.posix_fallocate(ballast.fileno(), os.fstat(ballast.fileno()).st_size, more)

    def fill(self) -> None:
        """Fill it to the last byte."""
        self.leave_free(0)

    def empty(self) -> None:
        """Take the ballast away."""
        self._ballast.unlink(missing_ok=True)


@contextmanager
def small_disk(folder: Path, size_bytes: int) -> Iterator[SmallDisk]:
    """Mount one at an empty folder for the length of the block; a test that may not mount is skipped."""
    folder.mkdir(exist_ok=True)
    options = f"size={size_bytes},mode=0711"
    mount = ["mount", "-t", "tmpfs", "-o", options, "tongban-test", str(folder)]
    mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    if mounted.returncode != 0:
        pytest.skip(f"NOT TESTED: a full disk needs the right to mount a tmpfs: {mounted.stderr.strip()}")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", str(folder)], check=True)
