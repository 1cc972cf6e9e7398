"""Questions of dashboards to InfluxDB, in InfluxQL, as a panel carries them.

Owns how a question is put to the data source, and which of its points a dashboard's variables choose.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.cog.variants import Dataquery
from grafana_foundation_sdk.models.dashboard import DataSourceRef

SOURCE: Final = "tongban"
"""The data source's uid, as `provisioning/datasources/tongban.yaml` gives it."""
BUCKETS: Final = "GROUP BY time($__interval)"
"""Points on the time axis."""
GAPS: Final = "fill(null)"
"""A bucket without a point is null, and drawn as a gap."""


def source() -> DataSourceRef:
    """InfluxDB, as it is provisioned."""
    return DataSourceRef(type_val="influxdb", uid=SOURCE)


@dataclass(slots=True)
class Question(Dataquery, Builder[Dataquery]):
    """One InfluxQL statement. `alias` names its series: `$tag_device` is the tag's value."""

    statement: str
    alias: str = ""
    shape: Literal["time_series", "table"] = "time_series"
    name: str = "A"

    def build(self) -> Dataquery:
        """The question is its own model."""
        return self

    def to_json(self) -> dict[str, object]:
        """As Grafana's InfluxDB data source keeps it."""
        return {
            "refId": self.name,
            "datasource": {"type": "influxdb", "uid": SOURCE},
            "rawQuery": True,
            "query": self.statement,
            "resultFormat": self.shape,
            "alias": self.alias,
        }


def chosen(*variables: str) -> str:
    """The points in the dashboard's span whose tags are what its variables of the same names say."""
    return " AND ".join(["$timeFilter", *map(is_chosen, variables)])


def is_chosen(variable: str) -> str:
    """The points whose tag is what the dashboard's variable of its name says, be it one value or many."""
    return f'"{variable}" =~ /^${{{variable}:regex}}$/'


def select(what: str, of: str, where: str, *how: str) -> str:
    """The statement. `of`: a measurement, or a statement in brackets; `how`: how the answer is grouped."""
    return " ".join(("SELECT", what, "FROM", of, "WHERE", where, *how))
