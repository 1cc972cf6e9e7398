"""SANE's own `test` backend: a scanner made of software, which can be broken in every way that SANE knows.

Owns a configuration of SANE in a folder of its own; `scanimage` finds it by its environment.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


class SaneBackend:
    """The scanner `test:0`, from now on as it is set."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        if shutil.which("scanimage") is None:
            pytest.skip("NO SCANNER WAS TRIED: scanimage is missing; apt-get install sane-utils")
        self._folder = folder
        (folder / "dll.conf").write_text("test\n")
        monkeypatch.setenv("SANE_CONFIG_DIR", str(folder))
        self.becomes("Default")

    def becomes(self, status: str, *more: str) -> None:
        """What every read of it gives, such as SANE_STATUS_JAMMED; further lines of `test.conf`."""
        lines = ["number_of_devices 1", 'test-picture "Grid"', f'read-status-code "{status}"', *more]
        (self._folder / "test.conf").write_text("\n".join(lines) + "\n")

    def slows_down(self) -> None:
        """A page takes it minutes."""
        self.becomes(
            "Default",
            "read-delay true",
            "read-delay-duration 200000",
            "read-limit true",
            "read-limit-size 64",
        )
