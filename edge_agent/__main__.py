"""`tongban agent`: the program on a device, from a terminal."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import NoReturn

import typer

from device_profiles.delivery.errors import DatabaseUnavailableError, writing_files
from device_profiles.logs import log_to_stderr
from device_profiles.profile_files import ProfileError
from device_profiles.serving import AddressTakenError
from edge_agent.bootstrap import build
from edge_agent.settings import AgentSettings, CredentialError, read_credential

agent = typer.Typer(help="The program on a device.", no_args_is_help=True)


@agent.callback()
def _agent() -> None:
    """The program on a device."""


@agent.command("run")
def run() -> None:
    """Run the agent until told to stop. Settings are the TONGBAN_AGENT_ variables of the environment."""
    settings = AgentSettings()
    try:
        asyncio.run(_run(settings))
    except (CredentialError, ProfileError, AddressTakenError, ValueError) as error:
        _give_up(str(error))
    except DatabaseUnavailableError as error:
        _give_up(f"the agent cannot start: {error}")


async def _run(settings: AgentSettings) -> None:
    os.umask(0o077)  # what the agent writes is for the agent
    credential = read_credential(settings.credential)
    log_to_stderr(program="agent", device=str(credential.address))
    loop, main = asyncio.get_running_loop(), asyncio.current_task()
    assert main is not None
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, main.cancel)
    try:
        with writing_files():
            async with build(settings, credential) as agent:
                await agent.run()
    except asyncio.CancelledError:
        return  # asked to stop


def _give_up(reason: str) -> NoReturn:
    typer.echo(reason, err=True)
    raise typer.Exit(2)
