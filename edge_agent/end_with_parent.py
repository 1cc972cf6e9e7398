"""The end of a child process: an agent that is killed takes its children along (prctl(2); Linux only)."""

from __future__ import annotations

import ctypes
import signal
from typing import Final

PR_SET_PDEATHSIG: Final = 1
"""From prctl(2)."""


def end_with_parent() -> None:
    """Called in a child, first of all: it is killed with its parent, and by nothing typed at a terminal."""
    # A terminal's Ctrl-C goes to every process of the group; the agent ends its children itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
