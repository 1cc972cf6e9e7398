"""Cases as they were folded, by the hash of the last entry of their journals.

The hash covers all that happened to the case, so what is kept under it can never be stale: not when another
hub wrote the next entry, and not when a transaction is undone. It only spares reading and folding again.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from hub.domain.case import Case

MOST: Final = 1_000


class FoldedCases:
    """The cases that were folded last."""

    def __init__(self) -> None:
        self._cases: OrderedDict[str, Case] = OrderedDict()

    def get(self, last_hash: str) -> Case | None:
        """The case whose journal ends with the entry of this hash, if it is at hand."""
        return self._cases.get(last_hash)

    def put(self, last_hash: str, case: Case) -> None:
        """Keep a case; the oldest makes room."""
        self._cases[last_hash] = case
        if len(self._cases) > MOST:
            self._cases.popitem(last=False)
