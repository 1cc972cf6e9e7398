"""The notify file: who outside is told of alarms, of which, when, in which language, and by which services.

TOML, named by TONGBAN_NOTIFY_FILE. An address of a service is as good as a password, so what holds one is
the hub's alone: this file (`urls`), or one beside it (`urls_file`, an address a line).
"""

from __future__ import annotations

import stat
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, model_validator

from device_profiles.alarm_rules import Severity
from device_profiles.contract.ids import Identifier
from device_profiles.profile_files import Data, ProfileError, read_file
from hub.service.recipients import Quiet, Recipient
from hub.sinks.notices import is_address

ALLOWED: Final = "mailto://, wecombot://, dingtalk://, feishu://, json:// and others of Apprise, complete"

Severities = Annotated[frozenset[Severity], Field(min_length=1)]


def _is_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        msg = f"there is no time zone {name!r}; write one such as Asia/Shanghai or UTC"
        raise ValueError(msg) from None
    return name


class QuietHours(Data):
    """`from` and `until` as `22:00`, in the recipient's time zone; `severities` that are then kept back."""

    begins: time = Field(alias="from")
    ends: time = Field(alias="until")
    severities: Severities = frozenset({"needs", "watch"})

    @model_validator(mode="after")
    def _is_some_time(self) -> QuietHours:
        if self.begins == self.ends:
            msg = f"until: {self.ends:%H:%M} is when the quiet hours begin"
            raise ValueError(msg)
        return self


class Told(Data):
    """One who is told. `after_min`: only of what nobody has acknowledged for so long."""

    name: Identifier
    urls: tuple[str, ...] = ()
    urls_file: str | None = None
    severities: Severities = frozenset({"needs", "watch"})
    regions: Annotated[frozenset[Identifier], Field(min_length=1)] | None = None
    language: Literal["zh", "en"] = "zh"
    zone: Annotated[str, AfterValidator(_is_zone)] = "UTC"
    after_min: int = Field(default=0, ge=0, le=1440)
    quiet: QuietHours | None = None


class NotifyFile(Data):
    """All who are told."""

    told: Annotated[tuple[Told, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Notified:
    """The recipients, and by name the address of each: whoever has several addresses is several of them."""

    recipients: tuple[Recipient, ...]
    addresses: Mapping[str, str]


def read_notify_file(file: Path) -> Notified:
    """Read the file, and those that it names.

    Raises:
        ProfileError: one cannot be read, breaks the rules, or holds addresses that others can read.
    """
    recipients: list[Recipient] = []
    addresses: dict[str, str] = {}
    for number, told in enumerate(read_file(file, NotifyFile).told):
        for place, address in enumerate(_addresses(file, f"told.{number}", told), start=1):
            name = told.name if place == 1 else f"{told.name}-{place}"
            if name in addresses:
                raise ProfileError(f"{file}: told.{number}.name: {name} is told already")
            recipients.append(_recipient(name, told))
            addresses[name] = address
    return Notified(tuple(recipients), addresses)


def _addresses(file: Path, key: str, told: Told) -> list[str]:
    if bool(told.urls) == (told.urls_file is not None):
        raise ProfileError(f"{file}: {key}: give urls, or urls_file")
    holder, found = file, list(told.urls)
    if told.urls_file is not None:
        holder, key = file.parent / told.urls_file, f"{key}.urls_file"
        try:
            lines = holder.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise ProfileError(f"{file}: {key}: {holder} cannot be read: {error}") from error
        found = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        if not found:
            raise ProfileError(f"{file}: {key}: {holder} names no address")
    if holder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ProfileError(f"{file}: {key}: others can read {holder}; run: chmod 600 {holder}")
    for place, address in enumerate(found):
        if not is_address(address):  # which is not repeated here: it is a secret
            raise ProfileError(f"{file}: {key}: address {place + 1} is of no service; allowed: {ALLOWED}")
    return found


def _recipient(name: str, told: Told) -> Recipient:
    quiet = told.quiet
    return Recipient(
        name=name,
        severities=told.severities,
        regions=told.regions,
        zone=ZoneInfo(told.zone),
        language=told.language,
        after_ms=told.after_min * 60_000,
        quiet=None if quiet is None else Quiet(quiet.begins, quiet.ends, quiet.severities),
    )
