"""`tongban read` as a person and as a program uses it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
import segno
from PIL import Image
from typer.testing import CliRunner

from device_profiles.profiles import load_procedures
from edge_agent.devices.simulated.application_form import printed_pages
from edge_agent.forms.content import form_content
from edge_agent.reading.command import read


@pytest.fixture
def label(tmp_path: Path) -> Path:
    """A picture of a QR code that says `tongban`."""
    file = tmp_path / "label.png"
    segno.make("tongban").save(str(file), scale=8, border=4)
    return file


def test_a_program_gets_one_object_a_file(label: Path) -> None:
    ran = CliRunner().invoke(read, ["code", str(label), str(label), "--json"])
    assert ran.exit_code == 0
    said = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [answer["texts"] for answer in said] == [["tongban"]] * 2
    assert said[0].keys() == {"file", "ok", "kind", "fields", "texts", "findings", "ms"}


def test_a_person_gets_a_table(label: Path) -> None:
    ran = CliRunner().invoke(read, ["code", str(label)])
    assert "label.png" in ran.stdout
    assert "tongban" in ran.stdout


def test_what_was_found_is_drawn(label: Path, tmp_path: Path) -> None:
    shown = tmp_path / "shown.png"
    assert CliRunner().invoke(read, ["code", str(label), "--show", str(shown)]).exit_code == 0
    before, after = cv2.imread(str(label)), cv2.imread(str(shown))
    assert before is not None
    assert after is not None
    assert before.shape == after.shape
    assert np.any(before != after)


def test_a_form_says_which_it_is_and_whether_it_is_signed(tmp_path: Path) -> None:
    application = {"customer-name": "王小明", "id-number": "110105198001019979"}
    form = form_content(load_procedures()["open-account"], "application-form", "east-0199", application)
    assert form is not None
    file, shown = tmp_path / "form.png", tmp_path / "shown.png"
    Image.fromarray(printed_pages(form)[-1]).save(file)
    ran = CliRunner().invoke(read, ["page", str(file), "--json", "--show", str(shown)])
    assert ran.exit_code == 0
    answer = json.loads(ran.stdout)
    assert (answer["ok"], answer["kind"]) == (True, "form")
    assert {name: field["value"] for name, field in answer["fields"].items()} == {
        "form": "application-form",
        "case": "east-0199",
        "page": "1",
        "pages": "1",
        "digest": form.identity().digest,
        "signed": "no",
    }
    assert answer["fields"]["signed"]["confidence"] > 0.9
    assert shown.stat().st_size > 0


def test_what_is_in_doubt_shows_in_the_exit_code(tmp_path: Path) -> None:
    no_picture = tmp_path / "letter.png"
    no_picture.write_bytes(b"Dear customer")
    ran = CliRunner().invoke(read, ["code", str(no_picture), "--json"])
    assert ran.exit_code == 1
    answer = json.loads(ran.stdout)
    assert (answer["ok"], answer["kind"]) == (False, "unusable")
    assert "neither a JPEG nor a PNG" in answer["findings"][0]["says"]


def test_a_file_that_is_not_there_is_said_to_be(tmp_path: Path) -> None:
    ran = CliRunner().invoke(read, ["code", str(tmp_path / "nowhere.png")])
    assert ran.exit_code == 2
    assert "No such file" in ran.stderr


def test_the_models_are_loaded_by_the_first_picture_and_not_before() -> None:
    script = "import sys, edge_agent.bootstrap; sys.exit('onnxruntime' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
