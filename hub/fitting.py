"""Opens and chooses what the settings name: databases, stores, services outside, tokens from their files.

Owns which of two adapters stands behind a port. What is put together from them is `bootstrap`'s.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Engine

from device_profiles.contract.envelope import HUB
from device_profiles.contract.topics import Channel, of_every_device
from device_profiles.delivery.client import BrokerAddress
from device_profiles.delivery.clock import Clock, Ids, SystemClock
from device_profiles.delivery.database import Database
from device_profiles.delivery.outbox import Outbox
from device_profiles.delivery.sealed_files import SealedFiles, master_key
from device_profiles.delivery.session import Session
from hub.banking.http import HttpCoreBanking, NoCoreBanking
from hub.bus.overhearing import Overhearing
from hub.ports.core_banking import CoreBanking
from hub.ports.figures import FigureStore
from hub.ports.journal import Journal
from hub.ports.push import PushSender
from hub.ports.telemetry import TelemetryStore
from hub.service.alarms import Alarms
from hub.service.fleet import Fleet
from hub.service.lookout import Lookout
from hub.service.notices import Notices
from hub.service.turn import TurnServers
from hub.settings import HubSettings
from hub.sinks.embedded.figures import EmbeddedFigureStore
from hub.sinks.embedded.store import EmbeddedTelemetryStore
from hub.sinks.notices import AppriseNotifier
from hub.sinks.notify_file import Notified
from hub.sinks.spool import DiskSpool
from hub.sinks.web_push import WebPush, push_key
from hub.stores.journal import SqlJournal
from hub.stores.opening import open_database
from hub.stores.room import DiskRoom
from hub.web.parts import WebParts

if TYPE_CHECKING:
    from hub.sinks.influx_database import InfluxDatabase

DATABASE: Final = "hub.sqlite"
MEGABYTE: Final = 1_000_000


def open_materials(settings: HubSettings) -> SealedFiles:
    """The materials that the hub keeps, and the key to them."""
    folder = settings.hub_folder
    _prepare(folder)
    return SealedFiles(folder / "materials", master_key(folder / "master.key"))


@asynccontextmanager
async def open_journal(settings: HubSettings) -> AsyncIterator[SqlJournal]:
    """The journal alone, for commands that register devices and people. What it commits is not sent.

    Raises:
        DatabaseUnavailableError: the database cannot be had.
        NewerDatabaseError: the database was made by a newer Tongban.
    """
    clock = SystemClock()
    with Database(open_hub_database(settings)) as database:
        yield SqlJournal(database, Outbox(HUB, Ids(clock)), clock, lambda _: None)


def telemetry_store(settings: HubSettings) -> TelemetryStore:
    """InfluxDB when an address is given, else files of the hub's own."""
    if settings.influx_url is None:
        _prepare(settings.hub_folder)
        return EmbeddedTelemetryStore(
            settings.hub_folder / "telemetry",
            SystemClock(),
            keep_days=settings.telemetry_keep_days,
            keep_rollups_days=settings.telemetry_keep_rollups_days,
        )
    # InfluxDB's client draws in NumPy: a hub without that server starts a fifth faster.
    from hub.sinks.influx import InfluxTelemetryStore  # noqa: PLC0415

    return InfluxTelemetryStore(_influx(settings))


def figure_store(settings: HubSettings, clock: Clock) -> FigureStore:
    """Beside the readings: in the same InfluxDB, or in a file of its own."""
    if settings.influx_url is None:
        keep_days = settings.telemetry_keep_rollups_days
        return EmbeddedFigureStore(settings.hub_folder / "casework.sqlite", clock, keep_days=keep_days)
    from hub.sinks.influx_figures import InfluxFigureStore  # noqa: PLC0415 - as above

    return InfluxFigureStore(_influx(settings))


def spool(settings: HubSettings) -> DiskSpool:
    """Where readings wait while their store is down."""
    return DiskSpool(settings.hub_folder / "spool", settings.telemetry_spool_mb * MEGABYTE)


def room(settings: HubSettings) -> DiskRoom:
    """How full the disk is on which everything is kept."""
    return DiskRoom(settings.hub_folder, settings.disk_reserve_mb * MEGABYTE)


def core_banking(settings: HubSettings) -> CoreBanking:
    """The bank's core, or what says that there is none."""
    if settings.core_url is None:
        return NoCoreBanking()
    return HttpCoreBanking(str(settings.core_url), settings.core_timeout_s)


def push_sender(settings: HubSettings) -> PushSender | None:
    """Who calls sleeping handsets, where that may be."""
    if not settings.push_origins:
        return None
    return WebPush(push_key(settings.hub_folder / "push.key"), settings.push_contact)


def lookout(settings: HubSettings, journal: Journal, ids: Ids, clock: Clock) -> Lookout:
    """Only a database on a server has several hubs."""
    return Lookout(
        *(journal, clock, f"hub-{ids.epoch()}"),
        has_equals=settings.postgresql is not None,
        shares_broker=settings.broker is not None,
    )


def overhearing(
    address: BrokerAddress, watching: Lookout, fleet: Fleet, alarms: Alarms, ids: Ids
) -> Overhearing:
    """What hears the readings that other hubs get as their share."""

    def connect() -> Session:
        return Session(address, f"lookout-{ids.epoch()}", (of_every_device(Channel.TELEMETRY),))

    return Overhearing(connect, watching, fleet.kind_of, alarms.hear, ids.clock)


def notices(told: Notified | None, parts: WebParts, ids: Ids, watching: Lookout) -> Notices | None:
    """What tells people outside of alarms, where somebody is to be told."""
    if told is None:
        return None
    notifier = AppriseNotifier(told.addresses)
    return Notices(
        *(parts.journal, parts.overview, parts.kinds, told.recipients, notifier, ids, parts.clock),
        watches=lambda: watching.watches,
    )


def turn_servers(settings: HubSettings, clock: Clock) -> TurnServers:
    """Servers without a secret would be asked in vain; a secret without servers is nobody's."""
    secret = _secret(settings.turn_secret_file)
    return TurnServers(clock) if secret is None else TurnServers(clock, settings.turn_urls.split(), secret)


def scrape_token(settings: HubSettings) -> str:
    """What a Prometheus server shows; empty where none is served."""
    return _secret(settings.metrics_token_file) or ""


def _influx(settings: HubSettings) -> InfluxDatabase:
    from hub.sinks.influx_database import InfluxDatabase  # noqa: PLC0415 - as above

    return InfluxDatabase(
        str(settings.influx_url),
        database=settings.influx_database,
        token=_secret(settings.influx_token_file),
        organisation=settings.influx_organisation,
        keep_days=settings.telemetry_keep_rollups_days,
    )


def _secret(file: Path | None) -> str | None:
    return None if file is None else file.read_text().strip()


def _prepare(folder: Path) -> None:
    """The folder is the hub's alone, but the broker's user must be able to pass through it."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for path in (folder, *missing):
        path.chmod(0o711)


def open_hub_database(settings: HubSettings) -> Engine:
    """The hub's database, its tables up to date.

    Raises:
        DatabaseUnavailableError: it cannot be had.
        NewerDatabaseError: it was made by a newer Tongban.
    """
    if settings.postgresql is None:
        _prepare(settings.hub_folder)
    return open_database(settings.postgresql, settings.hub_folder / DATABASE)
