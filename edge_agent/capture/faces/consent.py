"""The customer's consent to having their face compared.

Owns the proof alone. Only casework makes one, after it recorded the consent, and `tongban read faces`,
whose help says that running it is the consent: the import rules hold that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Consent:
    """Recorded for this case at this time, which bears its zone."""

    case: str
    recorded_at: datetime

    def __post_init__(self) -> None:
        if not self.case or self.recorded_at.tzinfo is None:
            raise ValueError("a consent names its case, and its time with the zone")
