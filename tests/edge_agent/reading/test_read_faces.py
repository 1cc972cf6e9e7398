"""`tongban read faces` with files, with the model and without."""

from __future__ import annotations

import json
import os
from pathlib import Path

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner

from edge_agent.reading.command import read
from edge_agent.settings import AgentSettings
from tests.pictures.faces import framed, jpeg, photographs_or_skip


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Photographs: `a` and `b` of one person, `c` of another."""
    folder, people = tmp_path_factory.mktemp("faces"), photographs_or_skip()
    pictures = {"a": people["one"][0], "b": people["one"][1], "c": people["other"][0]}
    for name, picture in pictures.items():
        (folder / f"{name}.jpg").write_bytes(jpeg(framed(picture)))
    return {name: folder / f"{name}.jpg" for name in pictures}


@pytest.fixture
def model() -> None:
    if not (AgentSettings().models_folder / "fr_feature.onnx").exists():
        absent = "no face model to test with: deploy/setup/face_model.sh --get fetches it"
        if os.environ.get("CI"):
            pytest.fail(absent)
        pytest.skip(absent)


@pytest.mark.usefixtures("model")
@pytest.mark.parametrize(
    ("first", "second", "kind", "code"), [("a", "b", "faces-alike", 0), ("a", "c", "faces-unlike", 1)]
)
def test_two_files_are_one_object(
    files: dict[str, Path], first: str, second: str, kind: str, code: int
) -> None:
    ran = CliRunner().invoke(read, ["faces", str(files[first]), str(files[second]), "--json"])
    assert ran.exit_code == code
    (line,) = ran.stdout.splitlines()
    said = json.loads(line)
    assert said.keys() == {"file", "ok", "kind", "fields", "texts", "findings", "ms"}
    assert said["file"] == f"{files[first]} {files[second]}"
    assert [finding["kind"] for finding in said["findings"]] == [kind, "face-quality", "face-quality"]


def test_without_a_model_a_person_must_look(
    files: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TONGBAN_AGENT_MODELS_FOLDER", str(tmp_path))
    ran = CliRunner().invoke(read, ["faces", str(files["a"]), str(files["b"]), "--json"])
    assert ran.exit_code == 1
    assert json.loads(ran.stdout)["findings"][0]["kind"] == "faces-not-compared"


def test_an_operator_s_own_manifest_is_the_one_that_counts(
    files: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TONGBAN_AGENT_FACE_MODEL", str(tmp_path / "own.toml"))
    ran = CliRunner().invoke(read, ["faces", str(files["a"]), str(files["b"])])
    assert "own.toml" in ran.stdout.replace("\n", "")


def test_both_pictures_are_shown_side_by_side(files: dict[str, Path], tmp_path: Path) -> None:
    shown = tmp_path / "shown.png"
    CliRunner().invoke(read, ["faces", str(files["a"]), str(files["b"]), "--show", str(shown)])
    drawn = cv2.imread(str(shown))
    assert drawn is not None
    assert drawn.shape == (480, 1280, 3)
    marked = np.argwhere((drawn == (40, 120, 255)).all(axis=2))[:, 1]
    assert marked.min() < 640 < marked.max()


def test_help_says_that_running_it_is_the_consent() -> None:
    assert "consents" in CliRunner().invoke(read, ["faces", "--help"]).stdout


def test_a_file_that_is_no_picture_is_named(files: dict[str, Path], tmp_path: Path) -> None:
    letter = tmp_path / "letter.jpg"
    letter.write_bytes(b"Dear customer")
    ran = CliRunner().invoke(read, ["faces", str(files["a"]), str(letter), "--json"])
    assert ran.exit_code == 1
    said = json.loads(ran.stdout)
    assert said["kind"] == "unusable"
    assert "second picture" in said["findings"][0]["says"]
