"""The machine's remarks as they travel with a material."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from device_profiles.contract.messages.case import Finding
from edge_agent.capture.reading import Finding as Remark

_LONGEST_SENTENCE: Final = 300
_LONGEST_FACT: Final = 500
"""The contract's own bounds: a remark that quotes a long file name must not cost the material."""


def as_findings(remarks: Iterable[Remark]) -> tuple[Finding, ...]:
    """What capture found, in the words of the contract."""
    return tuple(
        Finding(
            kind=remark.kind,
            says=remark.says[:_LONGEST_SENTENCE],
            detail={name: fact[:_LONGEST_FACT] for name, fact in remark.detail.items()},
        )
        for remark in remarks
    )
