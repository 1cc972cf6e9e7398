"""Builds the hub from its parts. The one place that names concrete classes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog
from sqlalchemy import Engine

from device_profiles.contract.envelope import HUB
from device_profiles.contract.messages.receipt import Receipt
from device_profiles.contract.topics import hub_subscriptions
from device_profiles.delivery.clock import Clock, Ids, SystemClock
from device_profiles.delivery.courier import Courier
from device_profiles.delivery.database import Database
from device_profiles.delivery.outbox import Outbox, Outgoing
from device_profiles.delivery.sealed_files import SealedFiles, master_key
from device_profiles.delivery.session import Session
from device_profiles.delivery.uploads import Receiving
from device_profiles.profiles import load_kinds, load_procedures
from device_profiles.serving import listen, serve
from hub.banking.http import HttpCoreBanking, NoCoreBanking
from hub.bus.broker import Broker
from hub.bus.link import HubLink, Services
from hub.bus.pieces import Pieces
from hub.ports.core_banking import CoreBanking
from hub.ports.figures import FigureStore
from hub.ports.push import PushSender
from hub.ports.telemetry import TelemetryStore
from hub.service.accounts import Accounts
from hub.service.alarm_acts import AlarmActs
from hub.service.alarms import Alarms
from hub.service.casework_numbers import CaseworkNumbers
from hub.service.deciding import Decider
from hub.service.device_messages import DeviceMessages
from hub.service.duty import Duty, desks_of
from hub.service.feeds import Feeds
from hub.service.figures import CaseworkFigures
from hub.service.fleet import Fleet
from hub.service.fulfilment import FulfilmentCalls
from hub.service.guessing import CODES, WrongAttempts
from hub.service.handling import Handling
from hub.service.levels import ServiceLevels
from hub.service.links import Links
from hub.service.notices import Notices
from hub.service.overview import Overview
from hub.service.pushes import Pushes
from hub.service.relay import MaterialRelay
from hub.service.telemetry import TelemetryIntake
from hub.service.timers import Timers
from hub.service.turn import TurnServers
from hub.settings import HubSettings
from hub.sinks.embedded.figures import EmbeddedFigureStore
from hub.sinks.embedded.store import EmbeddedTelemetryStore
from hub.sinks.influx import InfluxTelemetryStore
from hub.sinks.influx_figures import InfluxFigureStore
from hub.sinks.notices import AppriseNotifier
from hub.sinks.notify_file import Notified, read_notify_file
from hub.sinks.spool import DiskSpool
from hub.sinks.web_push import WebPush, push_key
from hub.stores.journal import Committed, SqlJournal
from hub.stores.opening import open_database
from hub.stores.room import DiskRoom
from hub.web.app import create_app
from hub.web.parts import WebParts

_log = structlog.get_logger()

DATABASE: Final = "hub.sqlite"
MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Hub:
    """The hub's programs: run them together, in one TaskGroup."""

    parts: WebParts
    accounts: Accounts
    _link: HubLink
    _services: Services
    _session: Session
    _broker: Broker | None
    _settings: HubSettings
    _timers: Timers
    _fulfilment: FulfilmentCalls
    _alarms: Alarms
    _notices: Notices | None
    _figures: CaseworkFigures

    async def run(self) -> None:
        """Run until cancelled; the broker is ended last.

        Raises:
            AddressTakenError: the hub cannot listen where it was told to.
            DatabaseUnavailableError: which alarms are open cannot be read.
        """
        app = create_app(self.parts, self._settings.pages_folder)
        listener = listen(self._settings.http_host, self._settings.http_port, "TONGBAN_HTTP_PORT")
        await self._alarms.load()
        async with asyncio.TaskGroup() as tasks:
            if self._broker is not None:
                tasks.create_task(self._broker.watch(), name="broker")
                tasks.create_task(self._services.fleet.watch(self._broker.admit), name="fleet")
            tasks.create_task(self._session.run(), name="link")
            tasks.create_task(self._services.courier.run(), name="courier")
            tasks.create_task(self._services.relay.run(), name="relay")
            tasks.create_task(self._services.telemetry.run(), name="telemetry")
            tasks.create_task(self._figures.run(), name="figures")
            tasks.create_task(self._timers.run(), name="timers")
            tasks.create_task(self._services.links.run(), name="links")
            tasks.create_task(self._fulfilment.run(), name="fulfilment")
            tasks.create_task(self._alarms.run(), name="alarms")
            if self._notices is not None:
                tasks.create_task(self._notices.run(), name="notices")
            tasks.create_task(self.parts.pushes.run(), name="pushes")
            tasks.create_task(self._link.run(self._services), name="arrivals")
            tasks.create_task(serve(app, listener), name="web")


@asynccontextmanager
async def open_journal(settings: HubSettings) -> AsyncIterator[SqlJournal]:
    """The journal alone, for commands that register devices and people. What it commits is not sent.

    Raises:
        DatabaseUnavailableError: the database cannot be had.
        NewerDatabaseError: the database was made by a newer Tongban.
    """
    clock = SystemClock()
    with Database(_open(settings)) as database:
        yield SqlJournal(database, Outbox(HUB, Ids(clock)), clock, lambda _: None)


def open_materials(settings: HubSettings) -> SealedFiles:
    """The materials that the hub keeps, and the key to them."""
    folder = settings.hub_folder
    _prepare(folder)
    return SealedFiles(folder / "materials", master_key(folder / "master.key"))


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
    token = settings.influx_token_file
    return InfluxTelemetryStore(
        str(settings.influx_url),
        database=settings.influx_database,
        organisation=settings.influx_organisation,
        keep_days=settings.telemetry_keep_rollups_days,
        token=None if token is None else token.read_text().strip(),
    )


def figure_store(settings: HubSettings, clock: Clock) -> FigureStore:
    """Beside the readings: in the same InfluxDB, or in a file of its own."""
    keep_days = settings.telemetry_keep_rollups_days
    if settings.influx_url is None:
        return EmbeddedFigureStore(settings.hub_folder / "casework.sqlite", clock, keep_days=keep_days)
    token = settings.influx_token_file
    return InfluxFigureStore(
        str(settings.influx_url),
        database=settings.influx_database,
        organisation=settings.influx_organisation,
        keep_days=keep_days,
        token=None if token is None else token.read_text().strip(),
    )


@asynccontextmanager
async def build(settings: HubSettings) -> AsyncIterator[Hub]:
    """Open the stores, start the broker, and put the parts together.

    Raises:
        ProfileError: a kind, a procedure, or the notify file cannot be used.
        BrokerError: mosquitto is missing or does not start.
        DatabaseUnavailableError: the database cannot be had, or the disk is full already.
        NewerDatabaseError: the database was made by a newer Tongban.
        TelemetryStoreUnavailableError: the store of readings cannot be opened.
    """
    kinds, procedures = load_kinds(settings.kinds_folder), load_procedures(settings.procedures_folder)
    told = None if settings.notify_file is None else read_notify_file(settings.notify_file)
    ids = Ids(clock := SystemClock())
    folder, materials = settings.hub_folder, open_materials(settings)
    with Database(_open(settings)) as database:
        outbox = Outbox(HUB, ids)

        def after_commit(committed: Committed) -> None:
            courier.send(committed.outgoing)
            feeds.tell(committed.notified)
            pushes.tell(committed.notified)
            if committed.owed:
                relay.owe(committed.owed)
            if committed.calls_core:
                fulfilment.wake()

        journal = SqlJournal(database, outbox, clock, after_commit)
        feeds = Feeds(journal)
        pushes = Pushes(journal, clock, _push_sender(settings), settings.push_origins)
        fleet = Fleet(SqlJournal(database, outbox, clock, lambda _: None), kinds)
        await fleet.forget_presence()
        broker = None
        address = settings.broker
        if address is None:
            broker = Broker(folder.absolute() / "broker", "127.0.0.1", settings.broker_port)
            await broker.start(*await fleet.register())
            address = broker.address

        async def on_connected() -> None:
            await courier.link_is_back()
            relay.wake()

        session = Session(address, f"hub-{ids.epoch()}", hub_subscriptions(), on_connected=on_connected)
        courier = Courier(database, session, outbox, clock, _refused_by_device)
        link = HubLink(session, journal, ids)
        relay = MaterialRelay(journal, materials, link, ids)
        decider = Decider(clock)
        fulfilment = FulfilmentCalls(journal, decider, _core_banking(settings), clock)
        duty = Duty(decider, clock)
        store, figures = telemetry_store(settings), figure_store(settings, clock)
        alarms = Alarms(journal, kinds, ids, clock)
        telemetry = TelemetryIntake(store, _spool(settings), kinds, clock, heard=alarms.hear)
        links = Links(journal, link, desks_of(journal, duty), _turn(settings, clock), clock)
        services = Services(
            messages=DeviceMessages(decider, duty, procedures, materials, _room(settings), clock),
            fleet=fleet,
            telemetry=telemetry,
            relay=relay,
            pieces=Pieces(journal, Receiving(materials)),
            courier=courier,
            links=links,
        )
        accounts = Accounts(journal, clock)
        parts = WebParts(
            journal=journal,
            accounts=accounts,
            codes=WrongAttempts(clock, CODES),
            duty=duty,
            handling=Handling(journal, decider, materials),
            feeds=feeds,
            pushes=pushes,
            links=links,
            levels=ServiceLevels(journal, clock),
            overview=Overview(journal, clock),
            alarms=AlarmActs(journal, clock),
            telemetry=telemetry,
            store=store,
            casework=CaseworkNumbers(figures, clock),
            procedures=procedures,
            kinds=kinds,
            broker=address,
            clock=clock,
            refused=lambda: dict(link.refused + services.pieces.refused + links.refused),
            connected=lambda: session.connected,
            scrape_token=_scrape_token(settings),
        )
        try:
            yield Hub(
                parts,
                accounts,
                link,
                services,
                session,
                broker,
                settings,
                Timers(journal, decider, clock),
                fulfilment,
                alarms,
                _notices(told, parts, ids),
                CaseworkFigures(journal, figures, clock),
            )
        finally:
            await asyncio.gather(figures.close(), telemetry.close())


def _spool(settings: HubSettings) -> DiskSpool:
    return DiskSpool(settings.hub_folder / "spool", settings.telemetry_spool_mb * MEGABYTE)


def _room(settings: HubSettings) -> DiskRoom:
    return DiskRoom(settings.hub_folder, settings.disk_reserve_mb * MEGABYTE)


def _core_banking(settings: HubSettings) -> CoreBanking:
    if settings.core_url is None:
        return NoCoreBanking()
    return HttpCoreBanking(str(settings.core_url), settings.core_timeout_s)


def _push_sender(settings: HubSettings) -> PushSender | None:
    if not settings.push_origins:
        return None
    return WebPush(push_key(settings.hub_folder / "push.key"), settings.push_contact)


def _notices(told: Notified | None, parts: WebParts, ids: Ids) -> Notices | None:
    if told is None:
        return None
    notifier = AppriseNotifier(told.addresses)
    return Notices(parts.journal, parts.overview, parts.kinds, told.recipients, notifier, ids, parts.clock)


def _turn(settings: HubSettings, clock: Clock) -> TurnServers:
    """Servers without a secret would be asked in vain; a secret without servers is nobody's."""
    if settings.turn_secret_file is None:
        return TurnServers(clock)
    secret = settings.turn_secret_file.read_text().strip()
    return TurnServers(clock, settings.turn_urls.split(), secret)


def _scrape_token(settings: HubSettings) -> str:
    file = settings.metrics_token_file
    return "" if file is None else file.read_text().strip()


def _prepare(folder: Path) -> None:
    """The folder is the hub's alone, but the broker's user must be able to pass through it."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for path in (folder, *missing):
        path.chmod(0o711)


def _open(settings: HubSettings) -> Engine:
    if settings.postgresql is None:
        _prepare(settings.hub_folder)
    return open_database(settings.postgresql, settings.hub_folder / DATABASE)


def _refused_by_device(_connection: object, message: Outgoing, receipt: Receipt) -> None:
    """A device that refuses what the hub says is out of step with it; an operator must look."""
    _log.error("refused by device", topic=message.topic, refusal=receipt.refusal)
