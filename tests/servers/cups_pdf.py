"""A cupsd of the tests' own that prints through CUPS-PDF: filters of CUPS, PostScript, Ghostscript, a file.

What comes out is no copy of what went in, as with paper. Printers in trouble are in `tests.servers.cups`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.servers.cups import CUPS, CupsServer

BACKEND: Final = CUPS / "backend" / "cups-pdf"
PPD: Final = Path("/usr/share/ppd/cups-pdf/CUPS-PDF_noopt.ppd")
# CUPS-PDF looks for its configuration here and nowhere else; `cups-pdf:/NAME` reads `cups-pdf-NAME.conf`.
CONFIGURATIONS: Final = Path("/etc/cups")


class CupsPdfServer(CupsServer):
    """`with CupsPdfServer() as cups:`; what was printed lies in `cups.paper`."""

    def __init__(self) -> None:
        if not (BACKEND.exists() and PPD.exists()):
            pytest.skip("CUPS-PDF WAS NOT TRIED: apt-get install printer-driver-cups-pdf")
        super().__init__()
        self._name = f"tongban-tests-{self.port}"

    def __exit__(self, *exception: object) -> None:
        self._configuration.unlink(missing_ok=True)
        super().__exit__(*exception)

    @property
    def _configuration(self) -> Path:
        return CONFIGURATIONS / f"cups-pdf-{self._name}.conf"

    def _printer(self) -> tuple[str, Path]:
        (self._folder / "bin" / "backend" / "cups-pdf").symlink_to(BACKEND)
        spool = self._folder / "spool-pdf"
        spool.mkdir()
        # A print job's user, unknown here, is anonymous to CUPS-PDF.
        self._configuration.write_text(
            f"Out {self.paper}\nAnonDirName {self.paper}\nSpool {spool}\nLog {self._folder}\n"
            f"Grp nogroup\nLabel 1\nGSTmp {self._folder / 'tmp'}\n"
        )
        return f"cups-pdf:/{self._name}", PPD
