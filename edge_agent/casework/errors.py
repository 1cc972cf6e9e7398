"""What the counter answers when something cannot be done.

CounterError          a sentence for the person at the screen
├── NoSuchCaseError   nothing of that name is here
├── NeedsLinkError    it cannot be done without the hub, which cannot be reached now
└── RefusedError      a rule forbids it; `refusal` names the rule and the field
"""

from __future__ import annotations

from device_profiles.contract.errors import Refusal, RefusalCode


class CounterError(Exception):
    """Something asked of the counter was not done."""


class NoSuchCaseError(CounterError):
    """There is no such case, or no such material of it, at this device."""


class NeedsLinkError(CounterError):
    """It cannot be done without the hub; nothing was changed."""


class RefusedError(CounterError):
    """A rule forbids it; nothing was changed."""

    def __init__(self, code: RefusalCode, says: str, field: str | None = None) -> None:
        super().__init__(says)
        self.refusal = Refusal(code=code, says=says, field=field)
