"""A broker that is a program of its own, beside the hub: it outlives the hub, and the hub outlives it."""

from __future__ import annotations

import asyncio
import os
import secrets
from pathlib import Path

from device_profiles.broker_rules import SALT_BYTES, acl_file, device_username, password_line
from device_profiles.contract.ids import parse_device
from device_profiles.profiles import load_kinds
from hub.bus.broker import HUB_USER
from hub.fitting import open_journal
from hub.service.fleet import Fleet
from hub.settings import HubSettings
from tests.servers.mosquitto import Mosquitto


def hub_address(port: int) -> str:
    """What the hub is told of the broker (TONGBAN_BROKER_URL), with a fresh password."""
    return f"mqtt://{HUB_USER}:{secrets.token_urlsafe(32)}@127.0.0.1:{port}"


async def broker_for(hub: HubSettings, url: str, folder: Path) -> Mosquitto:
    """The broker that the URL names, for the hub and the devices that are registered; not yet started."""
    login, _, where = url.removeprefix("mqtt://").rpartition("@")
    hub_line = password_line(HUB_USER, login.partition(":")[2], os.urandom(SALT_BYTES))
    async with open_journal(hub) as journal:
        devices, passwords = await Fleet(journal, load_kinds()).register()
    known = [(parse_device(device.address), kind) for device, kind in devices]
    rules = acl_file([(device_username(address), address, kind) for address, kind in known], HUB_USER)
    await asyncio.to_thread(folder.mkdir)
    return Mosquitto(
        folder,
        passwords=hub_line + "".join(passwords),
        acl=rules,
        more="max_queued_messages 100000\nmax_inflight_messages 0\n",
        port=int(where.rpartition(":")[2]),
    )
