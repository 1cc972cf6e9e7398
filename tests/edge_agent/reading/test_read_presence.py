"""`tongban read presence` over a drawn visit, and over files that are no video."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import pytest
from typer.testing import CliRunner

from edge_agent.devices.simulated.camera import write_visit
from edge_agent.devices.simulated.customer import Visit
from edge_agent.reading.command import read


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("lobby") / "visit.avi"
    write_visit(Visit(1, (("empty", 2.0), ("standing", 2.0), ("empty", 4.0))), file)
    return file


def test_one_object_tells_what_happened_and_when(visit: Path, tmp_path: Path) -> None:
    shown = tmp_path / "shown.png"
    ran = CliRunner().invoke(read, ["presence", str(visit), "--json", "--show", str(shown)])
    assert ran.exit_code == 0
    said = json.loads(ran.stdout)
    assert (said["file"], said["ok"], said["kind"]) == (str(visit), True, "presence")
    assert [finding["kind"] for finding in said["findings"]] == ["arrived", "left"]
    arrived_s, left_s = (float(finding["detail"]["at_s"]) for finding in said["findings"])
    assert 2 < arrived_s < 4 < left_s < 8
    drawn = cv2.imread(str(shown))
    assert drawn is not None
    assert drawn.shape == (480, 640, 3)
    assert (drawn == (40, 120, 255)).all(axis=2).any()


def test_a_person_reads_sentences(visit: Path) -> None:
    ran = CliRunner().invoke(read, ["presence", str(visit)])
    assert "One person stands before the camera" in ran.stdout


@pytest.mark.parametrize("content", [b"", b"Dear customer"])
def test_what_is_no_video_is_unusable(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "letter.avi"
    file.write_bytes(content)
    ran = CliRunner().invoke(read, ["presence", str(file), "--json"])
    assert ran.exit_code == 1
    assert json.loads(ran.stdout)["kind"] == "unusable"


def test_a_video_that_breaks_off_is_said_to(visit: Path, tmp_path: Path) -> None:
    whole = visit.read_bytes()
    file = tmp_path / "half.avi"
    file.write_bytes(whole[: len(whole) // 2])
    ran = CliRunner().invoke(read, ["presence", str(file), "--json"])
    said = json.loads(ran.stdout)
    assert (ran.exit_code, said["ok"]) == (1, False)
    assert said["findings"][-1]["kind"] == "cut-short"


def test_a_file_that_is_not_there_is_said_to_be(tmp_path: Path) -> None:
    ran = CliRunner().invoke(read, ["presence", str(tmp_path / "nowhere.avi")])
    assert ran.exit_code == 2
    assert "no such file" in ran.stderr
