"""A cupsd of the tests' own: its port, its spool, and one queue whose printer is a script.

The script is a real backend of CUPS. It prints into a folder, and is told by a file how it is: without
paper, jammed, out of order. Filters, queue and states are those of CUPS.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Final

import pytest

from tests.servers.program import free_ports

READY_WITHIN_S: Final = 30
CUPS: Final = Path("/usr/lib/cups")

_BACKEND = """#!/bin/sh
# Printer of the tests. CUPS calls it with: job user title copies options [file], and DEVICE_URI.
[ $# -eq 0 ] && { echo 'direct tests "Unknown" "Printer of the tests"'; exit 0; }
folder=${DEVICE_URI#tests:}
echo 'STATE: -media-empty,media-jam,cover-open,offline' >&2
cat "${6:--}" > "$folder/.half-$1"
while state=$(cat "$folder/state"); do
    case $state in
        ready) break ;;
        broken) echo "ERROR: the fuser is cold" >&2; exit 4 ;;
        *) echo "STATE: +$state" >&2; held="$held $state"; sleep 0.1 ;;
    esac
done
for state in $held; do echo "STATE: -$state" >&2; done
mv "$folder/.half-$1" "$folder/$1.pdf"
"""

# What a queue must say of itself; PDF goes to the printer as it is (PPD 4.3, and CUPS's extensions of it).
_PPD = """*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "TESTS.PPD"
*Manufacturer: "Tongban"
*Product: "(Tests)"
*ModelName: "Tests"
*ShortNickName: "Tests"
*NickName: "Printer of the tests"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: False
*cupsFilter: "application/pdf 0 -"
*DefaultPageSize: A4
*OpenUI *PageSize: PickOne
*PageSize A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageSize
*OpenUI *PageRegion: PickOne
*PageRegion A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4: "0 0 595 842"
*DefaultPaperDimension: A4
*PaperDimension A4: "595 842"
*DefaultPageRegion: A4
"""


class CupsServer:
    """`with CupsServer() as cups:`; the printer's address is `cups.printer`."""

    def __init__(self) -> None:
        missing = [name for name in ("cupsd", "lpadmin", "cupsdisable") if _find(name) is None]
        if missing:
            pytest.skip(
                f"NO PRINTER WAS TRIED: no {', '.join(missing)}; apt-get install cups-daemon cups-client"
            )
        if os.geteuid() != 0:
            pytest.skip("NO PRINTER WAS TRIED: only root can start a cupsd of its own")
        (self.port,) = free_ports(1)
        self.printer = f"ipp://127.0.0.1:{self.port}/printers/office"
        self._folder = Path(tempfile.mkdtemp(prefix="tongban-cups-"))
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> CupsServer:
        self._write()
        self._process = subprocess.Popen(
            [
                *("setpriv", "--pdeathsig=TERM", "--", str(_find("cupsd")), "-f"),
                *("-c", str(self._folder / "cupsd.conf")),
                *("-s", str(self._folder / "cups-files.conf")),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline_s = time.monotonic() + READY_WITHIN_S
        while not self._answers():
            assert self._process.poll() is None, self.log()
            assert time.monotonic() < deadline_s, self.log()
            time.sleep(0.02)
        address, ppd = self._printer()
        self._run("lpadmin", "-p", "office", "-E", "-v", address, "-P", str(ppd))
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.wait(20)
        shutil.rmtree(self._folder)

    @property
    def paper(self) -> Path:
        """The folder in which printed pages lie, a file each."""
        return self._folder / "paper"

    def printed(self) -> list[bytes]:
        """What lies there, in order of printing."""
        return [file.read_bytes() for file in sorted(self.paper.glob("*.pdf"), key=_finished)]

    def becomes(self, state: str) -> None:
        """`ready`, `broken`, or a printer-state-reason of RFC 8011 such as `media-empty`."""
        (self.paper / "state.new").write_text(state + "\n")
        (self.paper / "state.new").rename(self.paper / "state")

    def stops(self) -> None:
        """Somebody stops the queue."""
        self._run("cupsdisable", "office")

    def starts_again(self) -> None:
        """And starts it."""
        self._run("cupsenable", "office")

    def log(self) -> str:
        """What cupsd said last."""
        file = self._folder / "error_log"
        return file.read_text(errors="replace")[-3000:] if file.exists() else "cupsd has said nothing"

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def _run(self, program: str, *words: str) -> None:
        command = [str(_find(program)), "-h", f"127.0.0.1:{self.port}", *words]
        subprocess.run(command, check=True, capture_output=True, timeout=30)

    def _printer(self) -> tuple[str, Path]:
        """Set up the printer behind the queue; its address for CUPS, and the file that describes it."""
        backend, ppd = self._folder / "bin" / "backend" / "tests", self._folder / "tests.ppd"
        backend.write_text(_BACKEND)
        backend.chmod(0o755)
        ppd.write_text(_PPD)
        self.becomes("ready")
        return f"tests:{self.paper}", ppd

    def _write(self) -> None:
        folder = self._folder
        folder.chmod(0o711)
        for name in ("run", "spool", "cache", "tmp", "paper", "bin/backend"):
            (folder / name).mkdir(parents=True)
        for name in ("daemon", "filter", "notifier", "monitor", "cgi-bin"):
            if (CUPS / name).exists():
                (folder / "bin" / name).symlink_to(CUPS / name)
        for name in ("paper", "tmp"):
            (folder / name).chmod(0o777)  # filters and backends do not run as root
        files = {"ServerRoot": ".", "StateDir": "run", "RequestRoot": "spool", "CacheDir": "cache"}
        files |= {"TempDir": "tmp", "ServerBin": "bin", "ErrorLog": "error_log"}
        files |= {"AccessLog": "access_log", "PageLog": "page_log"}
        lines = [f"{key} {folder / name}" for key, name in files.items()]
        (folder / "cups-files.conf").write_text(
            "\n".join([*lines, "SystemGroup root", "Sandboxing relaxed", ""])
        )
        (folder / "cupsd.conf").write_text(
            f"Listen 127.0.0.1:{self.port}\nBrowsing No\nWebInterface No\nDefaultAuthType None\n"
            "JobRetryInterval 1\nErrorPolicy stop-printer\nMaxJobTime 0\n"
            "<Location />\n  Order allow,deny\n  Allow all\n</Location>\n"
            "<Policy default>\n  <Limit All>\n    Order allow,deny\n    Allow all\n  </Limit>\n</Policy>\n"
        )


def _finished(file: Path) -> int:
    return file.stat().st_mtime_ns


def _find(program: str) -> str | None:
    return shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
