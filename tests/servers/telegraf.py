"""A real Telegraf with the configuration that `deploy/telegraf` has, for the length of a block."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

CONFIGURATION = Path(__file__).parents[2] / "deploy" / "telegraf" / "telegraf.conf"
ENDED_WITHIN_S = 20
ABSENT = (
    "NO TELEGRAF READ OUR TOPICS: run `deploy/setup/from_go.sh telegraf --build`, "
    "or install telegraf on the PATH"
)


@contextmanager
def telegraf(folder: Path, settings: Mapping[str, str]) -> Iterator[Path]:
    """Telegraf with these settings of its configuration; its log. Without one the test is skipped."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    program = shutil.which("telegraf") or shutil.which(cache / "tongban" / "bin" / "telegraf")
    if program is None:
        pytest.skip(ABSENT)
    log = folder / "telegraf.log"
    with log.open("ab") as out:
        process = subprocess.Popen(
            ["setpriv", "--pdeathsig=KILL", "--", program, "--config", CONFIGURATION],
            env={"PATH": os.environ["PATH"], "HOME": str(folder), **settings},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
    try:
        yield log
    finally:
        process.kill()
        process.wait(ENDED_WITHIN_S)
