"""`tongban demo`: runs the house, lets the scripted people play, and says what came of it."""

from __future__ import annotations

import asyncio
import json
import signal
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Annotated, Final

import httpx
import typer
from rich.console import Console

from dashboards.terminal.demo.addresses import addresses
from dashboards.terminal.demo.alone.opening import open_alone
from dashboards.terminal.demo.bank import open_bank
from dashboards.terminal.demo.business import Say
from dashboards.terminal.demo.core import open_core
from dashboards.terminal.demo.house import House, open_house
from dashboards.terminal.demo.outcome import Outcome
from dashboards.terminal.demo.pace import AS_IN_A_BANK, QUICK
from dashboards.terminal.demo.people import PersonError
from dashboards.terminal.demo.programs import HouseError
from dashboards.terminal.demo.scenarios import ALL, SCENARIOS
from dashboards.terminal.demo.script import Scenario
from dashboards.terminal.demo.stage import play

demo = typer.Typer(help="Broker, hub, counters and a kiosk on this machine.")

MOST_PAPERS: Final = 20
FOR_PEOPLE: Final = ("A", "B", "B2")
"""The counters of a bank in which only its user plays."""
THINKS_S: Final = 2.0
"""What a scripted person who is watched waits before each act."""


@demo.callback(invoke_without_command=True)
def run(
    *,
    once: Annotated[
        bool,
        typer.Option(help="Play once, with short deadlines, and end; the exit code tells how it went."),
    ] = False,
    auto: Annotated[
        bool, typer.Option(help="Scripted people play, slowly enough to be watched; then all stays up.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The result as JSON on the last line.")] = False,
    materials: Annotated[
        Path | None,
        typer.Option(help="A folder of JPEG, PNG or PDF files: what the scanner sees.", exists=True),
    ] = None,
    scenario: Annotated[
        str | None,
        typer.Option(help=f"Let scripted people play one of: {', '.join((*SCENARIOS, ALL))}."),
    ] = None,
) -> None:
    """Run a small bank: broker, hub, counters in branches A, B and C, and a kiosk. Ctrl-C ends it.

    Without --once, --auto and --scenario nobody plays but you: the screens' addresses are shown.
    """
    plays = once or auto or scenario is not None
    scenario = scenario or "accept"
    if scenario not in (*SCENARIOS, ALL):
        typer.echo(f"there is no scenario {scenario!r}: {', '.join((*SCENARIOS, ALL))}", err=True)
        raise typer.Exit(2)
    if materials is not None and not _papers(materials):
        typer.echo(f"{materials} holds no file to lay on the scanner's glass", err=True)
        raise typer.Exit(2)
    chosen = tuple(SCENARIOS.values()) if scenario == ALL else (SCENARIOS[scenario],)
    if not plays:
        chosen = ()
    console = Console(stderr=as_json, highlight=False)
    try:
        outcome = asyncio.run(_run(console, chosen, materials, once=once))
    except (HouseError, PersonError) as error:
        console.print(f"[bold]It did not work:[/bold] {error}", soft_wrap=True)
        outcome = None
    except asyncio.CancelledError:
        console.print("Stopped; nothing was left running.")
        raise typer.Exit(130) from None
    if as_json:
        result = {"ok": False} if outcome is None else outcome.as_json()
        typer.echo(json.dumps(result, ensure_ascii=False))
    raise typer.Exit(0 if outcome is not None and outcome.ok else 1)


async def _run(
    console: Console, scenarios: tuple[Scenario, ...], materials: Path | None, *, once: bool
) -> Outcome:
    loop, main = asyncio.get_running_loop(), asyncio.current_task()
    assert main is not None
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, main.cancel)
    say = _narrator(console)
    needed = {letter for scenario in scenarios for letter in scenario.counters}
    needed = needed if scenarios else set(FOR_PEOPLE)
    played_alone = any(scenario.kiosk for scenario in scenarios)
    kiosk = played_alone or not once
    papers = () if materials is None else _papers(materials)
    async with AsyncExitStack() as stack:
        say("demo", f"starting {_counted(len(needed), kiosk=kiosk)} …")
        core = await stack.enter_async_context(open_core())
        pace = QUICK if once else AS_IN_A_BANK
        house = await stack.enter_async_context(
            open_house(needed, pace, core.url, papers=bool(papers), usual_ports=not once, kiosk=kiosk)
        )
        client = await stack.enter_async_context(httpx.AsyncClient(timeout=60))
        say("demo", "all are up")
        if not once:
            await house.visitor.show("stands")  # whoever plays the customer has no face for this camera
            _show_addresses(console, house)
        try:
            thinks_s = 0.0 if once else THINKS_S
            alone = (
                await stack.enter_async_context(open_alone(house, client, say, thinks_s=thinks_s))
                if played_alone
                else None
            )
            bank = await open_bank(house, core, client, papers, say, thinks_s=thinks_s, alone=alone)
            outcome = await play(bank, scenarios, say) if scenarios else None
        except PersonError:
            _show_log(console, house)
            raise
        if outcome is not None:
            _sum_up(say, outcome)
            if outcome.faults:
                _show_log(console, house)
        if not once:
            say("demo", "everything stays up; Ctrl-C ends it")
            await asyncio.Event().wait()
        assert outcome is not None, "whoever wants it once wants it played"
        return outcome


def _counted(counters: int, *, kiosk: bool) -> str:
    """What is started."""
    devices = [
        "broker",
        "hub",
        *([f"{counters} counters"] if counters else []),
        *(["a kiosk"] if kiosk else []),
    ]
    return f"{', '.join(devices[:-1])} and {devices[-1]}"


def _narrator(console: Console) -> Say:
    started = time.monotonic()

    def say(who: str, what: str) -> None:
        elapsed = time.monotonic() - started
        console.print(
            f"[dim]{elapsed:7.2f} s[/dim]  [bold cyan]{who:<10}[/bold cyan] {what}", soft_wrap=True
        )

    return say


def _sum_up(say: Say, outcome: Outcome) -> None:
    for case in outcome.cases:
        same = sum(material.sha256_captured == material.sha256_shown for material in case.materials)
        say(
            "demo",
            f"{case.scenario}: {case.result} in {case.elapsed_ms / 1000:.1f} s; told"
            f" {', '.join(case.told_origin)}; {same} of {len(case.materials)} materials shown as captured",
        )
        if case.alone is not None:
            say("demo", f"{case.scenario}: {case.alone}")
    for fault in outcome.faults:
        say("demo", f"[bold]otherwise than the script says:[/bold] {fault}")
    say(
        "demo",
        f"lost {outcome.lost}, duplicated {outcome.duplicated}; telemetry {outcome.telemetry.stored} of"
        f" {outcome.telemetry.sent} readings stored",
    )


def _show_log(console: Console, house: House) -> None:
    console.print(f"The hub's log ends:\n{house.last_words_of_hub()}", markup=False, soft_wrap=True)


def _show_addresses(console: Console, house: House) -> None:
    console.print()
    console.print("\n".join(addresses(house)), soft_wrap=True)
    console.print(f"The password of everyone is [bold]{house.password}[/bold] (new at every start).\n")


def _papers(folder: Path) -> tuple[Path, ...]:
    """The user's files, in the order of their names."""
    found = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    return tuple(found[:MOST_PAPERS])
