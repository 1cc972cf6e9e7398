"""Devices, their readings, and the hub's own health, for operators. No customer data is here."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter

from hub.ports.devices import Device, Peripheral
from hub.ports.journal import Books
from hub.ports.oversight import Unsettled
from hub.web.device_views import DeviceView
from hub.web.identity import Me, demand_role
from hub.web.parts import Parts
from hub.web.unchanged import TaggedRoute
from hub.web.views import HealthView, ReadingView, UnsettledView

router = APIRouter(tags=["fleet"], route_class=TaggedRoute)


@router.get("/api/devices")
async def list_devices(me: Me, parts: Parts) -> list[DeviceView]:
    """Every registered device."""
    demand_role(me, "operator", "auditor")

    def read(books: Books) -> tuple[list[Device], dict[str, list[Peripheral]]]:
        return books.devices.all(), books.devices.peripherals()

    devices, peripherals = await parts.journal.transact(read)
    return [DeviceView.of(device, peripherals.get(device.address, [])) for device in devices]


@router.get("/api/telemetry/last")
async def last_readings(me: Me, parts: Parts) -> list[ReadingView]:
    """The latest reading of each device."""
    demand_role(me, "operator", "auditor")
    return [
        ReadingView(**{name: getattr(reading, name) for name in ReadingView.model_fields})
        for reading in await parts.store.last()
    ]


@router.get("/api/health")
async def health(me: Me, parts: Parts) -> HealthView:
    """Whether the hub is connected, and what it received and refused since it started."""
    demand_role(me, "operator", "auditor")
    counts = parts.telemetry.counts

    def read(books: Books) -> tuple[dict[str, int], int, list[Unsettled]]:
        return books.quarantined(), books.unsettled(), books.oversight.unsettled()

    quarantined, unsettled, owing = await parts.journal.transact(read)
    return HealthView(
        connected=parts.connected(),
        telemetry_received=counts.received,
        telemetry_stored=counts.stored,
        telemetry_waiting=counts.waiting,
        telemetry_missed=dict(counts.missed),
        refused=parts.refused(),
        quarantined=quarantined,
        unsettled_messages=unsettled,
        pushes=asdict(parts.pushes.counts),
        unsettled=[
            UnsettledView(device=each.device, messages=each.messages, oldest_at=each.oldest_at)
            for each in owing
        ],
    )
