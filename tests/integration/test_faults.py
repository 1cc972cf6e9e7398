"""`python -m tests.faults`, as `make faults` runs it, with few cases: nothing is lost, doubled, stuck."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.program import environment

KEYS = ["cases", "seed", "kills", "lost", "duplicated", "stuck", "out_of_order", "elapsed_s"]


@pytest.mark.timeout(400)  # half a minute on two idle cores; they are not always idle
def test_the_hub_is_killed_again_and_again_while_twenty_cases_are_worked_on(folder: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--cases", "20", "--seed", "7", "--json"],
        env=environment({"TMPDIR": str(folder)}),
        capture_output=True,
        text=True,
        timeout=380,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    (line,) = ran.stdout.splitlines()
    outcome = json.loads(line)
    assert list(outcome) == KEYS
    assert (outcome["cases"], outcome["seed"]) == (20, 7)
    assert outcome["kills"] >= 2
    assert [outcome[fault] for fault in ("lost", "duplicated", "stuck", "out_of_order")] == [0, 0, 0, 0]
    assert "mishap" not in ran.stderr, ran.stderr
    assert not list(folder.iterdir())
