"""What whoever waits sees of the simulated fleet: lines that stay, or one now and then."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import Final

from rich.console import Console
from rich.live import Live
from rich.table import Table

from dashboards.terminal.simulate.crowd import Counts

LOOK_EVERY_S: Final = 1.0
RATE_OVER_LOOKS: Final = 10
A_LINE_EVERY_S: Final = 10.0


class Progress:
    """Looks at the counts until cancelled, and shows them."""

    def __init__(self, console: Console, counts: Callable[[], Counts]) -> None:
        self._console = console
        self._counts = counts
        self._began_s = time.monotonic()
        self._seen = deque([(self._began_s, 0)], maxlen=RATE_OVER_LOOKS)

    async def run(self) -> None:
        """Show."""
        if not self._console.is_terminal:
            while True:
                await asyncio.sleep(A_LINE_EVERY_S)
                self._console.print(sentence(self._counts(), self._rate()), soft_wrap=True)
        with Live(console=self._console, auto_refresh=False, transient=True) as live:
            while True:
                live.update(
                    table(self._counts(), self._rate(), time.monotonic() - self._began_s), refresh=True
                )
                await asyncio.sleep(LOOK_EVERY_S)

    def _rate(self) -> float:
        """Reports a second, over the last looks."""
        self._seen.append((time.monotonic(), self._counts().sent))
        (then_s, before), (now_s, sent) = self._seen[0], self._seen[-1]
        return (sent - before) / (now_s - then_s) if now_s > then_s else 0.0


def sentence(counts: Counts, rate: float) -> str:
    """The counts in one line."""
    return (
        f"{counts.connected} of {counts.devices} devices connected, {rate:.1f} reports/s,"
        f" {counts.sent} sent, {counts.unacknowledged} unacknowledged, {counts.missed} lost on purpose;"
        f" now {_faults(counts)}"
    )


def table(counts: Counts, rate: float, for_s: float) -> Table:
    """The counts below each other."""
    grid = Table.grid(padding=(0, 2))
    for name, value in (
        ("devices connected", f"[bold]{counts.connected}[/bold] of {counts.devices}"),
        ("reports a second", f"[bold]{rate:.1f}[/bold]"),
        ("reports sent", f"{counts.sent}, and {counts.missed} lost on purpose"),
        ("unacknowledged", f"{counts.unacknowledged}"),
        ("faults now", f"[yellow]{_faults(counts)}[/yellow]"),
        ("running for", f"{for_s:.0f} s; Ctrl-C ends it"),
    ):
        grid.add_row(f"[dim]{name}[/dim]", value)
    return grid


def _faults(counts: Counts) -> str:
    return ", ".join(f"{what} ({number})" for what, number in sorted(counts.faults.items())) or "no faults"
