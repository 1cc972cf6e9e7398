"""A pcscd with a virtual card reader (vpcd), and cards of ours laid into it.

Owns both while the tests run. pcscd has one socket for the whole machine: where one runs already, nothing
is tried, and that is said.
"""

from __future__ import annotations

import os
import shutil
import socket
import struct
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pytest

from edge_agent.devices.simulated.card import SimulatedCard
from tests.servers.program import free_ports

DRIVER: Final = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
SOCKET: Final = Path("/run/pcscd/pcscd.comm")
WITHIN_S: Final = 20
_ATR: Final = 4
"""vpcd's protocol: a length of two bytes, then a control byte (off, on, reset, ATR) or an APDU."""


class PcscServer:
    """`with PcscServer() as pcsc: … with pcsc.card(SimulatedCard()): …`."""

    def __init__(self) -> None:
        if find_spec("smartcard") is None:
            pytest.skip("NO CARD READER WAS TRIED: pyscard is not installed")
        if shutil.which("pcscd", path="/usr/sbin:/usr/bin") is None or not DRIVER.exists():
            pytest.skip("NO CARD READER WAS TRIED: apt-get install pcscd vsmartcard-vpcd")
        if os.geteuid() != 0 or _answers():
            pytest.skip("NO CARD READER WAS TRIED: another pcscd runs, or only root can start one")
        self._folder = Path(tempfile.mkdtemp(prefix="tongban-pcsc-"))
        (self._port,) = free_ports(1)
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> PcscServer:
        (self._folder / "reader").write_text(
            f'FRIENDLYNAME "Tests"\nDEVICENAME /dev/null:{self._port:#x}\n'
            f"LIBPATH {DRIVER}\nCHANNELID {self._port:#x}\n"
        )
        self._process = subprocess.Popen(
            ["setpriv", "--pdeathsig=TERM", "--", "/usr/sbin/pcscd", "-f", "-c", str(self._folder)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(_answers)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.wait(20)
        shutil.rmtree(self._folder)

    @contextmanager
    def card(self, card: SimulatedCard) -> Iterator[None]:
        """Lay a card into the reader, for as long as the context lasts."""
        with socket.create_connection(("127.0.0.1", self._port), WITHIN_S) as wire:
            wire.settimeout(None)
            playing = threading.Thread(target=_play, args=[wire, card])
            playing.start()
            until(self._has_card)
            try:
                yield
            finally:
                wire.shutdown(socket.SHUT_RDWR)
                playing.join()
                until(lambda: not self._has_card())

    def _has_card(self) -> bool:
        """pcscd looks into its readers a few times a second."""
        from smartcard import scard

        _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        _, states = scard.SCardGetStatusChange(context, 0, [("Tests 00 00", scard.SCARD_STATE_UNAWARE)])
        scard.SCardReleaseContext(context)
        return bool(states[0][1] & scard.SCARD_STATE_PRESENT)


def until(what: Callable[[], bool]) -> None:
    """Wait until it is so."""
    deadline_s = time.monotonic() + WITHIN_S
    while not what():
        assert time.monotonic() < deadline_s, "pcscd did not get there"
        time.sleep(0.02)


def _answers() -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(SOCKET)) == 0


def _play(wire: socket.socket, card: SimulatedCard) -> None:
    with suppress(EOFError, OSError):
        while True:
            (length,) = struct.unpack(">H", _exactly(wire, 2))
            said = _exactly(wire, length)
            if said == bytes([_ATR]):
                _tell(wire, card.atr)
            elif length > 1:
                answer = card.answers(said)
                _tell(wire, answer.data + answer.status.to_bytes(2, "big"))


def _exactly(wire: socket.socket, length: int) -> bytes:
    got = b""
    while len(got) < length:
        piece = wire.recv(length - len(got))
        if not piece:
            raise EOFError
        got += piece
    return got


def _tell(wire: socket.socket, answer: bytes) -> None:
    wire.sendall(struct.pack(">H", len(answer)) + answer)
