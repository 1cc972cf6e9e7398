"""The log of a program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SAYS = """
import structlog
from device_profiles.logs import log_to_stderr
log_to_stderr(program="hub")
structlog.get_logger().error("nothing can be kept")
print("goes on")
"""


def test_a_log_without_room_ends_no_program() -> None:
    with Path("/dev/full").open("wb") as full:  # every write to it finds the disk full (full(4))
        ran = subprocess.run(
            [sys.executable, "-c", SAYS], stdout=subprocess.PIPE, stderr=full, text=True, check=False
        )
    assert ran.stdout == "goes on\n"
