"""All scenarios by name, in the order in which `all` plays them."""

from __future__ import annotations

from typing import Final

from dashboards.terminal.demo import answers, endings, handing_over, managers, reviews
from dashboards.terminal.demo.alone import scenarios as alone

ALL: Final = "all"
SCENARIOS: Final = {
    scenario.name: scenario
    for scenario in (
        *answers.SCENARIOS,
        *managers.SCENARIOS,
        *handing_over.SCENARIOS,
        *reviews.SCENARIOS,
        *endings.SCENARIOS,
        *alone.SCENARIOS,
    )
}
