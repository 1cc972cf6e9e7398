"""What the routes stand on, handed to the application as one value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection, Request

from device_profiles.delivery.client import BrokerAddress
from device_profiles.delivery.clock import Clock
from device_profiles.profiles import DeviceKind, Procedure
from hub.ports.journal import Journal
from hub.ports.telemetry import TelemetryStore
from hub.service.accounts import Accounts
from hub.service.alarm_acts import AlarmActs
from hub.service.casework_numbers import CaseworkNumbers
from hub.service.duty import Duty
from hub.service.feeds import Feeds
from hub.service.guessing import WrongAttempts
from hub.service.handling import Handling
from hub.service.levels import ServiceLevels
from hub.service.links import Links
from hub.service.overview import Overview
from hub.service.pushes import Pushes
from hub.service.telemetry import TelemetryIntake


@dataclass(frozen=True, slots=True)
class WebParts:
    """The services behind the HTTP interface. `codes`: each person's wrong sign-in codes.

    `scrape_token`: what a Prometheus server shows; without one it is told nothing.
    """

    journal: Journal
    accounts: Accounts
    codes: WrongAttempts
    duty: Duty
    handling: Handling
    feeds: Feeds
    pushes: Pushes
    links: Links
    levels: ServiceLevels
    overview: Overview
    alarms: AlarmActs
    telemetry: TelemetryIntake
    store: TelemetryStore
    casework: CaseworkNumbers
    procedures: Mapping[str, Procedure]
    kinds: Mapping[str, DeviceKind]
    broker: BrokerAddress
    clock: Clock
    refused: Callable[[], dict[str, int]]
    connected: Callable[[], bool]
    scrape_token: str = field(default="", repr=False)


def parts_of(connection: HTTPConnection) -> WebParts:
    """The parts of the application that a request came to."""
    parts: WebParts = connection.app.state.parts
    return parts


async def _parts(request: Request) -> WebParts:
    return parts_of(request)  # a dependency that were no coroutine would cost a thread at each request


Parts = Annotated[WebParts, Depends(_parts)]
