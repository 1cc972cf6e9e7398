"""A rule of the domain as the contract's refusal."""

from __future__ import annotations

from typing import cast

from device_profiles.contract.errors import Refusal, RefusalCode
from hub.domain.words import Rule


def refusal_of(rule: Rule) -> Refusal:
    """The form in which a rule travels back to whoever broke it."""
    return Refusal(code=cast("RefusalCode", rule.code), says=rule.says[:500], field=rule.field)
