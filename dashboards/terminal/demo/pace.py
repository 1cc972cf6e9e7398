"""How long people are waited for: as in a bank, or as short as a run without people bears."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from device_profiles.profiles import KINDS, PROCEDURES, Deadlines, Unattended

DEADLINES: Final = re.compile(r"^\[deadlines\]\n(?:(?!\[).*\n)*", re.MULTILINE)
"""The table of deadlines, up to the next table."""

UNATTENDED: Final = re.compile(r"^\[unattended\]\n(?:(?!\[).*\n)*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Pace:
    """The deadlines of every procedure, None for each one's own; a handler's lease; and how long a kiosk
    waits for who went away, None for as long as its kind says."""

    deadlines: Deadlines | None
    lease_s: float
    unattended: Unattended | None = None


AS_IN_A_BANK: Final = Pace(deadlines=None, lease_s=60)
QUICK: Final = Pace(
    deadlines=Deadlines(offer_s=5, manager_s=5, longest_wait_s=60),
    lease_s=2,
    unattended=Unattended(lock_s=5, end_s=10),
)
"""The shortest that a procedure may have."""


def write_procedures(pace: Pace, folder: Path) -> None:
    """Copy the procedures into the folder, with the deadlines of this pace."""
    _write(PROCEDURES, folder, DEADLINES, "deadlines", pace.deadlines)


def write_kinds(pace: Pace, folder: Path) -> None:
    """Copy the kinds of device into the folder, with what this pace has for customers who go away."""
    _write(KINDS, folder, UNATTENDED, "unattended", pace.unattended)


def _write(
    source: Path, folder: Path, table: re.Pattern[str], name: str, values: Deadlines | Unattended | None
) -> None:
    folder.mkdir()
    for file in source.glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        if values is not None:
            lines = "".join(f"{key} = {value:g}\n" for key, value in values)
            text = table.sub(f"[{name}]\n{lines}\n", text)
        (folder / file.name).write_text(text, encoding="utf-8")
