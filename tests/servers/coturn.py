"""Debian's coturn with the configuration that `deploy/coturn` shows, on free ports of 127.0.0.1."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.servers.program import free_ports

EXAMPLE = Path(__file__).parents[2] / "deploy" / "coturn" / "turnserver.conf"
READY_WITHIN_S = 20
ENDED_WITHIN_S = 20


@contextmanager
def coturn(folder: Path, secret: str) -> Iterator[int]:
    """A TURN server for the length of the block; its port. It relays to this machine alone."""
    program = shutil.which("turnserver", path="/usr/bin:/usr/sbin:/usr/local/bin")
    if program is None:
        pytest.skip("NO TURN SERVER WAS TRIED: apt-get install coturn")
    (port,) = free_ports(1)
    text = EXAMPLE.read_text(encoding="utf-8")
    for was, now in (
        ("listening-port=3478", f"listening-port={port}"),
        ("static-auth-secret=change-me", f"static-auth-secret={secret}"),
        ("\nsyslog\n", "\nlog-file=stdout\n"),
    ):
        assert was in text, f"{EXAMPLE.name} has no line {was}"
        text = text.replace(was, now)
    own = ["allow-loopback-peers", "allowed-peer-ip=127.0.0.1", f"pidfile={folder / 'turn.pid'}"]
    file, log = folder / "turnserver.conf", folder / "coturn.log"
    file.write_text("\n".join([text, *own, f"userdb={folder / 'turndb'}", ""]), encoding="utf-8")
    with log.open("ab") as out:
        process = subprocess.Popen(
            ["setpriv", "--pdeathsig=KILL", "--", program, "-c", str(file)],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
    try:
        deadline_s = time.monotonic() + READY_WITHIN_S
        while not _accepts(port):
            if process.poll() is not None or time.monotonic() > deadline_s:
                pytest.fail(f"coturn did not start:\n{log.read_text(errors='replace')[-4000:]}")
            time.sleep(0.02)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(ENDED_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(ENDED_WITHIN_S)


def _accepts(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
