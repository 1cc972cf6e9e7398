"""The panels that dashboards are made of: lines over time, single numbers, tables.

Owns how they look. All of them share one time axis, draw a gap as a gap, and speak Chinese and English.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

from grafana_foundation_sdk.builders import common, dashboard, stat, table, timeseries
from grafana_foundation_sdk.builders.dashboard import ThresholdsConfig
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.models import units
from grafana_foundation_sdk.models.common import (
    GraphDrawStyle,
    GraphThresholdsStyleMode,
    LegendDisplayMode,
    LegendPlacement,
    StackingMode,
    TooltipDisplayMode,
    VisibilityMode,
)
from grafana_foundation_sdk.models.dashboard import DynamicConfigValue, Panel, Threshold, ThresholdsMode

from dashboards.grafana.influxql import Question, source
from dashboards.grafana.units import unit_of
from device_profiles.alarm_rules import AlarmRule
from device_profiles.profile_files import Title
from device_profiles.profiles import Metric

Names: TypeAlias = Mapping[str, str]
"""What series or columns are called, by their names in the answer."""

WIDE: Final = 24
HALF: Final = 12
HEIGHT: Final = 8
COLOURS: Final = {"needs": "red", "watch": "orange"}
FINE: Final = "transparent"


def both(title: Title) -> str:
    """A title in both languages."""
    return f"{title.zh} · {title.en}"


def lines(title: str, questions: list[Question], unit: str, interval_s: float) -> timeseries.Panel:
    """Lines over time; no bucket is shorter than `interval_s`."""
    panel = timeseries.Panel().title(title).datasource(source()).unit(unit).span(HALF).height(HEIGHT)
    for question in questions:
        panel.with_target(question)
    return (
        panel.interval(f"{interval_s:g}s")
        .line_width(1)
        .fill_opacity(0)
        .span_nulls(span_nulls=False)
        .show_points(VisibilityMode.AUTO)
        .legend(
            common.VizLegendOptions()
            .show_legend(show_legend=True)
            .display_mode(LegendDisplayMode.LIST)
            .placement(LegendPlacement.BOTTOM)
            .calcs([])
        )
        .tooltip(common.VizTooltipOptions().mode(TooltipDisplayMode.MULTI))
    )


def bars(title: str, questions: list[Question], interval_s: float, names: Names) -> timeseries.Panel:
    """Counts over time, one upon the other."""
    panel = lines(title, questions, units.Short, interval_s).draw_style(GraphDrawStyle.BARS)
    panel.fill_opacity(80).stacking(common.StackingConfig().mode(StackingMode.NORMAL).group("A"))
    for name, called in names.items():
        panel.override_by_name(name, [DynamicConfigValue("displayName", called)])
    return panel


def of_metric(
    name: str, metric: Metric, questions: list[Question], interval_s: float, rules: list[AlarmRule]
) -> timeseries.Panel:
    """A metric over time in its own unit, with the limits at which alarms are raised."""
    panel = lines(both(metric.title), questions, unit_of(name, metric), interval_s)
    lowest, highest = metric.range
    if lowest == 0 and highest == 100:
        panel.min(0).max(100)
    if steps := _steps(name, rules):
        panel.thresholds(ThresholdsConfig().mode(ThresholdsMode.ABSOLUTE).steps(steps))
        panel.thresholds_style(common.GraphThresholdsStyleConfig().mode(GraphThresholdsStyleMode.DASHED))
    return panel


def number(title: str, question: Question, unit: str, width: int) -> stat.Panel:
    """One number: what happened in the dashboard's span."""
    return (
        stat.Panel()
        .title(title)
        .datasource(source())
        .with_target(question)
        .unit(unit)
        .span(width)
        .height(HEIGHT // 2)
        .reduce_options(common.ReduceDataOptions().calcs(["lastNotNull"]).values(values=False))
    )


def rows(title: str, question: Question, columns: Mapping[str, tuple[str, str]]) -> table.Panel:
    """A table. `columns`: what each is called, and its unit."""
    panel = table.Panel().title(title).datasource(source()).with_target(question).span(WIDE)
    panel.height(2 * HEIGHT).filterable(filterable=True)
    for name, (called, unit) in columns.items():
        panel.override_by_name(
            name, [DynamicConfigValue("displayName", called), DynamicConfigValue("unit", unit)]
        )
    return panel


def placed(board: dashboard.Dashboard, panels: list[Builder[Panel]]) -> dashboard.Dashboard:
    """The dashboard with these panels, row by row, numbered from 1."""
    for identifier, builder in enumerate(panels, start=1):
        panel = builder.build()
        panel.id_val = identifier
        board.with_panel(builder)
    return board


def _steps(name: str, rules: list[AlarmRule]) -> list[Threshold]:
    """From each of these values up, a colour: fine between the lower limits and the upper ones."""
    low = {rule.below: COLOURS[rule.severity] for rule in rules if rule.metric == name and rule.below}
    high = {rule.above: COLOURS[rule.severity] for rule in rules if rule.metric == name and rule.above}
    if not low and not high:
        return []
    colours = [*(colour for _, colour in sorted(low.items())), FINE]
    steps = [Threshold(value, colour) for value, colour in zip([None, *sorted(low)], colours, strict=True)]
    return steps + [Threshold(value, colour) for value, colour in sorted(high.items())]
