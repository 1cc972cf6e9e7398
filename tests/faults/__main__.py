"""`python -m tests.faults`: a bank of real processes works while faults strike, and all is counted."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Final

import structlog
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from dashboards.terminal.demo.people import PersonError
from tests.faults.bank import BankError
from tests.faults.findings import DEFINITIONS
from tests.faults.kinds import KINDS
from tests.faults.run import Outcome, run

SAY_EVERY: Final = 20
"""Cases, where there is no terminal."""
HELP: Final = (
    "Run broker, hub and agents as processes, kill them amid the work, and count what went wrong."
    + "".join(f"\n\n{fault}: {says}." for fault, says in DEFINITIONS.items())
)


def main(
    *,
    cases: Annotated[int, typer.Option(help="How many cases are filed.", min=1)] = 200,
    seed: Annotated[int, typer.Option(help="The same seed draws the same plan.")] = 7,
    faults: Annotated[str, typer.Option(help=f"Which strike, by commas: {', '.join(KINDS)}.")] = "hub",
    broker_apart: Annotated[
        bool, typer.Option("--broker-apart", help="The broker is a program of its own, not the hub's.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Only the result on standard output.")] = False,
) -> None:
    """Run the cases, and say what came of them."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    kinds = tuple(dict.fromkeys(faults.split(",")))
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        typer.echo(f"there is no fault {', '.join(unknown)}: {', '.join(KINDS)}", err=True)
        raise typer.Exit(2)
    try:
        with _progress(cases) as ended:
            outcome = asyncio.run(_run(cases, seed, kinds, ended, broker_apart=broker_apart))
    except (BankError, PersonError, ExceptionGroup) as error:
        typer.echo(f"It did not work: {_reason(error)}", err=True)
        raise typer.Exit(1) from None
    except asyncio.CancelledError:
        typer.echo("stopped; nothing was left running", err=True)
        raise typer.Exit(130) from None
    for finding in outcome.verdict.findings:
        typer.echo(f"{finding.fault}: {finding.says}", err=True)
    for mishap in outcome.mishaps:
        typer.echo(f"mishap: {mishap}", err=True)
    if not as_json:
        typer.echo(_sentence(outcome))
    typer.echo(json.dumps(outcome.as_json()))
    raise typer.Exit(0 if outcome.ok else 1)


async def _run(
    cases: int, seed: int, kinds: tuple[str, ...], ended: Callable[[int], None], *, broker_apart: bool
) -> Outcome:
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, task.cancel)
    return await run(cases, seed, kinds, ended, broker_apart=broker_apart)


def _reason(error: Exception) -> str:
    """The words of an error of the bank or its people; of a mistake in this program, all that is known."""
    if not isinstance(error, ExceptionGroup):
        return str(error)
    ours, mistakes = error.split((BankError, PersonError))
    if mistakes is not None or ours is None:
        return "".join(traceback.format_exception(error))
    return _reason(ours.exceptions[0])


@contextmanager
def _progress(cases: int) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, elsewhere a line now and then; both on standard error."""
    console = Console(stderr=True)
    if console.is_terminal:
        columns = (
            TextColumn("cases"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[kills]} kills"),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=console) as bar:
            task = bar.add_task("cases", total=cases, kills=0)
            yield lambda kills: bar.update(task, advance=1, kills=kills)
        return
    started, done = time.monotonic(), 0

    def say(kills: int) -> None:
        nonlocal done
        done += 1
        if done % SAY_EVERY == 0 or done == cases:
            elapsed_s = time.monotonic() - started
            print(
                f"{elapsed_s:7.1f} s  {done} of {cases} cases, {kills} kills", file=sys.stderr, flush=True
            )

    yield say


def _sentence(outcome: Outcome) -> str:
    counts = ", ".join(f"{outcome.verdict.count(fault)} {fault.replace('_', ' ')}" for fault in DEFINITIONS)
    return f"{outcome.cases} cases, {outcome.kills} kills: {counts}; {outcome.elapsed_s:.0f} s"


if __name__ == "__main__":
    app = typer.Typer(add_completion=False)
    app.command(help=HELP)(main)
    app()
