"""A real InfluxDB 1.8 for tests: found, started on a free port of this machine, and ended.

    with influx_server(folder) as server:
        server.stop(); server.start()     # an outage; the data stays

Set TONGBAN_TEST_INFLUX_URL to use a server that runs already; it cannot be stopped from here.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.servers.program import free_ports

URL_VARIABLE = "TONGBAN_TEST_INFLUX_URL"
READY_WITHIN_S = 30
ENDED_WITHIN_S = 20
ABSENT = (
    "no InfluxDB to test with: run `deploy/setup/from_go.sh influxd --build`, "
    "install influxd 1.8 on the PATH, "
    f"or set {URL_VARIABLE}"
)
CONFIGURATION = """
reporting-disabled = true
bind-address = "127.0.0.1:0"
[meta]
dir = "{folder}/meta"
[data]
dir = "{folder}/data"
wal-dir = "{folder}/wal"
query-log-enabled = false
[monitor]
store-enabled = false
[http]
bind-address = "127.0.0.1:{port}"
log-enabled = false
[logging]
level = "warn"
"""


class InfluxServer:
    """An influxd of our own; its data and log are in `folder`."""

    def __init__(self, program: Path, folder: Path) -> None:
        self._program = program
        self._folder = folder
        self._port = free_ports(1)[0]
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start, and wait until it answers; the same port every time."""
        configuration = self._folder / "influxdb.conf"
        configuration.write_text(CONFIGURATION.format(folder=self._folder, port=self._port))
        with (self._folder / "influxd.log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._program, "-config", configuration], stdout=log, stderr=subprocess.STDOUT
            )
        deadline_s = time.monotonic() + READY_WITHIN_S
        while not _answers(self.url):
            if self._process.poll() is not None or time.monotonic() > deadline_s:
                self.stop()
                pytest.fail(f"influxd did not start:\n{(self._folder / 'influxd.log').read_text()[-2000:]}")
            time.sleep(0.02)

    def stop(self) -> None:
        """End it the hard way, as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(ENDED_WITHIN_S)
            self._process = None


class RunningServer:
    """A server that somebody else runs."""

    def __init__(self, url: str) -> None:
        self.url = url


@contextmanager
def influx_server(folder: Path) -> Iterator[InfluxServer]:
    """An influxd of our own for the length of the block; without one the test is skipped, in CI failed."""
    server = InfluxServer(_program(), folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@contextmanager
def any_influx_server(folder: Path) -> Iterator[InfluxServer | RunningServer]:
    """The server that TONGBAN_TEST_INFLUX_URL names, or else one of our own."""
    if url := os.environ.get(URL_VARIABLE):
        yield RunningServer(url)
        return
    with influx_server(folder) as server:
        yield server


async def asked(url: str, database: str, question: str) -> list[dict[str, Any]]:
    """The series that answer a question in InfluxQL (times in ms), past all of our own programs."""
    words = {"db": database, "epoch": "ms", "q": question}
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(f"{url}/query", params=words, timeout=10)
    (result,) = answer.raise_for_status().json()["results"]
    assert "error" not in result, result
    return list(result.get("series", []))


def skip_module_without_influx() -> None:
    """Skip the module that calls this, in one line; in CI let its tests fail instead."""
    if not (os.environ.get(URL_VARIABLE) or _found() or os.environ.get("CI")):
        pytest.skip(ABSENT, allow_module_level=True)


def _program() -> Path:
    if found := _found():
        return Path(found)
    if os.environ.get("CI"):
        pytest.fail(ABSENT)
    pytest.skip(ABSENT)


def _found() -> str | None:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return shutil.which("influxd") or shutil.which(cache / "tongban" / "bin" / "influxd")


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/ping", timeout=1, trust_env=False).is_success
    except httpx.TransportError:
        return False
