"""`tongban simulate`: registers a fleet at a hub, runs it, and says what came of it."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import time
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Final, cast

import structlog
import typer
from rich.console import Console

from dashboards.terminal.demo.programs import HouseError
from dashboards.terminal.simulate.crowd import Crowd
from dashboards.terminal.simulate.device import SimulatedDevice
from dashboards.terminal.simulate.enrolment import (
    NotLetInError,
    allow_open_files,
    enrol,
    remove,
    until_let_in,
)
from dashboards.terminal.simulate.faults import FAULT_WORDS, FaultWord
from dashboards.terminal.simulate.members import members
from dashboards.terminal.simulate.nature import nature_of
from dashboards.terminal.simulate.own_hub import own_hub
from dashboards.terminal.simulate.progress import Progress, sentence
from device_profiles.delivery.clock import Ids, SystemClock
from device_profiles.delivery.errors import DatabaseUnavailableError
from device_profiles.profile_files import ProfileError
from device_profiles.profiles import load_kinds
from device_profiles.serving import AddressTakenError
from hub.commands import give_up, settings_or_give_up
from hub.settings import HubSettings
from hub.stores.schema import SchemaError

simulate = typer.Typer(help="A fleet of believable devices, for demos, training and load.")

CANNOT_RUN: Final = (
    *(NotLetInError, DatabaseUnavailableError, SchemaError, ProfileError),
    *(HouseError, AddressTakenError),
)
MOST_DEVICES: Final = 20_000
CONNECT_AT_ONCE: Final = 100
_UNITS_S: Final = {"ms": 0.001, "s": 1.0, "m": 60.0}
_QUIETEST: Final = 50
"""Above `critical` of the standard library: what befalls simulated devices is shown, not logged."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for."""

    devices: int
    branches: int
    interval_s: float
    faults: frozenset[FaultWord]
    minutes: float | None
    seed: int
    host: str
    port: int
    folder: Path | None


@simulate.callback(invoke_without_command=True)
def run(
    *,
    devices: Annotated[int, typer.Option(help="How many.", min=1, max=MOST_DEVICES)] = 100,
    branches: Annotated[int, typer.Option(help="How many branches they are in.", min=1, max=999)] = 10,
    rate: Annotated[
        str, typer.Option(help="One report of each device in so long: 30s, 1m, 500ms.")
    ] = "10s",
    faults: Annotated[
        str, typer.Option(help=f"Which there are, with commas between: {', '.join(FAULT_WORDS)}; or none.")
    ] = "none",
    minutes: Annotated[
        float | None, typer.Option(help="End after so many; without it, by Ctrl-C.", min=0.01)
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed plays the same devices and faults.")] = 1,
    host: Annotated[str, typer.Option(help="The broker's address.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The broker's port; the hub's own setting when left out.")] = 0,
    own: Annotated[
        Path | None, typer.Option("--own-hub", help="Start a hub with its broker in this folder.")
    ] = None,
    take_away: Annotated[
        bool, typer.Option("--remove", help="Only take the simulated devices out of the register.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The result as JSON on the last line.")] = False,
) -> None:
    """Let a fleet of simulated devices report to the hub that the TONGBAN_ settings name.

    Each has an MQTT connection of its own. They are in region `sim`, and stay registered until --remove.
    """
    settings, console = settings_or_give_up(), Console(stderr=as_json, highlight=False)
    try:
        if take_away:
            gone = asyncio.run(remove(settings))
            console.print(f"{gone} simulated devices were taken out of the register.")
            result: dict[str, Any] = {"ok": True, "removed": gone}
        else:
            wanted = Wanted(
                devices,
                min(branches, devices),
                seconds(rate),
                fault_words(faults),
                minutes,
                seed,
                host,
                port or settings.broker_port,
                None if own is None else own.absolute(),
            )
            if own is not None:
                own.mkdir(parents=True, exist_ok=True)
            structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(_QUIETEST))
            result = asyncio.run(_run(settings, wanted, console))
    except CANNOT_RUN as error:
        give_up(str(error))
    except asyncio.CancelledError:
        console.print("Stopped before the devices were there; nothing was left running.")
        raise typer.Exit(130) from None
    if as_json:
        typer.echo(json.dumps(result))


def seconds(rate: str) -> float:
    """The seconds of `30s`, `1m`, `500ms`; another spelling ends the command."""
    read = re.fullmatch(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)(ms|s|m)", rate)
    if read is None or not 0.1 <= float(read[1]) * _UNITS_S[read[2]] <= 3_600:
        give_up(f"--rate {rate!r}: write 30s, 1m or 500ms; from 100ms to 60m")
    return float(read[1]) * _UNITS_S[read[2]]


def fault_words(faults: str) -> frozenset[FaultWord]:
    """The faults that are named; one that there is not ends the command."""
    words = {word.strip() for word in faults.split(",")} - {"", "none"}
    if unknown := words - set(FAULT_WORDS):
        give_up(f"--faults: there is no {', '.join(sorted(unknown))}: {', '.join(FAULT_WORDS)}, none")
    return cast("frozenset[FaultWord]", frozenset(words))


async def _run(settings: HubSettings, wanted: Wanted, console: Console) -> dict[str, Any]:
    loop, main = asyncio.get_running_loop(), asyncio.current_task()
    assert main is not None

    def end() -> None:
        console.print("Ending: the devices say goodbye, a hundred at once …")
        main.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, end)
    allow_open_files(wanted.devices)
    async with AsyncExitStack() as stack:
        if wanted.folder is not None:
            settings = await stack.enter_async_context(
                own_hub(wanted.folder, wanted.interval_s, partial(console.print, soft_wrap=True))
            )
        crowd = await crowd_at(settings, wanted, partial(console.print, soft_wrap=True))
        began_s = time.monotonic()
        with suppress(TimeoutError, asyncio.CancelledError):  # by Ctrl-C it ends as well as by the clock
            async with asyncio.timeout(None if wanted.minutes is None else 60 * wanted.minutes):
                await _watched(crowd, console)
        for_s = time.monotonic() - began_s
    counts = crowd.counts
    console.print(f"Ended: {sentence(counts, counts.sent / for_s)}", soft_wrap=True)
    console.print(
        f"{counts.devices} devices are left registered, in region sim: tongban simulate --remove",
        soft_wrap=True,
    )
    return {
        "ok": counts.connected == 0,
        "devices": counts.devices,
        "branches": wanted.branches,
        "seconds": round(for_s, 1),
        "sent": counts.sent,
        "missed": counts.missed,
        "ahead": counts.ahead,
        "drops": counts.drops,
        "reports_per_s": round(counts.sent / for_s, 1),
        "faults": dict(counts.befallen),
        "left_connected": counts.connected,
        "left_registered": counts.devices,
    }


async def crowd_at(settings: HubSettings, wanted: Wanted, say: Callable[[str], None]) -> Crowd:
    """The devices, registered at the hub of these settings, and known to its broker.

    Of a former fleet those that are in this one are taken over, with what the broker keeps of them; the
    others leave the register, as they would be called silent.

    Raises:
        NotLetInError: the broker does not come to know them.
        DatabaseUnavailableError: the hub's database cannot be had.
    """
    kinds = load_kinds(settings.kinds_folder)
    fleet = members(wanted.devices, wanted.branches, sorted(kinds))
    say(f"Registering {wanted.devices} devices in {wanted.branches} branches …")
    if gone := await remove(settings, but=fleet):
        say(f"{gone} simulated devices of a former fleet were taken out of the register.")
    slowest_s = max(kind.telemetry.interval_s for kind in kinds.values())
    if wanted.interval_s > slowest_s:
        say(
            f"The hub expects a report every {slowest_s:g} s: at this --rate its pages call readings old"
            " that are not."
        )
    brokers = await enrol(settings, fleet, wanted.host, wanted.port)
    await until_let_in(brokers[fleet[0]])
    ids, line = Ids(SystemClock()), asyncio.Semaphore(CONNECT_AT_ONCE)
    devices = [
        SimulatedDevice(
            each,
            kinds[each.kind],
            nature_of(each.address.branch, each.address.device, wanted.seed),
            brokers[each],
            ids,
            wanted.interval_s,
            line,
        )
        for each in fleet
    ]
    return Crowd(devices, wanted.faults, wanted.seed, wanted.interval_s)


async def _watched(crowd: Crowd, console: Console) -> None:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(Progress(console, lambda: crowd.counts).run(), name="progress")
        tasks.create_task(crowd.run(), name="crowd")
