"""What a screen in these tests stands on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from edge_agent.casework.deciding import Deciding
from edge_agent.eyes.port import Eyes
from edge_agent.media.calls import Calls
from edge_agent.screen.parts import ScreenParts
from tests.fakes.counter_health import health_of
from tests.fakes.counter_house import CounterHouse
from tests.fakes.shipped import PROCEDURES


def parts_of(
    counter: CounterHouse,
    pages: Path,
    *,
    scanners: Sequence[str] = ("tray",),
    eyes: Eyes | None = None,
    calls: Calls | None = None,
) -> ScreenParts:
    """The parts of a counter, whose pages lie in this folder."""
    return ScreenParts(
        records=counter.records,
        origin=counter.origin,
        capturing=counter.capturing,
        handling=counter.handling,
        deciding=Deciding(counter.records, counter.session),
        uploads=counter.uploads,
        faces=counter.faces,
        session=counter.session,
        health=health_of(counter, 10),
        attendance=counter.attendance,
        scanners=scanners,
        procedures={name: each for name, each in PROCEDURES.items() if "counter" in each.at},
        papers=counter.papers,
        pages=pages,
        eyes=eyes,
        calls=calls,
    )
