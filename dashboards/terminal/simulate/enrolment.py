"""How simulated devices get into the hub's register and out of it, and past the broker."""

from __future__ import annotations

import asyncio
import resource
from collections.abc import Sequence
from typing import Final

from dashboards.terminal.simulate.members import REGION, Member
from device_profiles.broker_rules import device_username
from device_profiles.delivery.client import BrokerAddress
from device_profiles.delivery.session import Session
from hub.registers import register_devices, remove_devices
from hub.settings import HubSettings

FILES_BESIDE: Final = 200
"""Open files of the simulator that are no device's link."""
LET_IN_WITHIN_S = 30.0


class NotLetInError(Exception):
    """The devices cannot connect; the text says what to look at."""


async def enrol(
    settings: HubSettings, fleet: Sequence[Member], host: str, port: int
) -> dict[Member, BrokerAddress]:
    """Register the fleet; as whom each device is to speak to the broker.

    Raises:
        DatabaseUnavailableError: the hub's database cannot be had.
    """
    passwords = await register_devices(settings, {str(each.address): each.kind for each in fleet})
    return {
        each: BrokerAddress(host, port, device_username(each.address), passwords[str(each.address)])
        for each in fleet
    }


async def until_let_in(broker: BrokerAddress) -> None:
    """Return when the broker knows this device: the hub tells it of those that were registered.

    Raises:
        NotLetInError: it does not come to know it.
    """
    session = Session(broker, broker.username or "", ())
    try:
        async with asyncio.timeout(LET_IN_WITHIN_S), asyncio.TaskGroup() as tasks:
            trying = tasks.create_task(session.run())
            await session.wait_connected()
            trying.cancel()
    except TimeoutError as error:
        msg = (
            f"the broker at {broker.host}:{broker.port} lets no simulated device in: does the hub run, from"
            " the same TONGBAN_HUB_FOLDER or TONGBAN_DATABASE_URL, and is this its broker's --port?"
        )
        raise NotLetInError(msg) from error


async def remove(settings: HubSettings, but: Sequence[Member] = ()) -> int:
    """Take every simulated device out of the register, but these; how many there were."""
    return await remove_devices(settings, REGION, but={str(each.address) for each in but})


def allow_open_files(devices: int) -> None:
    """Let this process hold a connection for each device.

    Raises:
        NotLetInError: the system does not allow so many.
    """
    needed = devices + FILES_BESIDE
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < needed:
        msg = f"{devices} devices need {needed} open files, and the system allows {hard}: ulimit -H -n"
        raise NotLetInError(msg)
    if soft != resource.RLIM_INFINITY and soft < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
