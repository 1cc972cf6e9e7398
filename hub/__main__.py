"""`tongban hub`: the program in the middle, from a terminal."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import typer
import uvloop

from device_profiles.delivery.errors import DatabaseUnavailableError, writing_files
from device_profiles.logs import log_to_stderr
from device_profiles.profile_files import ProfileError
from device_profiles.serving import AddressTakenError
from hub.bootstrap import build
from hub.bus.broker import BrokerError
from hub.commands import give_up, settings_or_give_up
from hub.ports.telemetry import TelemetryStoreUnavailableError
from hub.settings import HubSettings
from hub.stores.schema import SchemaError

hub = typer.Typer(help="The program in the middle.", no_args_is_help=True)

WAITING_FOR_DISK: Final = 24
"""Threads for materials; they mostly wait for the disk, which takes many in one go."""


@hub.command("run")
def run() -> None:
    """Run the hub until it is told to stop. Settings are the TONGBAN_ variables of the environment."""
    log_to_stderr(program="hub")
    try:
        uvloop.run(_run(settings_or_give_up()))
    except (ProfileError, BrokerError, AddressTakenError, SchemaError) as error:
        give_up(str(error))
    except (DatabaseUnavailableError, TelemetryStoreUnavailableError) as error:
        give_up(f"the hub cannot start: {error}")


async def _run(settings: HubSettings) -> None:
    os.umask(0o077)  # what the hub writes is for the hub
    loop, main = asyncio.get_running_loop(), asyncio.current_task()
    assert main is not None
    loop.set_default_executor(ThreadPoolExecutor(WAITING_FOR_DISK))
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, main.cancel)
    try:
        with writing_files():
            async with build(settings) as running:
                gc.freeze()  # what stands now stands till the end: the collector need not look at it again
                await running.run()
    except asyncio.CancelledError:
        return  # asked to stop
