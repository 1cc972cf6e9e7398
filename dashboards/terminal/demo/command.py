"""`tongban demo`: runs the house, lets the scripted people play, and says what came of it."""

from __future__ import annotations

import asyncio
import json
import signal
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Annotated, Final

import httpx
import typer
from rich.console import Console

from dashboards.terminal.demo.house import House, HouseError, open_house
from dashboards.terminal.demo.outcome import Outcome, Telemetry
from dashboards.terminal.demo.people import Counter, Handset, PersonError
from dashboards.terminal.demo.scenarios import SCENARIOS, Cast, Played, Say

demo = typer.Typer(help="Broker, hub and two counters on this machine.")

SETTLE_S: Final = 30.0
MOST_PAPERS: Final = 20


@demo.callback(invoke_without_command=True)
def run(
    *,
    once: Annotated[bool, typer.Option(help="Play once and end; the exit code tells how it went.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The result as JSON on the last line.")] = False,
    materials: Annotated[
        Path | None,
        typer.Option(help="A folder of JPEG, PNG or PDF files: what the scanner sees.", exists=True),
    ] = None,
    scenario: Annotated[str, typer.Option(help=f"One of: {', '.join(SCENARIOS)}.")] = "accept",
) -> None:
    """Run a small bank: broker, hub, a counter in branch A, a counter in branch B. Ctrl-C ends it."""
    if scenario not in SCENARIOS:
        typer.echo(f"there is no scenario {scenario!r}: {', '.join(SCENARIOS)}", err=True)
        raise typer.Exit(2)
    if materials is not None and not _papers(materials):
        typer.echo(f"{materials} holds no file to lay on the scanner's glass", err=True)
        raise typer.Exit(2)
    console = Console(stderr=as_json, highlight=False)
    try:
        outcome = asyncio.run(_run(console, scenario, materials, once=once))
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


async def _run(console: Console, scenario: str, materials: Path | None, *, once: bool) -> Outcome:
    loop, main = asyncio.get_running_loop(), asyncio.current_task()
    assert main is not None
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, main.cancel)
    say = _narrator(console)
    async with AsyncExitStack() as stack:
        say("demo", "starting broker, hub and two counters …")
        house = await stack.enter_async_context(open_house(materials))
        client = await stack.enter_async_context(httpx.AsyncClient(timeout=60))
        say("demo", "all are up")
        cast, operator = await _gather_cast(house, client, materials, say)
        played = await SCENARIOS[scenario](cast, say)
        outcome = await _take_stock(cast, operator, played)
        _sum_up(say, outcome)
        if not once:
            _show_addresses(console, house)
            await asyncio.Event().wait()
        return outcome


async def _gather_cast(
    house: House, client: httpx.AsyncClient, materials: Path | None, say: Say
) -> tuple[Cast, Handset]:
    counter_a = Counter("counter A", house.counter_a_url, client)
    counter_b = Counter("counter B", house.counter_b_url, client)
    for counter in (counter_a, counter_b):
        await counter.until("the link to be up", lambda state: state["connected"])
    say("demo", "both counters are connected")

    async def log_in(person: str) -> Handset:
        return await Handset.log_in(person, house.password, house.hub_url, client)

    li, auditor, operator = [await log_in(person) for person in ("li", "audit", "ops")]
    await li.begin_duty()
    await li.sign_in_at_counter(await counter_b.show_code())
    say("Li Ming", "goes on duty and confirms the code that counter B shows")
    papers = () if materials is None else _papers(materials)
    return Cast(counter_a, counter_b, li, auditor, house.folder / "glass", papers), operator


async def _take_stock(cast: Cast, operator: Handset, played: Played) -> Outcome:
    """Wait until nothing is under way any more, and count what did not arrive or arrived twice."""
    deadline = time.monotonic() + SETTLE_S
    while True:
        counters = [await counter.state() for counter in (cast.counter_a, cast.counter_b)]
        health = await operator.get("/api/health")
        unsettled = sum(state["waiting_messages"] for state in counters) + health["unsettled_messages"]
        sent = sum(state["telemetry_sent"] for state in counters)
        stored = health["telemetry_stored"]
        if time.monotonic() > deadline or (not unsettled and 2 <= sent <= stored):
            break
        await asyncio.sleep(0.1)
    return Outcome(
        cases=[played.outcome],
        lost=unsettled + played.missing,
        duplicated=played.duplicated,
        telemetry=Telemetry(sent, stored),
    )


def _narrator(console: Console) -> Callable[[str, str], None]:
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
            f"{case.scenario}: {case.result} in {case.elapsed_ms / 1000:.1f} s; {same} of"
            f" {len(case.materials)} materials shown as captured; lost {outcome.lost},"
            f" duplicated {outcome.duplicated}; telemetry {outcome.telemetry.stored} of"
            f" {outcome.telemetry.sent} readings stored",
        )


def _show_addresses(console: Console, house: House) -> None:
    console.print()
    console.print("Everything stays up. Open in a browser on this machine:")
    console.print(f"  counter A  {house.counter_a_url}/counter.html   file a case, scan, see the result")
    console.print(f"  counter B  {house.counter_b_url}/counter.html   Li Ming's counter: see the materials")
    console.print(f"  handset    {house.hub_url}/handset.html   log in as li: accept, decide")
    console.print(f"  password   {house.password}   (for li, chen, zhao, ops, audit; new at every start)")
    console.print("Ctrl-C ends everything.")


def _papers(folder: Path) -> tuple[Path, ...]:
    """The user's files, in the order of their names."""
    found = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    return tuple(found[:MOST_PAPERS])
