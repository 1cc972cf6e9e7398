"""`python -m tests.bench`: runs the benchmarks, or those named, and appends what they gave to a file."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from typing import Annotated, Any, Final

import structlog
import typer

from dashboards.terminal.demo.alone.chromium import ChromiumAbsentError
from dashboards.terminal.demo.people import PersonError
from tests.bench.agent import AGENT
from tests.bench.bank import BankError
from tests.bench.barcode import BARCODE
from tests.bench.cases import CASES_PER_SECOND
from tests.bench.first_load import FIRST_LOAD
from tests.bench.fleet import FLEET
from tests.bench.harness import Benchmark, Pair, Say, run_pairs, sum_up
from tests.bench.history import FULL, HISTORY
from tests.bench.ingest import INGEST
from tests.bench.link import LINK
from tests.bench.machine import ROOT, commit, machine
from tests.bench.page import PAGE
from tests.bench.read_id import READ_ID
from tests.bench.relay import RELAY
from tests.bench.route import ROUTE
from tests.bench.verify_face import VERIFY_FACE, BenchFaceError
from tests.bench.watch import WATCH
from tests.pictures.faces import PhotographsAbsentError

BENCHMARKS: Final = {
    benchmark.name: benchmark
    for benchmark in (
        *(ROUTE, CASES_PER_SECOND, RELAY, WATCH, READ_ID, VERIFY_FACE),
        *(PAGE, BARCODE, AGENT, LINK, FIRST_LOAD, FLEET, HISTORY, INGEST),
    )
}
UNMEASURABLE: Final = (
    *(BankError, PersonError, BenchFaceError, PhotographsAbsentError, ChromiumAbsentError),
    *(TimeoutError, ExceptionGroup),
)
RESULTS: Final = ROOT / "build" / "bench.jsonl"


def main(
    *,
    only: Annotated[
        list[str] | None, typer.Option(help=f"May be given more than once: {', '.join(BENCHMARKS)}.")
    ] = None,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="Only the JSON objects on standard output, the last on its last line."),
    ] = False,
    full: Annotated[
        bool, typer.Option(help="With all the data there is to be: minutes of loading.")
    ] = False,
    pairs: Annotated[int, typer.Option(help="How often ours and its peer are measured.", min=1)] = 5,
) -> None:
    """Run the benchmarks, each beside its peer."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    if full:
        os.environ[FULL] = "1"
    names = only or list(BENCHMARKS)
    if unknown := [name for name in names if name not in BENCHMARKS]:
        typer.echo(f"there is no benchmark {', '.join(unknown)}: {', '.join(BENCHMARKS)}", err=True)
        raise typer.Exit(2)
    for name in names:
        say = _narrator(name)
        try:
            measured = asyncio.run(_measure(BENCHMARKS[name], pairs, say))
        except UNMEASURABLE as error:
            say(f"could not be measured: {_reason(error)}")
            raise typer.Exit(1) from None
        except asyncio.CancelledError:
            say("stopped; nothing was left running")
            raise typer.Exit(130) from None
        result = sum_up(BENCHMARKS[name], measured, machine(), commit())
        _keep(result)
        if not as_json:
            typer.echo(_sentence(result))
        typer.echo(json.dumps(result, ensure_ascii=False))


async def _measure(benchmark: Benchmark, pairs: int, say: Say) -> list[Pair]:
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, task.cancel)
    return await run_pairs(benchmark, pairs, say)


def _reason(error: Exception) -> str:
    """The words of an error, or of the first within a group of them."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return f"{type(error).__name__}: {error}" if str(error) else "it took too long"


def _narrator(name: str) -> Say:
    started = time.monotonic()

    def say(what: str) -> None:
        print(f"{time.monotonic() - started:7.1f} s  {name}: {what}", file=sys.stderr, flush=True)

    return say


def _keep(result: dict[str, Any]) -> None:
    RESULTS.parent.mkdir(exist_ok=True)
    with RESULTS.open("a", encoding="utf-8") as file:
        file.write(json.dumps(result, ensure_ascii=False) + "\n")


def _sentence(result: dict[str, Any]) -> str:
    return (
        f"{result['name']}: {result['value']} {result['unit']} beside {result['peer_value']}"
        f" ({result['peer']});"
        f" ratio {result['ratio']} [{result['ratio_min']} … {result['ratio_max']}],"
        f" goal {result['goal']}: {'met' if result['met'] else 'not met'}"
    )


if __name__ == "__main__":
    typer.run(main)
