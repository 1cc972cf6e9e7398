"""`tongban demo`, as a user runs it: what it prints, how it exits, and that it leaves nothing behind."""

from __future__ import annotations

import json
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from PIL import Image

from tests.servers.program import TONGBAN, environment, run_tongban

ALL_UP = "counters are connected"
GONE_WITHIN_S = 15
RESULT = {"ok", "cases", "lost", "duplicated", "telemetry"}
CASE = {"scenario", "journey", "procedure", "result", "told_origin", "materials", "elapsed_ms"}
MATERIAL = {"name", "bytes", "sha256_captured", "sha256_shown"}


def result_of(ran: subprocess.CompletedProcess[str]) -> Any:
    """The JSON object on the last line of standard output."""
    assert ran.returncode == 0, ran.stderr
    result = json.loads(ran.stdout.splitlines()[-1])
    assert set(result) == RESULT
    return result


class TestOnce:
    def test_the_last_line_is_the_result_and_all_went_well(self, folder: Path) -> None:
        ran = run_tongban("demo", "--once", "--json", TMPDIR=str(folder))
        result = result_of(ran)
        assert ran.stdout.count("\n") == 1  # progress is for standard error
        assert (result["ok"], result["lost"], result["duplicated"]) == (True, 0, 0)
        (case,) = result["cases"]
        assert set(case) == CASE
        assert (case["scenario"], case["journey"], case["procedure"]) == ("accept", "A", "open-account")
        assert (case["result"], case["told_origin"]) == ("succeeded", ["accepted", "succeeded"])
        assert {material["name"] for material in case["materials"]} == {"application-form", "id-card-front"}
        for material in case["materials"]:
            assert set(material) == MATERIAL
            assert material["bytes"] > 10_000
            assert re.fullmatch("[0-9a-f]{64}", material["sha256_captured"])
            assert material["sha256_shown"] == material["sha256_captured"]
        assert 0 < case["elapsed_ms"] < 60_000
        assert result["telemetry"]["sent"] >= 2
        assert result["telemetry"]["stored"] >= result["telemetry"]["sent"]
        assert not list(folder.iterdir())

    def test_ones_own_papers_are_scanned_and_the_unusable_ones_named(
        self, folder: Path, tmp_path: Path
    ) -> None:
        scenery = photograph()
        scenery.save(tmp_path / "a-photograph.jpg", quality=90)
        photograph().save(tmp_path / "b-picture.png")
        whole = (tmp_path / "a-photograph.jpg").read_bytes()
        (tmp_path / "c-broken.jpg").write_bytes(whole[: len(whole) // 2])
        (tmp_path / "d-notes.txt").write_text("Bring the signed form.")
        scenery.save(tmp_path / "e-contract.pdf")
        ran = run_tongban("demo", "--once", "--json", "--materials", str(tmp_path), TMPDIR=str(folder))
        result = result_of(ran)
        assert result["ok"] is True
        (case,) = result["cases"]
        names = ["application-form", "id-card-front", "attachment"]
        papers = ["a-photograph.jpg", "b-picture.png", "e-contract.pdf"]
        sizes = [(tmp_path / paper).stat().st_size for paper in papers]
        assert [(m["name"], m["bytes"]) for m in case["materials"]] == list(zip(names, sizes, strict=True))
        assert re.search("cannot use c-broken.jpg: .+", ran.stderr)
        assert re.search("cannot use d-notes.txt: .*neither a JPEG, a PNG nor a PDF", ran.stderr)

    def test_a_scenario_that_there_is_not_is_told_with_those_that_there_are(self) -> None:
        ran = run_tongban("demo", "--scenario", "rob-the-bank")
        assert ran.returncode == 2
        assert "'rob-the-bank'" in ran.stderr
        assert "accept" in ran.stderr

    def test_a_folder_without_papers_is_told(self, tmp_path: Path) -> None:
        ran = run_tongban("demo", "--once", "--materials", str(tmp_path))
        assert ran.returncode == 2
        assert str(tmp_path) in ran.stderr


class TestNothingIsLeft:
    def test_after_ctrl_c(self, folder: Path) -> None:
        with running_demo(folder) as (demo, tree):
            demo.send_signal(signal.SIGINT)
            assert demo.wait(GONE_WITHIN_S) == 130
            assert_gone(tree)
        assert not list(folder.iterdir())

    def test_after_it_was_killed(self, folder: Path) -> None:
        with running_demo(folder) as (demo, tree):
            demo.kill()
            demo.wait(GONE_WITHIN_S)
            assert_gone(tree)


@contextmanager
def running_demo(folder: Path) -> Iterator[tuple[subprocess.Popen[str], list[psutil.Process]]]:
    """The demo with all its programs up, and every process of theirs."""
    with subprocess.Popen(
        [*TONGBAN, "demo"],
        env=environment({"TMPDIR": str(folder), "PYTHONUNBUFFERED": "1"}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as demo:
        tree: list[psutil.Process] = []
        try:
            assert demo.stdout is not None
            said: list[str] = []
            for line in demo.stdout:
                said.append(line)
                if ALL_UP in line:
                    break
            tree = psutil.Process(demo.pid).children(recursive=True)
            assert "mosquitto" in [process.name() for process in tree], "".join(said)
            assert len(tree) >= 5, tree  # hub, broker, three counters
            yield demo, tree
        finally:
            demo.kill()
            for process in tree:
                if process.is_running():
                    process.kill()


def assert_gone(tree: list[psutil.Process]) -> None:
    _, left = psutil.wait_procs(tree, timeout=GONE_WITHIN_S)
    assert not left


def photograph() -> Image.Image:
    """What a camera might see, of no page at all: soft shapes and grain, 1600 × 1200."""
    random = np.random.default_rng(7)
    coarse = Image.fromarray(random.integers(0, 255, (9, 12, 3), dtype=np.uint8))
    soft = np.asarray(coarse.resize((1600, 1200), Image.Resampling.BICUBIC), dtype=np.int16)
    grain = random.normal(0, 6, soft.shape).astype(np.int16)
    return Image.fromarray(np.clip(soft + grain, 0, 255).astype(np.uint8))
