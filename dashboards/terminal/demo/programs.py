"""One of the bank's programs as a child process: started, waited for, killed, started again."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import httpx

START_TIMEOUT_S: Final = 60.0
STOP_TIMEOUT_S: Final = 10.0
LAST_WORDS: Final = 2_000
"""Characters."""
PR_SET_PDEATHSIG: Final = 1
"""prctl(2)."""


class HouseError(Exception):
    """A program of the demo did not start, or ended; the text says which, and ends with its last words."""


class Program:
    """`tongban WORDS` as a process, with its log beside it; `address` answers once it is up."""

    def __init__(
        self, name: str, words: Sequence[str], settings: Mapping[str, str], address: str, folder: Path
    ) -> None:
        self._name = name
        self._words = words
        self._settings = settings
        self._address = address
        self._log = folder / f"{name}.log"
        self._process: asyncio.subprocess.Process | None = None

    @property
    def settings(self) -> Mapping[str, str]:
        """Its own, as variables of the environment."""
        return self._settings

    async def launch(self) -> None:
        """Start it; `until_up` waits for it."""
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "dashboards.terminal",
                *self._words,
                env={**os.environ, **self._settings, "PYTHONUNBUFFERED": "1"},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Ctrl-C reaches the demo alone, which ends the others; killed, it takes them along.
                start_new_session=True,
                preexec_fn=_end_with_parent,
            )

    async def until_up(self) -> None:
        """Wait until it answers.

        Raises:
            HouseError: it ended, or did not answer in time.
        """
        assert self._process is not None
        deadline = asyncio.get_running_loop().time() + START_TIMEOUT_S
        async with httpx.AsyncClient(timeout=2) as client:
            while asyncio.get_running_loop().time() < deadline and self._process.returncode is None:
                with contextlib.suppress(httpx.HTTPError):
                    if (await client.get(self._address)).status_code == 200:
                        return
                await asyncio.sleep(0.05)
        msg = f"{self._name} did not start:\n{self.last_words()}"
        raise HouseError(msg)

    def last_words(self) -> str:
        """The end of its log."""
        return self._log.read_text(errors="replace")[-LAST_WORDS:] if self._log.exists() else ""

    async def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def stop(self) -> None:
        """End it in good order."""
        if self._process is None or self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            async with asyncio.timeout(STOP_TIMEOUT_S):
                await self._process.wait()
        except TimeoutError:
            await self.kill()


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
