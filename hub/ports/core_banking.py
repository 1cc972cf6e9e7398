"""The bank's core, as the hub asks it to do what was approved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from hub.domain.words import CaseId


class CoreUnavailableError(Exception):
    """The core cannot be reached, or has not said what became of the order; ask again with the same key."""


@dataclass(frozen=True, slots=True)
class CoreOrder:
    """What was approved. The core does it once for one `key`, however often it is asked."""

    key: str
    case: CaseId
    procedure: str
    application: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CoreAnswer:
    """The core's own number for what it did, or why it will not."""

    reference: str | None
    refusal: str | None


class CoreBanking(Protocol):
    """Carries out approved business."""

    async def carry_out(self, order: CoreOrder) -> CoreAnswer:
        """Do it, or tell what became of it when it was asked before.

        Raises:
            CoreUnavailableError: nothing certain is known; ask again later.
        """
        ...
