"""Kinds of device and procedures, read from the TOML files beside this module."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import (
    AfterValidator,
    Field,
    FiniteFloat,
    field_serializer,
    model_validator,
)

from device_profiles.alarm_rules import AlarmRule
from device_profiles.contract.ids import Identifier
from device_profiles.contract.messages.case import MaterialRecord
from device_profiles.contract.messages.health import MetricName
from device_profiles.contract.topics import Channel
from device_profiles.profile_files import Data, Title, load_folder

HERE: Final = Path(__file__).parent
KINDS: Final = HERE / "kinds"
PROCEDURES: Final = HERE / "procedures"


_AMOUNT: Final = re.compile(r"[0-9]{1,15}(\.[0-9]{1,2})?", re.ASCII)
"""Whatever pattern a bank gives its field, nothing but such digits is ever counted as money."""


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        msg = f"not a regular expression: {error}"
        raise ValueError(msg) from error
    return pattern


class Channels(Data):
    """What a kind of device may publish to the hub and receive from it."""

    publish: frozenset[Channel]
    receive: frozenset[Channel]

    @field_serializer("publish", "receive")
    def _in_order(self, channels: frozenset[Channel]) -> list[Channel]:
        return sorted(channels)  # what is generated from it must not change from run to run


class Peripheral(Data):
    """A part that a device of this kind has."""

    title: Title
    required: bool


class Telemetry(Data):
    """How often a device reports its readings."""

    interval_s: float = Field(ge=1, le=3600)


class Metric(Data):
    """A reading: its unit (UCUM where there is one) and the range in which it can be believed."""

    title: Title
    unit: str
    range: tuple[FiniteFloat, FiniteFloat]

    @model_validator(mode="after")
    def _ascending(self) -> Metric:
        if self.range[0] >= self.range[1]:
            msg = f"range: the lower bound {self.range[0]} is not below the upper {self.range[1]}"
            raise ValueError(msg)
        return self

    def admits(self, value: float) -> bool:
        """Whether the value lies in the range; NaN never does."""
        lowest, highest = self.range
        return lowest <= value <= highest


class Unattended(Data):
    """How long a device at which customers stand alone waits for one who went away.

    After `lock_s` its screen hides what they wrote, after `end_s` their business ends.
    """

    lock_s: float = Field(ge=5, le=300)
    end_s: float = Field(ge=10, le=600)

    @model_validator(mode="after")
    def _locked_first(self) -> Unattended:
        if self.lock_s >= self.end_s:
            msg = f"end_s: {self.end_s} is not later than lock_s, {self.lock_s}"
            raise ValueError(msg)
        return self


class DeviceKind(Data):
    """What a kind of device has and may say, and when it needs somebody.

    `unattended`: customers stand alone before it.
    """

    kind: Identifier
    title: Title
    channels: Channels
    peripherals: dict[Identifier, Peripheral]
    telemetry: Telemetry
    metrics: dict[MetricName, Metric]
    unattended: Unattended | None = None
    alarms: dict[Identifier, AlarmRule] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _alarms_can_go_off(self) -> DeviceKind:
        ranges = {name: metric.range for name, metric in self.metrics.items()}
        for name, rule in self.alarms.items():
            if (fault := rule.fault(ranges, self.telemetry.interval_s)) is not None:
                msg = f"alarms.{name}.{fault}"
                raise ValueError(msg)
        return self


class ApplicationField(Data):
    """One line of an application: the whole value must match `pattern`; `hint` says so in words."""

    title: Title
    required: bool
    pattern: Annotated[str, AfterValidator(_compiles)]
    hint: Title


class MaterialKind(Data):
    """A material that a procedure asks for. With `most` above 1 it may come as `name-2`, `name-3`, …

    One that is `printed` is a form which the device prints from the application, for the customer to sign.
    One `signed_on = "pad"` is no paper but a signature, written on the device's signature pad.
    `stage` is that in which it is captured; `instead_of` another one that it makes needless.
    """

    title: Title
    required: bool
    most: int = Field(default=1, ge=1, le=50)
    printed: bool = False
    signed_on: Literal["pad"] | None = None
    stage: Literal["collect", "sign"] = "collect"
    instead_of: Identifier | None = None

    @model_validator(mode="after")
    def _one_place_to_sign(self) -> MaterialKind:
        if self.printed and self.signed_on is not None:
            msg = "printed: a form is signed on paper; leave out signed_on, or printed"
            raise ValueError(msg)
        return self


class Deadlines(Data):
    """How long each owed move may take."""

    offer_s: float = Field(ge=5, le=3600)
    manager_s: float = Field(default=120, ge=5, le=3600)
    longest_wait_s: float = Field(default=1800, ge=60, le=86_400)
    case_s: float = Field(default=28_800, ge=60, le=30 * 86_400)


class Amount(Data):
    """Which field of the application is an amount of money, and from when two must review it.

    Amounts are written as in `12000` or `12000.50`; `second_review_from` is in whole units.
    """

    field: Identifier
    second_review_from: int | None = Field(default=None, ge=0)


class ReviewKind(Data):
    """A review: its title, and whether nobody passes it without a whole recording of the video."""

    title: Title
    recording: bool = False


class Procedure(Data):
    """A kind of business as data: what it asks for, and the stages through which it goes.

    `at` are the kinds of device where it can be asked for, `handled_by` who reviews it. `reviews` names the
    review stages in their order. `application_later`: it is filed with an empty application, which follows.
    """

    procedure: Identifier
    title: Title
    skill: Identifier
    stages: tuple[Literal["collect", "review", "sign", "fulfil"], ...] = Field(min_length=1)
    priority: int = Field(default=0, ge=0, le=1440)
    fulfilment: Literal["none", "manual", "http", "device"] = "none"
    at: tuple[Identifier, ...] = ("counter",)
    handled_by: Literal["teller", "reviewer"] = "teller"
    application_later: bool = False
    most_recaptures: int = Field(default=0, ge=0, le=20)
    fulfils_with: tuple[Identifier, ...] = ()
    """The peripherals with which a device does what was asked, where it does."""
    reviews: dict[Identifier, ReviewKind] = Field(default_factory=dict)
    deadlines: Deadlines
    amount: Amount | None = None
    fields: dict[Identifier, ApplicationField]
    materials: dict[Identifier, MaterialKind]

    @model_validator(mode="after")
    def _reviews_are_named(self) -> Procedure:
        rounds = self.stages.count("review")
        if (self.reviews or rounds > 1) and len(self.reviews) != rounds:
            msg = f"reviews: {len(self.reviews)} are named, and the stages have {rounds}"
            raise ValueError(msg)
        if rounds > 1 and self.amount is not None:
            msg = "amount: a second reviewer belongs to a procedure of one review"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _materials_have_their_stage(self) -> Procedure:
        for name, kind in self.materials.items():
            if kind.stage not in self.stages:
                msg = f"materials.{name}.stage: {kind.stage!r} is not among the stages"
                raise ValueError(msg)
            instead_of = kind.instead_of
            if instead_of is not None and instead_of not in self.materials:
                msg = f"materials.{name}.instead_of: there is no material {instead_of!r}"
                raise ValueError(msg)
        return self

    @property
    def captured_in(self) -> tuple[tuple[str, ...], ...]:
        """For each review, in order, the materials that are captured before it."""
        rounds: list[tuple[str, ...]] = []
        before: list[str] = []
        for stage in self.stages:
            if stage == "review":
                rounds.append(tuple(before))
                before = []
            else:
                before += [name for name, kind in self.materials.items() if kind.stage == stage]
        return tuple(rounds)

    def needs_in(self, number: int) -> tuple[tuple[str, ...], ...]:
        """What must be captured before the review of this number, from 0: of each group one suffices."""
        names = self.captured_in[number]
        return tuple(
            (name, *(other for other in names if self.materials[other].instead_of == name))
            for name in names
            if self.materials[name].required
        )

    @property
    def asks_for_anything(self) -> bool:
        """Whether it asks the customer for an application or a material."""
        return bool(self.fields or self.materials)

    def first_fault(self, application: Mapping[str, str]) -> tuple[str, str] | None:
        """The first field that breaks the rules, and why; None when the application is in order."""
        for name in application:
            if name not in self.fields:
                return name, f"{self.procedure} has no field {name}: {', '.join(self.fields)}"
        for name, field in self.fields.items():
            value = application.get(name, "")
            if not value and field.required:
                return name, f"{field.title.en} is missing: {field.hint.en}"
            if value and not re.fullmatch(field.pattern, value):
                return name, f"{field.title.en} does not fit: {field.hint.en}"
            is_amount = self.amount is not None and name == self.amount.field
            if value and is_amount and not _AMOUNT.fullmatch(value):
                return name, f"{field.title.en} is not an amount: write 12000 or 12000.50"
        return None

    def amount_of(self, application: Mapping[str, str]) -> int:
        """The application's amount in hundredths; 0 where there is none."""
        text = "" if self.amount is None else application.get(self.amount.field, "")
        return int(Decimal(text) * 100) if text else 0

    def needs_second_review(self, amount: int) -> bool:
        """Whether an application for this amount, in hundredths, is reviewed by two."""
        if self.amount is None or self.amount.second_review_from is None:
            return False
        return amount >= self.amount.second_review_from * 100

    def material_kind(self, name: str) -> MaterialKind | None:
        """The kind of a material by its name, where `attachment-2` is the second `attachment`."""
        if kind := self.materials.get(name):
            return kind
        stem, _, number = name.rpartition("-")
        kind = self.materials.get(stem)
        if kind is None or re.fullmatch("[1-9][0-9]?", number) is None:
            return None  # one spelling a number: attachment-02 would be a second attachment-2
        return kind if 2 <= int(number) <= kind.most else None

    def missing(
        self, captured: Mapping[str, MaterialRecord] | frozenset[str], number: int = 0
    ) -> tuple[str, ...]:
        """What has not been captured of what the review of this number needs; of a group its first."""
        return tuple(
            group[0] for group in self.needs_in(number) if not any(name in captured for name in group)
        )

    def peripherals_for(self, name: str) -> frozenset[str]:
        """The peripherals, by the kinds' names, with which a material of this kind is captured."""
        kind = self.materials[name]
        if kind.signed_on == "pad":
            return frozenset({"signature-pad"})
        return frozenset({"printer", "scanner"}) if kind.printed else frozenset({"scanner"})

    def possible_with(self, peripherals: Collection[str]) -> bool:
        """Whether a device with these peripherals, which work, can go through with it."""
        groups = [group for number in range(len(self.captured_in)) for group in self.needs_in(number)]
        return set(self.fulfils_with) <= set(peripherals) and all(
            any(self.peripherals_for(name) <= set(peripherals) for name in group) for group in groups
        )


def load_kinds(folder: Path = KINDS) -> dict[str, DeviceKind]:
    """Read every kind of device, by name.

    Raises:
        ProfileError: a file cannot be read, or breaks the rules.
    """
    return {kind.kind: kind for kind in load_folder(folder, DeviceKind, "kind")}


def load_procedures(folder: Path = PROCEDURES) -> dict[str, Procedure]:
    """Read every procedure, by name.

    Raises:
        ProfileError: a file cannot be read, or breaks the rules.
    """
    return {procedure.procedure: procedure for procedure in load_folder(folder, Procedure, "procedure")}
