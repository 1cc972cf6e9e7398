"""What is entered into the hub's registers from a terminal: devices, people, and what branches decide."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Collection, Mapping
from pathlib import Path

from device_profiles.broker_rules import SALT_BYTES, device_username, password_line
from device_profiles.contract.ids import parse_device
from device_profiles.delivery.clock import SystemClock
from device_profiles.delivery.sealed_files import write_secret
from hub.domain.readings import Reading
from hub.domain.roster import Staff
from hub.domain.words import BranchName, BranchPolicy
from hub.fitting import open_journal, telemetry_store
from hub.ports.journal import Books
from hub.service.accounts import Accounts
from hub.settings import HubSettings


async def register_device(
    settings: HubSettings, address: str, kind: str, credential: Path, host: str, port: int
) -> None:
    """Register a device with a fresh password, and write its credential file."""
    where = parse_device(address)
    password = (await register_devices(settings, {address: kind}))[address]
    content = {
        "address": where.model_dump(),
        "kind": kind,
        "host": host,
        "port": port,
        "username": device_username(where),
        "password": password,
    }
    write_secret(credential, (json.dumps(content, indent=2) + "\n").encode())


async def register_devices(settings: HubSettings, kinds: Mapping[str, str]) -> dict[str, str]:
    """Register devices, given as address → kind, in one go; the fresh password of each, by address."""
    passwords = {address: secrets.token_urlsafe(32) for address in kinds}
    lines = {
        address: password_line(device_username(parse_device(address)), password, os.urandom(SALT_BYTES))
        for address, password in passwords.items()
    }
    now_ms = SystemClock().now_ms()

    def register(books: Books) -> None:
        for address, kind in kinds.items():
            books.devices.add(address, kind, lines[address], now_ms)

    async with open_journal(settings) as journal:
        await journal.transact(register)
    return passwords


async def remove_devices(settings: HubSettings, region: str, *, but: Collection[str] = ()) -> int:
    """Strike every device of a region off the register, but these; how many there were."""

    def remove(books: Books) -> int:
        addresses = [device.address for device in books.devices.all()]
        gone = [
            address
            for address in addresses
            if address not in but and parse_device(address).region == region
        ]
        for address in gone:
            books.devices.remove(address)
        return len(gone)

    async with open_journal(settings) as journal:
        return await journal.transact(remove)


async def register_person(settings: HubSettings, staff: Staff, password: str) -> None:
    """Register a person, or change one."""
    async with open_journal(settings) as journal:
        await Accounts(journal, SystemClock()).register(staff, password)


async def set_branch_policy(settings: HubSettings, branch: BranchName, policy: BranchPolicy) -> None:
    """Change what a branch decides for itself."""
    async with open_journal(settings) as journal:
        await journal.transact(lambda books: books.people.set_policy(branch, policy))


async def last_readings(settings: HubSettings) -> list[Reading]:
    """The latest reading of each device, from the store that the settings name.

    Raises:
        TelemetryStoreUnavailableError: the store cannot be read now.
    """

    store = telemetry_store(settings)
    try:
        return await store.last()
    finally:
        await store.close()
