"""A folder in which printed documents appear as PDF files: for whoever watches it, and for trials.

Owns the files' names. A file appears whole or not at all.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from collections.abc import AsyncGenerator
from pathlib import Path

from edge_agent.devices.errors import OutOfPaperError, PeripheralGoneError
from edge_agent.devices.peripheral import PeripheralState
from edge_agent.devices.printer import Document, Progress


class FolderPrinter:
    """Puts each document into the folder, under its title."""

    paper_left_percent = None

    def __init__(self, folder: Path) -> None:
        self.name = f"folder {folder.name}"
        self._folder = folder

    async def look(self) -> PeripheralState:
        """Whether the folder is there and may be written to."""
        if await asyncio.to_thread(os.access, self._folder, os.W_OK | os.X_OK):
            return PeripheralState("ready", "It works.")
        says = f"The folder {self._folder.name} is not there, or may not be written to."
        return PeripheralState("unplugged", says)

    async def print(self, document: Document) -> AsyncGenerator[Progress, None]:
        """Put it there.

        Raises:
            PeripheralGoneError: the folder is not there or may not be written to.
            OutOfPaperError: the disk is full.
        """
        yield Progress("printing", "It is being written.")
        try:
            name = await asyncio.to_thread(_put, self._folder, document)
        except OSError as error:
            if error.errno in {28, 122}:  # ENOSPC, EDQUOT
                raise OutOfPaperError(f"There is no room in {self._folder.name}.") from error
            msg = f"The folder {self._folder.name} cannot be written to: {error.strerror}."
            raise PeripheralGoneError(msg) from error
        yield Progress("printed", f"It is there as {name}.")


def _put(folder: Path, document: Document) -> str:
    stem = re.sub(r"[^\w-]+", "-", document.title).strip("-")[:80] or "document"
    # A leading dot: those who watch the folder leave it alone until it has its name.
    handle, half = tempfile.mkstemp(".pdf", f".{stem}-", folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(document.pdf)
            file.flush()
            os.fsync(file.fileno())
        for number in range(1, 10_000):
            whole = folder / (f"{stem}.pdf" if number == 1 else f"{stem}-{number}.pdf")
            try:
                os.link(half, whole)
            except FileExistsError:
                continue
            return whole.name
        raise FileExistsError(17, "too many of that name are there", str(folder))
    finally:
        Path(half).unlink()
