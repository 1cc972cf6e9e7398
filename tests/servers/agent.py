"""`tongban agent run` as a process on a free port: a counter, with the simulated scanner or a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.servers.program import Program, answers, free_ports


class AgentServer:
    """A counter; killed and started again it is the same device."""

    def __init__(
        self,
        name: str,
        credential: Path,
        folder: Path,
        command: Sequence[str] | None = None,
        **more: str,
    ) -> None:
        """`command` is in place of `tongban agent run`; `more` are further settings."""
        (port,) = free_ports(1)
        self.url = f"http://127.0.0.1:{port}"
        self.glass = folder / f"{name}-glass"
        """What is put here, the scanner called `folder` sees."""
        self.glass.mkdir()
        self.folder = folder / name
        settings = {
            "TONGBAN_AGENT_CREDENTIAL": str(credential),
            "TONGBAN_AGENT_FOLDER": str(self.folder),
            "TONGBAN_AGENT_SCREEN_PORT": str(port),
            "TONGBAN_AGENT_SCANNERS": f"simulated,folder:{self.glass}",
            **more,
        }
        words = ("agent", "run") if command is None else ()
        self._program = Program(words, settings, folder / f"{name}.log", command)

    def launch(self) -> None:
        """Start it; `until_ready` waits for its screen."""
        self._program.launch()

    @property
    def running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._program.running

    def answers(self) -> bool:
        """Whether its screen answers. Its link may still be down."""
        return answers(f"{self.url}/api/state")

    def until_ready(self) -> None:
        """Wait until its screen answers."""
        self._program.until(self.answers)

    def start(self) -> None:
        """Start it, and wait until its screen answers."""
        self.launch()
        self.until_ready()

    def kill(self) -> None:
        """End it as a power cut would."""
        self._program.kill()

    def stop(self) -> None:
        """End it in good order."""
        self._program.stop()

    @property
    def pid(self) -> int:
        """The process, while it runs."""
        return self._program.pid

    def last_words(self) -> str:
        """The end of its log."""
        return self._program.last_words()
