"""What a profile says of alarms: the rules by which a device of a kind needs somebody.

Owns how a rule is written down, and what makes no sense in one. When a rule goes off is decided in the hub.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import Field, FiniteFloat, SerializerFunctionWrapHandler, model_serializer, model_validator

from device_profiles.contract.messages.health import MetricName
from device_profiles.profile_files import Data, Title

Severity: TypeAlias = Literal["needs", "watch"]
"""Whether somebody is needed, or it is worth an eye."""

Seconds = Annotated[FiniteFloat, Field(ge=1, le=86_400)]
Span = Annotated[FiniteFloat, Field(ge=10, le=3_600)]
"""Over so many seconds a change or a loss is counted: so long the hub remembers readings."""

_BESIDE: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "above": (("metric",), ("clear_below", "for_s")),
    "below": (("metric",), ("clear_above", "for_s")),
    "silent_for_s": ((), ()),
    "rises_by": (("metric", "within_s"), ()),
    "falls_by": (("metric", "within_s"), ()),
    "missed": (("within_s",), ()),
    "clock_off_by_s": ((), ("for_s",)),
}
"""The key that makes a rule, and which others it must and may have beside it."""


class AlarmRule(Data):
    """When an alarm is raised, told by one key and those that go with it.

    - `above` or `below`: the metric is beyond the limit for `for_s` seconds; it clears at `clear_below` or
      `clear_above`, so that a value which trembles about the limit does not raise it again and again.
    - `silent_for_s`: nothing was heard of the device for so long.
    - `rises_by` or `falls_by`: the metric changed by so much within `within_s` seconds.
    - `missed`: so many readings of the last `within_s` seconds never came.
    - `clock_off_by_s`: the device's clock has been wrong by so much for `for_s` seconds.
    """

    title: Title
    severity: Severity
    metric: MetricName | None = None
    above: FiniteFloat | None = None
    clear_below: FiniteFloat | None = None
    below: FiniteFloat | None = None
    clear_above: FiniteFloat | None = None
    for_s: Annotated[FiniteFloat, Field(ge=0, le=86_400)] | None = None
    silent_for_s: Seconds | None = None
    rises_by: Annotated[FiniteFloat, Field(gt=0)] | None = None
    falls_by: Annotated[FiniteFloat, Field(gt=0)] | None = None
    missed: Annotated[int, Field(ge=1)] | None = None
    within_s: Span | None = None
    clock_off_by_s: Seconds | None = None

    @model_validator(mode="after")
    def _is_one_rule(self) -> AlarmRule:
        made_by = [key for key in _BESIDE if key in self.model_fields_set]
        if len(made_by) != 1:
            msg = f"a rule has one of {', '.join(_BESIDE)}; here is {' and '.join(made_by) or 'none'}"
            raise ValueError(msg)
        (key,) = made_by
        must, may = _BESIDE[key]
        for missing in (other for other in must if getattr(self, other) is None):
            msg = f"{missing}: this key is missing beside {key}"
            raise ValueError(msg)
        allowed = ("title", "severity", key, *must, *may)
        for other in sorted(self.model_fields_set.difference(allowed)):
            msg = f"{other}: does not go with {key}; allowed: {', '.join(allowed)}"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _clears_on_the_right_side(self) -> AlarmRule:
        if self.above is not None and self.clear_below is not None and self.clear_below > self.above:
            msg = f"clear_below: {self.clear_below} is above {self.above}, where the alarm is raised"
            raise ValueError(msg)
        if self.below is not None and self.clear_above is not None and self.clear_above < self.below:
            msg = f"clear_above: {self.clear_above} is below {self.below}, where the alarm is raised"
            raise ValueError(msg)
        return self

    @model_serializer(mode="wrap")
    def _without_the_rest(self, write: SerializerFunctionWrapHandler) -> dict[str, object]:
        return {key: value for key, value in write(self).items() if value is not None}

    def fault(self, ranges: Mapping[str, tuple[float, float]], interval_s: float) -> str | None:
        """Why this rule makes no sense for a device with metrics of these ranges; None when it does."""
        least_s = 2 * interval_s
        if self.silent_for_s is not None and self.silent_for_s < least_s:
            return f"silent_for_s: {self.silent_for_s} is less than two intervals, {least_s}"
        if self.metric is None:
            return None
        if self.metric not in ranges:
            return f"metric: there is no metric {self.metric!r}; allowed: {', '.join(ranges)}"
        lowest, highest = ranges[self.metric]
        if self.above is not None and not lowest <= self.above < highest:
            return f"above: {self.metric} is never above {self.above}; allowed: {lowest} to {highest}"
        if self.below is not None and not lowest < self.below <= highest:
            return f"below: {self.metric} is never below {self.below}; allowed: {lowest} to {highest}"
        return None
