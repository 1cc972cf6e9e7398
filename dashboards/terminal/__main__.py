"""The `tongban` command: gathers what the programs offer in a terminal.

A program is imported only when it was asked for: a device that starts its agent loads no hub.
"""

from __future__ import annotations

import sys
from importlib import import_module
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
    "telemetry": ("dashboards.terminal.telemetry", "telemetry", "What devices report of themselves."),
    "contract": ("dashboards.terminal.contract", "contract", "The documents generated from the code."),
}


def main() -> None:
    """Run the program that the first word names."""
    asked = next((word for word in sys.argv[1:] if not word.startswith("-")), None)
    root = typer.Typer(
        help="Tongban (通办): bank business away from the customer's own branch.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
    )
    for name, (module, attribute, summary) in PROGRAMS.items():
        if name == asked:
            root.add_typer(getattr(import_module(module), attribute), name=name)
        else:
            placeholder = typer.Typer(invoke_without_command=True)
            placeholder.callback()(lambda: None)
            root.add_typer(placeholder, name=name, help=summary)
    root()


if __name__ == "__main__":
    main()
