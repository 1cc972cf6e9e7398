"""The register of devices."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, bindparam, func, insert, select, update

from hub.domain.words import DeviceName, EpochMs
from hub.ports.journal import Device
from hub.stores import tables


class SqlDevices:
    """The `Devices` of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, address: DeviceName, kind: str, password_line: str, now_ms: EpochMs) -> None:
        """Register a device, or give one a new credential."""
        table = tables.devices
        # The version must move on even within one millisecond, and when the clock was set back.
        changed_at = max(now_ms, self.version()[1] + 1)
        values = {"kind": kind, "password_line": password_line, "changed_at": changed_at}
        known = update(table).where(table.c.address == address).values(**values)
        if self._connection.execute(known).rowcount == 0:
            self._connection.execute(insert(table).values(address=address, online=False, **values))

    def get(self, address: DeviceName) -> Device | None:
        """A registered device."""
        row = self._connection.execute(_DEVICE, {"of": address}).one_or_none()
        return None if row is None else Device(row.address, row.kind, row.online, row.since)

    def all(self) -> list[Device]:
        """Every registered device."""
        rows = self._connection.execute(select(tables.devices).order_by(tables.devices.c.address))
        return [Device(row.address, row.kind, row.online, row.since) for row in rows]

    def version(self) -> tuple[int, EpochMs]:
        """Changes whenever a device is added or gets a new credential."""
        table = tables.devices
        row = self._connection.execute(select(func.count(), func.max(table.c.changed_at))).one()
        return row[0], row[1] or 0

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

    def forget_presence(self) -> None:
        """The hub starts: nobody is connected until they say so again."""
        self._connection.execute(update(tables.devices).values(online=False))


_DEVICE: Final = select(tables.devices).where(tables.devices.c.address == bindparam("of"))
