"""On what was measured: the machine, the disk, and the state of the code."""

from __future__ import annotations

import os
import platform
import subprocess
import tempfile
from pathlib import Path
from typing import Final

import psutil

ROOT: Final = Path(__file__).parents[2]


def machine() -> str:
    """Processor, memory, kernel, and the file system that the stores stand on."""
    gibibytes = psutil.virtual_memory().total / 2**30
    return (
        f"{os.cpu_count()} × {_processor()}, {gibibytes:.0f} GiB, {platform.system()} {platform.release()},"
        f" {_file_system(Path(tempfile.gettempdir()))}"
    )


def commit() -> str:
    """The commit that was measured, with `-dirty` when files had changed since; `unknown` outside git."""
    described = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return described.stdout.strip() or "unknown"


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _file_system(folder: Path) -> str:
    mounts = {Path(disk.mountpoint): disk.fstype for disk in psutil.disk_partitions(all=True)}
    return next(mounts[place] for place in (folder, *folder.parents) if place in mounts)
