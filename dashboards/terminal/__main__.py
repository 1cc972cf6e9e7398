"""The `tongban` command: gathers what the programs offer in a terminal.

A program is imported only when it was asked for: a device that starts its agent loads no hub.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import Final

import typer

PROGRAMS: Final = {
    "demo": ("dashboards.terminal.demo.command", "demo", "Broker, hub and two counters on this machine."),
    "hub": ("hub.__main__", "hub", "The program in the middle."),
    "agent": ("edge_agent.__main__", "agent", "The program on a device."),
    "read": ("edge_agent.reading.command", "read", "What the device makes out in a file."),
    "devices": ("hub.commands", "devices", "The register of devices."),
    "people": ("hub.commands", "people", "The register of people."),
    "branches": ("hub.commands", "branches", "What branches decide for themselves."),
    "recording": ("hub.commands", "recording", "The recordings of cases' videos."),
    "notify": ("hub.notify", "notify", "Who outside is told of alarms."),
    "telemetry": ("dashboards.terminal.telemetry", "telemetry", "What devices report of themselves."),
    "simulate": (
        "dashboards.terminal.simulate.command",
        "simulate",
        "A fleet of believable devices that report to a hub.",
    ),
    "contract": ("dashboards.terminal.contract", "contract", "The documents generated from the code."),
}


GUESTS: Final = {
    ("devices", "self-test"): ("edge_agent.checking", "self_test", "Try the peripherals of this device."),
}
"""Commands that one program has within another's name: on a device there is no register of devices."""


def main() -> None:
    """Run the program that the first words name."""
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    root = typer.Typer(
        help="Tongban (通办): bank business away from the customer's own branch.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
    )
    for name, (_, _, summary) in PROGRAMS.items():
        if name in words[:1]:
            root.add_typer(_program(words), name=name)
        else:
            placeholder = typer.Typer(invoke_without_command=True)
            placeholder.callback()(lambda: None)
            root.add_typer(placeholder, name=name, help=summary)
    root()


def _program(words: Sequence[str]) -> typer.Typer:
    """The program that is asked for, with its guests; or the one guest that is asked for, alone."""
    name, command = words[0], tuple(words[:2])
    if command in GUESTS:
        module, attribute, summary = GUESTS[command]
        alone = typer.Typer()
        alone.command(command[1], help=summary)(getattr(_imported(module), attribute))
        return alone
    module, attribute, _ = PROGRAMS[name]
    program: typer.Typer = getattr(_imported(module), attribute)
    for (host, guest), (_, _, summary) in GUESTS.items():
        if host == name:
            program.command(guest, help=summary)(lambda: None)
    return program


def _imported(module: str) -> ModuleType:
    """Import it with the collector at rest: of a program nothing is garbage, and to look costs a tenth."""
    gc.disable()
    try:
        return import_module(module)
    finally:
        gc.freeze()
        gc.enable()


if __name__ == "__main__":
    main()
