"""A program of Tongban as a child process: started, waited for, killed or ended, and heard to the last.

Owns the process and its log. What the program is and when it is ready its starter says.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import httpx
import pytest

READY_WITHIN_S = 60
ENDED_WITHIN_S = 20
RUN_WITHIN_S = 150
"""Ten times what the longest command takes on two idle cores."""
LAST_WORDS = 4_000
FIRST_PORT, PORTS_EACH = 20_000, 1_000
TONGBAN = (sys.executable, "-m", "dashboards.terminal")
"""The `tongban` command, of whichever virtual environment runs the tests."""


class Program:
    """`tongban WORDS`, in a session of its own; it ends with the tests, whatever ends them."""

    def __init__(
        self,
        words: Sequence[str],
        settings: Mapping[str, str],
        log: Path,
        command: Sequence[str] | None = None,
    ) -> None:
        """`command` is in place of `tongban`."""
        self._command = ["setpriv", "--pdeathsig=TERM", "--", *(command or TONGBAN), *words]
        self._settings = settings
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process, while it runs."""
        assert self._process is not None, "it has not been started"
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def launch(self) -> None:
        """Start it, and do not wait until it is ready."""
        assert not self.running
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                env=environment(self._settings),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def until(self, ready: Callable[[], bool]) -> None:
        """Wait until it is ready; if it ends instead, or takes too long, the test fails with its log."""
        deadline_s = time.monotonic() + READY_WITHIN_S
        while not ready():
            if not self.running or time.monotonic() > deadline_s:
                pytest.fail(f"{self._log.stem} is not ready; its log ends:\n{self.last_words()}")
            time.sleep(0.02)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it in good order, if it runs."""
        self._end(signal.SIGTERM)

    def last_words(self) -> str:
        """The end of its log."""
        return self._log.read_text(errors="replace")[-LAST_WORDS:] if self._log.exists() else ""

    def _end(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(number)
        try:
            self._process.wait(ENDED_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(ENDED_WITHIN_S)
            pytest.fail(f"{self._log.stem} did not end when told to; its log ends:\n{self.last_words()}")
        finally:
            self._process = None


def run_tongban(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command that ends by itself; `settings` are added to the environment."""
    return subprocess.run(
        [*TONGBAN, *words],
        env=environment(settings),
        capture_output=True,
        text=True,
        timeout=RUN_WITHIN_S,
        check=False,
    )


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """The tests' environment without anybody's own settings of Tongban, and with these."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("TONGBAN_")}
    return {**own, **settings}


@contextmanager
def open_folder() -> Iterator[Path]:
    """A temporary folder that the broker's user may pass through, which pytest's own are not."""
    folder = Path(tempfile.mkdtemp(prefix="tongban-test-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def free_ports(count: int) -> list[int]:
    """Ports of 127.0.0.1 that nobody listens on now, each another.

    They are below those that Linux lends to whoever calls out (ip_local_port_range), and of this process of
    the tests alone: nobody else takes one before the server that it is for.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    own = range(FIRST_PORT + worker * PORTS_EACH, FIRST_PORT + (worker + 1) * PORTS_EACH)
    free = filter(_is_free, random.sample(own, len(own)))
    return list(islice(free, count))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def answers(url: str) -> bool:
    """Whether something answers there, and well."""
    try:
        return httpx.get(url, timeout=2, trust_env=False).is_success
    except httpx.TransportError:
        return False
