"""Builds the hub from its parts. The one place that names concrete classes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog

from device_profiles.contract.envelope import HUB
from device_profiles.contract.messages.receipt import Receipt
from device_profiles.contract.topics import hub_subscriptions, hub_telemetry_subscriptions
from device_profiles.delivery.clock import Ids, SystemClock
from device_profiles.delivery.courier import Courier
from device_profiles.delivery.database import Database
from device_profiles.delivery.listener import Listener
from device_profiles.delivery.outbox import Outbox, Outgoing
from device_profiles.delivery.session import Session
from device_profiles.delivery.uploads import Receiving
from device_profiles.profiles import load_kinds, load_procedures
from device_profiles.serving import listen, serve
from hub.bus.broker import Broker
from hub.bus.link import HubLink, Services
from hub.bus.overhearing import Overhearing
from hub.bus.pieces import Pieces
from hub.fitting import (
    core_banking,
    figure_store,
    lookout,
    notices,
    open_hub_database,
    open_materials,
    overhearing,
    push_sender,
    room,
    scrape_token,
    spool,
    telemetry_store,
    turn_servers,
)
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
from hub.service.forgetting import Forgetting
from hub.service.fulfilment import FulfilmentCalls
from hub.service.guessing import CODES, WrongAttempts
from hub.service.handling import Handling
from hub.service.levels import ServiceLevels
from hub.service.links import Links
from hub.service.lookout import Lookout
from hub.service.notices import Notices
from hub.service.overview import Overview
from hub.service.pushes import Pushes
from hub.service.relay import MaterialRelay
from hub.service.telemetry import TelemetryIntake
from hub.service.timers import Timers
from hub.settings import HubSettings
from hub.sinks.notify_file import read_notify_file
from hub.stores.journal import Committed, SqlJournal
from hub.web.app import create_app
from hub.web.parts import WebParts

_log = structlog.get_logger()


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
    _forgetting: Forgetting
    _lookout: Lookout
    _overhearing: Overhearing
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
        await self._lookout.look()
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
            tasks.create_task(self._forgetting.run(), name="forgetting")
            tasks.create_task(self._lookout.run(), name="lookout")
            tasks.create_task(self._overhearing.run(), name="overhearing")
            if self._notices is not None:
                tasks.create_task(self._notices.run(), name="notices")
            tasks.create_task(self.parts.pushes.run(), name="pushes")
            tasks.create_task(self._link.run(self._services), name="arrivals")
            tasks.create_task(serve(app, listener), name="web")


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
    with Database(open_hub_database(settings)) as database:
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
        pushes = Pushes(journal, clock, push_sender(settings), settings.push_origins)
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
        listener = Listener(address, f"hub-readings-{ids.epoch()}", hub_telemetry_subscriptions())
        courier = Courier(database, session, outbox, clock, _refused_by_device)
        link = HubLink(session, listener, journal, ids)
        relay = MaterialRelay(journal, materials, link, ids)
        decider = Decider(clock)
        fulfilment = FulfilmentCalls(journal, decider, core_banking(settings), clock)
        duty = Duty(decider, clock)
        store, figures = telemetry_store(settings), figure_store(settings, clock)
        watching = lookout(settings, journal, ids, clock)
        alarms = Alarms(
            *(journal, kinds, ids, clock),
            watches=lambda: watching.watches,
            is_deaf=lambda: telemetry.full,
        )
        telemetry = TelemetryIntake(store, spool(settings), kinds, clock, heard=alarms.hear)
        links = Links(journal, link, desks_of(journal, duty), turn_servers(settings, clock), clock)
        services = Services(
            messages=DeviceMessages(decider, duty, procedures, materials, room(settings), clock),
            fleet=fleet,
            telemetry=telemetry,
            relay=relay,
            pieces=Pieces(journal, Receiving(materials), clock),
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
            connected=lambda: session.connected and listener.is_up,
            scrape_token=scrape_token(settings),
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
                Forgetting(journal, clock, settings.alarms_keep_days, lambda: watching.watches),
                watching,
                overhearing(address, watching, fleet, alarms, ids),
                notices(told, parts, ids, watching),
                CaseworkFigures(journal, figures, clock),
            )
        finally:
            await asyncio.gather(figures.close(), telemetry.close())


def _refused_by_device(_connection: object, message: Outgoing, receipt: Receipt) -> None:
    """A device that refuses what the hub says is out of step with it; an operator must look."""
    _log.error("refused by device", topic=message.topic, refusal=receipt.refusal)
