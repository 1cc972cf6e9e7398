"""How long people are waited for: as in a bank, or as short as a run without people bears."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from device_profiles.profiles import PROCEDURES, Deadlines

DEADLINES: Final = re.compile(r"^\[deadlines\]\n(?:(?!\[).*\n)*", re.MULTILINE)
"""The table of deadlines, up to the next table."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The deadlines of every procedure, None for each one's own; and a handler's lease."""

    deadlines: Deadlines | None
    lease_s: float


AS_IN_A_BANK: Final = Pace(deadlines=None, lease_s=60)
QUICK: Final = Pace(deadlines=Deadlines(offer_s=5, manager_s=5, longest_wait_s=60), lease_s=2)
"""The shortest that a procedure may have."""


def write_procedures(pace: Pace, folder: Path) -> None:
    """Copy the procedures into the folder, with the deadlines of this pace."""
    folder.mkdir()
    for file in PROCEDURES.glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        if pace.deadlines is not None:
            lines = "".join(f"{name} = {value:g}\n" for name, value in pace.deadlines)
            text = DEADLINES.sub(f"[deadlines]\n{lines}\n", text)
        (folder / file.name).write_text(text, encoding="utf-8")
