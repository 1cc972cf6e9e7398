"""A real PostgreSQL for tests: a cluster of our own on a free port of 127.0.0.1, ended with the tests.

with postgresql_server() as server:
    url = server.new_database()
    server.kill(); server.start()     # a power cut; what was committed stays
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Final

import psutil
import psycopg
import pytest

from tests.servers.program import free_ports, open_folder

READY_WITHIN_S: Final = 30
ENDED_WITHIN_S: Final = 20
ABSENT: Final = "no PostgreSQL to test with: apt-get install postgresql"
WAITING: Final = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
USER: Final = "tongban"
PASSWORD: Final = "secret/with:signs"
CONFIGURATION: Final = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
# Only the machine's power could take away what a killed server has handed to the kernel.
fsync = off
shared_buffers = 16MB
max_connections = 50
deadlock_timeout = 50ms
log_min_messages = warning
"""


class PostgresqlServer:
    """A server of our own; its cluster and log are in `folder`."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        self._cluster = folder / "cluster"
        (self.port,) = free_ports(1)
        self._numbers = count(1)
        self._process: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        """Make the cluster, with one user who may make databases."""
        password = self._folder / "password"
        password.write_text(PASSWORD)
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            for path in (self._folder, password):
                shutil.chown(path, "nobody", "nogroup")
        words = ["--auth=scram-sha-256", "--encoding=UTF8", "--no-locale", "--no-sync"]
        words += [f"--username={USER}", f"--pwfile={password}", f"--pgdata={self._cluster}"]
        made = subprocess.run(self._command("initdb", words), capture_output=True, text=True, check=False)
        assert made.returncode == 0, made.stderr
        with (self._cluster / "postgresql.conf").open("a") as file:
            file.write(CONFIGURATION.format(port=self.port))

    def start(self) -> None:
        """Start, and wait until it answers; the same port every time."""
        with (self._folder / "postgresql.log").open("ab") as log:
            command = self._command("postgres", ["-D", str(self._cluster)])
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        deadline_s = time.monotonic() + READY_WITHIN_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline_s:
                pytest.fail(f"PostgreSQL did not start:\n{self.last_words()}")
            time.sleep(0.02)

    def start_if_down(self) -> None:
        """Start it unless it runs."""
        if self._process is None:
            self.start()

    def kill(self) -> None:
        """End it as a power cut would, with all its children."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it, and every connection to it, in good order ("fast shutdown")."""
        self._end(signal.SIGINT)

    def new_database(self) -> str:
        """A database without any tables; its address."""
        name = f"bank{next(self._numbers)}"
        with self.look_in() as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self._address(name)

    @contextmanager
    def look_in(self) -> Iterator[psycopg.Connection]:
        """A connection of nobody's, to look at the server from outside."""
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            yield connection

    def until_somebody_waits(self) -> None:
        """Return when some connection waits for what another one holds."""
        deadline_s = time.monotonic() + READY_WITHIN_S
        with self.look_in() as connection:
            while not connection.execute(WAITING).fetchall():
                assert time.monotonic() < deadline_s, "nobody waits for anybody"

    def last_words(self) -> str:
        """The end of its log."""
        log = self._folder / "postgresql.log"
        return log.read_text(errors="replace")[-4_000:] if log.exists() else ""

    def _end(self, number: signal.Signals) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        # A server that is killed leaves its children to notice; until then it cannot be started anew.
        children = psutil.Process(self._process.pid).children()
        self._process.send_signal(number)
        self._process.wait(ENDED_WITHIN_S)
        psutil.wait_procs(children, timeout=ENDED_WITHIN_S)
        self._process = None

    def _command(self, program: str, words: Sequence[str]) -> list[str]:
        command = ["setpriv", "--pdeathsig=QUIT"]
        if os.getuid() == 0:
            command += ["--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        return [*command, "--", str(self._programs / program), *words]

    def _address(self, database: str) -> str:
        password = PASSWORD.replace("/", "%2F").replace(":", "%3A")
        return f"postgresql://{USER}:{password}@127.0.0.1:{self.port}/{database}"

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._address("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def postgresql_server() -> Iterator[PostgresqlServer]:
    """A server for the length of the block; without PostgreSQL the test is skipped, in CI failed."""
    programs = _programs()
    with open_folder() as folder:
        server = PostgresqlServer(programs, folder)
        server.make()
        try:
            server.start()
            yield server
        finally:
            server.kill()  # it need not write down what is thrown away


def _programs() -> Path:
    """Where PostgreSQL's programs are; Debian keeps them off the PATH, a folder a version."""
    if (found := shutil.which("initdb")) and shutil.which("postgres"):
        return Path(found).resolve().parent
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    if os.environ.get("CI"):
        pytest.fail(ABSENT)
    pytest.skip(ABSENT)
