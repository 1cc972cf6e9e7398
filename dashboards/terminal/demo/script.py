"""A scenario: a script in the bank's words, and what it says will come of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from dashboards.terminal.demo.bank import Bank
from dashboards.terminal.demo.outcome import Expected


@dataclass(frozen=True, slots=True)
class Scenario:
    """`expected` has an entry for each case, in the order of filing; `counters` are those that it needs.

    `kiosk`: it plays before the kiosk, and at a reviewer's desk.
    """

    name: str
    play: Callable[[Bank], Awaitable[None]]
    expected: tuple[Expected, ...]
    counters: tuple[str, ...] = ("A", "B")
    kiosk: bool = False
