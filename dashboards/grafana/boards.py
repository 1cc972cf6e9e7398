"""The dashboards: the fleet, a branch, a device, and casework's service levels.

Owns which there are and how one chooses what they show. They are generated from the kinds of device, and
`tongban contract write` writes them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from grafana_foundation_sdk.builders.dashboard import Dashboard, DashboardLink, QueryVariable
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import (
    DashboardCursorSync,
    DashboardLinkType,
    Panel,
    VariableOption,
    VariableRefresh,
    VariableSort,
)

from dashboards.grafana import casework, devices
from dashboards.grafana.influxql import is_chosen, source
from dashboards.grafana.panels import placed
from device_profiles.profiles import load_kinds

FOLDER: Final = Path("dashboards/grafana/boards")
"""Within the checkout."""
FAMILY: Final = "通办 Tongban"
TAG: Final = "tongban"
TITLES: Final = {
    "region": "区域 · Region",
    "branch": "网点 · Branch",
    "device": "设备 · Device",
    "procedure": "业务种类 · Procedure",
}
"""What the choosers are called."""


def files() -> dict[Path, str]:
    """Every dashboard: its path within the checkout, and the JSON it should hold.

    Raises:
        ProfileError: a profile cannot be used, or has a unit that Grafana does not know.
    """
    kinds = load_kinds()
    fleet = _choosing(_board("fleet", "全部设备 · Fleet"), devices.FLEET, devices.READINGS, many=True)
    branch = _choosing(_board("branch", "网点 · Branch"), devices.BRANCH, devices.READINGS)
    device = _choosing(_board("device", "设备 · Device"), devices.DEVICE, devices.READINGS)
    cases = _choosing(
        _board("casework", "业务办理 · Casework"), casework.TAGS, casework.CASEWORK, many=True
    )
    return dict(
        [
            _file(fleet, devices.fleet(kinds)),
            _file(branch, devices.branch(kinds)),
            _file(device, devices.device(kinds)),
            _file(cases, casework.panels()),
        ]
    )


def _board(name: str, title: str) -> Dashboard:
    others = DashboardLink(FAMILY).type(DashboardLinkType.DASHBOARDS).tags([TAG])
    return (
        Dashboard(f"{FAMILY}: {title}")
        .uid(f"{TAG}-{name}")
        .tags([TAG])
        .time("now-24h", "now")
        .refresh("30s")
        .timezone("browser")
        .tooltip(DashboardCursorSync.CROSSHAIR)
        .readonly()
        .link(others.include_vars(include_vars=True).keep_time(keep_time=True))
    )


def _choosing(board: Dashboard, tags: tuple[str, ...], of: str, *, many: bool = False) -> Dashboard:
    """With a chooser for each tag of a measurement, which offers what there is below those before it."""
    for place, tag in enumerate(tags):
        above = " AND ".join(map(is_chosen, tags[:place]))
        query = f'SHOW TAG VALUES FROM "{of}" WITH KEY = "{tag}"' + (f" WHERE {above}" if above else "")
        variable = QueryVariable(tag).label(TITLES[tag]).datasource(source()).query(query)
        variable.refresh(VariableRefresh.ON_TIME_RANGE_CHANGED).sort(VariableSort.ALPHABETICAL_ASC)
        if many:
            everything = VariableOption(selected=True, text=["All"], value=["$__all"])
            variable.multi(multi=True).include_all(include_all=True).current(everything)
        board.with_variable(variable)
    return board


def _file(board: Dashboard, panels: list[Builder[Panel]]) -> tuple[Path, str]:
    built = placed(board, panels).build()
    text = json.dumps(built, cls=JSONEncoder, ensure_ascii=False, indent=2)
    return FOLDER / f"{built.uid}.json", text + "\n"
