"""`tongban telemetry`: the devices' latest readings as a table."""

from __future__ import annotations

import asyncio

import typer
from rich.console import Console

from dashboards.terminal.readings import table
from device_profiles.delivery.clock import SystemClock
from device_profiles.profiles import load_kinds
from hub.commands import settings_or_give_up
from hub.ports.telemetry import TelemetryStoreUnavailableError
from hub.registers import last_readings

telemetry = typer.Typer(help="What devices report of themselves.", no_args_is_help=True)


@telemetry.callback()
def _telemetry() -> None:
    """What devices report of themselves."""


@telemetry.command("last")
def last() -> None:
    """Print the latest reading of each device, from the store that the settings name."""
    try:
        readings = asyncio.run(last_readings(settings_or_give_up()))
    except TelemetryStoreUnavailableError as error:
        typer.echo(f"the telemetry store cannot be read: {error}", err=True)
        raise typer.Exit(1) from error
    if not readings:
        typer.echo("no device has reported yet", err=True)
        return
    Console().print(table(readings, SystemClock().now_ms(), load_kinds()))
