"""The register of devices."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy import Connection, bindparam, case, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert  # SQLite's dialect writes its ON CONFLICT just so

from device_profiles.delivery.prepared import Prepared
from hub.domain.words import DeviceName, EpochMs
from hub.ports.devices import Device, Peripheral
from hub.stores import tables


class SqlDevices:
    """The `Devices` of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, address: DeviceName, kind: str, password_line: str, now_ms: EpochMs) -> None:
        """Register a device, or give one a new credential."""
        table = tables.devices
        given = {"kind": kind, "password_line": password_line}
        # The version must move on even within one millisecond, and when the clock was set back.
        moved = case((table.c.changed_at >= now_ms, table.c.changed_at + 1), else_=now_ms)
        fresh = insert(table).values(address=address, online=False, changed_at=now_ms, **given)
        self._connection.execute(
            fresh.on_conflict_do_update(index_elements=["address"], set_={**given, "changed_at": moved})
        )

    def remove(self, address: DeviceName) -> None:
        """Strike a device off the register, with what it said of itself."""
        for column in (tables.peripherals.c.device, tables.devices.c.address):
            self._connection.execute(delete(column.table).where(column == address))

    def get(self, address: DeviceName) -> Device | None:
        """A registered device."""
        row = _DEVICE.row(self._connection, {"of": address})
        return None if row is None else Device(row.address, row.kind, row.online, row.since)

    def all(self) -> list[Device]:
        """Every registered device."""
        rows = self._connection.execute(select(tables.devices).order_by(tables.devices.c.address))
        return [Device(row.address, row.kind, row.online, row.since) for row in rows]

    def version(self) -> tuple[int, int]:
        """Changes whenever a device is added or gets a new credential: how many, and their changes' sum.

        The latest change would not do: of two hubs, the one that began first may commit last.
        """
        table = tables.devices
        row = self._connection.execute(select(func.count(), func.sum(table.c.changed_at))).one()
        return row[0], int(row[1] or 0)

    def password_lines(self) -> list[str]:
        """The devices' lines of the broker's password file."""
        table = tables.devices
        return list(self._connection.scalars(select(table.c.password_line).order_by(table.c.address)))

    def set_presence(self, address: DeviceName, at: EpochMs, *, online: bool) -> None:
        """What the device, or its last will, said of its connection."""
        table = tables.devices
        self._connection.execute(
            update(table).where(table.c.address == address).values(online=online, since=at)
        )

    def put_peripheral(self, address: DeviceName, peripheral: Peripheral) -> None:
        """What the device said of one of its peripherals."""
        said = {"condition": peripheral.condition, "says": peripheral.says, "since": peripheral.since}
        fresh = insert(tables.peripherals).values(device=address, peripheral=peripheral.name, **said)
        self._connection.execute(
            fresh.on_conflict_do_update(index_elements=["device", "peripheral"], set_=said)
        )

    def peripherals(self, conditions: Collection[str] | None = None) -> dict[DeviceName, list[Peripheral]]:
        """The peripherals of every device that has spoken of any, by name: all, or in these conditions."""
        table = tables.peripherals
        wanted = select(table).order_by(table.c.device, table.c.peripheral)
        if conditions is not None:
            wanted = wanted.where(table.c.condition.in_(conditions))
        found: dict[DeviceName, list[Peripheral]] = {}
        for row in self._connection.execute(wanted):
            known = Peripheral(row.peripheral, row.condition, row.says, row.since)
            found.setdefault(row.device, []).append(known)
        return found

    def forget_presence(self) -> None:
        """The hub starts: nobody is connected until they say so again."""
        self._connection.execute(update(tables.devices).values(online=False))


_DEVICE: Final = Prepared(select(tables.devices).where(tables.devices.c.address == bindparam("of")))
