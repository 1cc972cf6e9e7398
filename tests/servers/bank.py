"""A small bank of real processes: a hub, counter A in branch b1, counter B in branch b2, and its people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.agent import AgentServer
from tests.servers.hub import HubServer

BRANCH_B = "north/b2"


class Bank:
    """Set up, and not yet started. Li is a teller of branch B; an operator and an auditor look on."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.hub = HubServer(folder, **settings)
        self.counter_a = AgentServer("counter-a", self.hub.add_device("north/b1/counter-1"), folder)
        self.counter_b = AgentServer("counter-b", self.hub.add_device("north/b2/counter-1"), folder)
        self.hub.add_person("li", BRANCH_B)
        self.hub.add_person("ops", "north/b1", role="operator")
        self.hub.add_person("audit", "north/b1", role="auditor")

    def last_words(self) -> str:
        """The ends of all logs."""
        programs = (self.hub, self.counter_a, self.counter_b)
        return "\n".join(program.last_words() for program in programs)


@contextmanager
def open_bank(folder: Path, **settings: str) -> Iterator[Bank]:
    """A bank that is up, for the length of the block."""
    bank = Bank(folder, **settings)
    try:
        bank.hub.start()
        bank.counter_a.launch()
        bank.counter_b.launch()
        bank.counter_a.until_ready()
        bank.counter_b.until_ready()
        yield bank
    finally:
        bank.counter_a.stop()
        bank.counter_b.stop()
        bank.hub.stop()
