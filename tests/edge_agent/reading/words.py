"""What the tests give `tongban read`: a picture of each kind with what it should be read as."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import segno
from PIL import Image
from typer.testing import CliRunner

from device_profiles.profiles import load_procedures
from edge_agent.capture.image import decode
from edge_agent.devices.simulated.application_form import printed_pages
from edge_agent.devices.simulated.photograph import EASY
from edge_agent.forms.content import FormContent, form_content
from edge_agent.reading.command import read
from edge_agent.reading.files import What
from tests.edge_agent.capture.identity.words import taken


@dataclass(frozen=True, slots=True)
class Subject:
    """A picture, and what is to be found in it."""

    what: What
    picture: Image.Image
    kind: str
    fields: Mapping[str, str]


def form() -> FormContent:
    application = {"customer-name": "王小明", "id-number": "110105198001019979"}
    content = form_content(load_procedures()["open-account"], "application-form", "east-0199", application)
    assert content is not None
    return content


@cache
def subject(what: What) -> Subject:
    """A label with a code; a form as it was printed; the back of an ID card in a photograph."""
    match what:
        case "code":
            modules = np.array([list(row) for row in segno.make("tongban", micro=False).matrix], np.uint8)
            white = np.kron(np.pad(1 - modules, 4, constant_values=1), np.full((8, 8), 255, np.uint8))
            return Subject(what, Image.fromarray(white).convert("RGB"), "code", {"QR Code": "tongban"})
        case "page":
            known = {"form": "application-form", "case": "east-0199", "page": "1", "pages": "1"}
            fields = {**known, "digest": form().identity().digest, "signed": "no"}
            return Subject(what, Image.fromarray(printed_pages(form())[-1]), "form", fields)
        case "id":
            card = taken("id-card-back", 1, EASY)
            picture = np.ascontiguousarray(decode(card.photograph.jpeg)[..., ::-1])
            return Subject(what, Image.fromarray(picture), "id-card-back", card.says)


def told(what: What, *files: Path) -> list[dict[str, Any]]:
    """What the command says of these files, in its JSON."""
    ran = CliRunner().invoke(read, [what, *map(str, files), "--json"])
    assert ran.exit_code in {0, 1}, ran.output
    said = [json.loads(line) for line in ran.stdout.splitlines()]
    assert ran.exit_code == (0 if all(answer["ok"] for answer in said) else 1)
    return said


def values(answer: Mapping[str, Any]) -> dict[str, str]:
    return {name: field["value"] for name, field in answer["fields"].items()}
