"""A real mosquitto for tests, on a free port of 127.0.0.1; killed and started again it keeps the port.

with mosquitto(folder) as broker:
    broker.kill(); broker.start()     # a power cut: sessions and retained messages are gone
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiomqtt
import pytest

from device_profiles.delivery.client import BrokerAddress
from tests.servers.program import free_ports

READY_WITHIN_S = 10
ENDED_WITHIN_S = 10
CONFIGURATION = """\
listener {port} 127.0.0.1
set_tcp_nodelay true
log_dest stderr
log_type error
log_type warning
log_type notice
# Started as root, mosquitto would become a user who may not read pytest's folder.
user root
"""


class Mosquitto:
    """A broker for anyone, or for those whose password lines and access rules are given."""

    def __init__(
        self,
        folder: Path,
        *,
        passwords: str | None = None,
        acl: str | None = None,
        more: str = "",
        port: int | None = None,
    ) -> None:
        self.port = port or free_ports(1)[0]
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        lines = [CONFIGURATION.format(port=self.port), more]
        lines.append(f"allow_anonymous {str(passwords is None).lower()}\n")
        for setting, text in (("password_file", passwords), ("acl_file", acl)):
            if text is not None:
                file = folder / setting
                file.write_text(text, encoding="utf-8")
                file.chmod(0o600)
                lines.append(f"{setting} {file}\n")
        (folder / "mosquitto.conf").write_text("".join(lines), encoding="utf-8")

    def start(self) -> None:
        """Start it, and wait until it accepts connections."""
        program = shutil.which("mosquitto", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        if program is None:
            pytest.skip("mosquitto is not installed")
        command = ["setpriv", "--pdeathsig=KILL", "--", program, "-c", str(self._folder / "mosquitto.conf")]
        with (self._folder / "mosquitto.log").open("ab") as log:
            self._process = subprocess.Popen(command, stderr=log)
        deadline_s = time.monotonic() + READY_WITHIN_S
        while not self._accepts():
            if self._process.poll() is not None or time.monotonic() > deadline_s:
                pytest.fail(f"mosquitto did not start:\n{(self._folder / 'mosquitto.log').read_text()}")
            time.sleep(0.01)

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(ENDED_WITHIN_S)
            self._process = None

    def address(self, username: str | None = None, password: str | None = None) -> BrokerAddress:
        """For a `Session`."""
        return BrokerAddress("127.0.0.1", self.port, username, password)

    def client(self, username: str | None = None, password: str | None = None) -> aiomqtt.Client:
        """A plain client, to look at a session from outside."""
        return aiomqtt.Client(
            "127.0.0.1",
            self.port,
            username=username,
            password=password,
            protocol=aiomqtt.ProtocolVersion.V5,
            timeout=10,
        )

    def last_words(self) -> str:
        """What it has written into its log."""
        return (self._folder / "mosquitto.log").read_text(errors="replace")

    def _accepts(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True


@contextmanager
def mosquitto(
    folder: Path, *, passwords: str | None = None, acl: str | None = None, more: str = ""
) -> Iterator[Mosquitto]:
    """A broker for the length of the block; `more` are further lines of its configuration."""
    broker = Mosquitto(folder, passwords=passwords, acl=acl, more=more)
    try:
        broker.start()
        yield broker
    finally:
        broker.kill()
