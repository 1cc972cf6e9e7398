"""`tongban hub run` as a process on free ports, with the devices and people that a test registers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import psutil
from typer import Typer
from typer.testing import CliRunner

from hub.commands import devices, people
from hub.settings import HubSettings
from tests.servers.program import Program, answers, free_ports

PASSWORD = "a long sentence that nobody guesses"


class HubServer:
    """A hub with its own broker, or with one that is there; killed and started again it is the same hub."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder / "hub"
        self._credentials = folder
        port, self.broker_port = free_ports(2)
        self.url = f"http://127.0.0.1:{port}"
        self.settings = {
            "TONGBAN_HUB_FOLDER": str(self.folder),
            "TONGBAN_HTTP_PORT": str(port),
            "TONGBAN_BROKER_PORT": str(self.broker_port),
            **settings,
        }
        self._program = Program(["hub", "run"], self.settings, folder / "hub.log")

    @property
    def own_database(self) -> HubSettings:
        """How a command of this process finds the hub's database, which is a file."""
        return HubSettings(hub_folder=self.folder, database_url=None)

    def add_device(self, address: str, kind: str = "counter", broker_port: int | None = None) -> Path:
        """Register a device; its credential file."""
        credential = self.credential(address)
        port = str(broker_port or self.broker_port)
        words = ["add", address, "--kind", kind, "--credential", str(credential), "--port", port]
        self._command(devices, words)
        return credential

    def credential(self, address: str) -> Path:
        """The credential file of a device that was registered."""
        return self._credentials / f"{address.replace('/', '.')}.json"

    def add_person(
        self,
        person: str,
        branch: str,
        role: str = "teller",
        capacity: int = 1,
        skills: Collection[str] = ("accounts",),
    ) -> None:
        """Register a person, who can open accounts unless told otherwise; the password is `PASSWORD`."""
        words = ["add", person, "--name", person.title(), "--branch", branch, "--role", role]
        words += [word for skill in skills for word in ("--skill", skill)]
        words += ["--capacity", str(capacity), "--password-stdin"]
        self._command(people, words, PASSWORD)

    @property
    def running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._program.running

    def launch(self) -> None:
        """Start it, and do not wait until it answers."""
        self._program.launch()

    def answers(self) -> bool:
        """Whether it is up."""
        return answers(f"{self.url}/openapi.json")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._program.launch()
        self._program.until(self.answers)

    def start_if_down(self) -> None:
        """Start it unless it runs."""
        if not self._program.running:
            self.start()

    def kill(self) -> None:
        """End it as a power cut would; its broker goes with it."""
        broker = self.broker()
        self.kill_at_once()
        broker.wait(10)

    def kill_at_once(self) -> None:
        """End it as a power cut would, at any instant, and do not look after its broker."""
        self._program.kill()

    def stop(self) -> None:
        """End it in good order."""
        self._program.stop()

    @property
    def pid(self) -> int:
        """The process, while it runs."""
        return self._program.pid

    def broker(self) -> psutil.Process:
        """The mosquitto that it started."""
        children = psutil.Process(self._program.pid).children()
        return next(child for child in children if child.name() == "mosquitto")

    def last_words(self) -> str:
        """The end of its log."""
        return self._program.last_words()

    def _command(self, program: Typer, words: Sequence[str], typed: str = "") -> None:
        """Run `add` of a part of `tongban` here, without the seconds that a process takes to start."""
        ran = CliRunner().invoke(program, words, input=typed, env=self.settings)
        assert ran.exit_code == 0, ran.output
