"""One customer's business as it is played: what was filed, heard and shown so far."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Final

from dashboards.terminal.demo.people import Json

Say = Callable[[str, str], None]
"""Tells the person who watches: who, and what they did."""

_CUSTOMER: Final = {
    "customer-name": "王小样",
    # Made up: a sequence that was never given out in that year, with a right check digit.
    "id-number": "110105198001019987",
}
_CARD: Final = {"card-number": "6200000000000000000"}
APPLICATIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "open-account": {**_CUSTOMER, "phone": "13800000000"},
    "report-lost-card": {**_CUSTOMER, **_CARD},
    "reset-password": {**_CUSTOMER, **_CARD},
    "large-cash-withdrawal": {**_CUSTOMER, **_CARD, "amount": "80000"},
}
"""What the customer fills in, by procedure."""


class Business:
    """A case in play. It only remembers: what is true of the case, the hub and the counters say."""

    def __init__(self, case: str, procedure: str) -> None:
        self.case = case
        self.procedure = procedure
        self.told: list[Json] = []
        """What the origin's screen has shown so far."""
        self.shown: dict[str, str] = {}
        """The SHA-256 of what a handler's counter showed, by the material's name."""
        self._started = time.monotonic()
        self._ended: float | None = None

    def end(self) -> None:
        """The customer has their result."""
        self._ended = time.monotonic()

    @property
    def ended(self) -> bool:
        """Whether the customer has the result."""
        return self._ended is not None

    @property
    def elapsed_ms(self) -> int:
        """From filing until the customer had the result, or until now."""
        ended = time.monotonic() if self._ended is None else self._ended
        return round((ended - self._started) * 1000)
