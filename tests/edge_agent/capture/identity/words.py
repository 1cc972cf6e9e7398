"""Documents as the tests speak of them: drawn and photographed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from edge_agent.capture.identity.mrz_layouts import LAYOUTS
from edge_agent.capture.identity.views import View
from edge_agent.devices.simulated.id_card import id_card_back, id_card_front
from edge_agent.devices.simulated.person import Issue, Person, made_up_issue, made_up_person
from edge_agent.devices.simulated.photograph import Conditions, Photograph, photograph
from edge_agent.devices.simulated.travel_document import travel_document
from edge_agent.devices.simulated.traveller import Traveller, made_up_traveller
from edge_agent.devices.simulated.typefaces import find_typefaces

TODAY: Final = date(2026, 11, 20)
LAYOUT: Final = {layout.name: layout for layout in LAYOUTS}


@dataclass(frozen=True, slots=True)
class Taken:
    """A document in front of the camera, what it says by field, and its photograph."""

    says: Mapping[str, str]
    photograph: Photograph


def taken(kind: str, seed: int, conditions: Conditions) -> Taken:
    """Draw an id-card-front, id-card-back or a document by its layout's name, and photograph it."""
    chance, typefaces = np.random.default_rng(seed), find_typefaces()
    match kind:
        case "id-card-front":
            person = made_up_person(chance, {})
            says, sheet, size = _of_person(person), id_card_front(person, chance, typefaces), (1280, 720)
        case "id-card-back":
            issue = made_up_issue(chance)
            says, sheet, size = _of_issue(issue), id_card_back(issue, chance, typefaces), (1280, 720)
        case _:
            traveller = made_up_traveller(chance)
            sheet = travel_document(traveller, LAYOUT[kind], chance, typefaces)
            says, size = _of_traveller(traveller), (1600, 1200)
    return Taken(says, photograph(sheet, chance, *size, conditions))


def _of_person(person: Person) -> dict[str, str]:
    return {
        "name": person.name,
        "sex": person.sex,
        "ethnic-group": person.ethnic_group,
        "birth": f"{person.birth.year}年{person.birth.month}月{person.birth.day}日",
        "address": person.address,
        "number": person.number,
    }


def _of_issue(issue: Issue) -> dict[str, str]:
    valid_from, valid_until = issue.validity().split("-")
    return {"authority": issue.authority, "valid-from": valid_from, "valid-until": valid_until}


def _of_traveller(traveller: Traveller) -> dict[str, str]:
    return {
        "issuing-state": traveller.state,
        "surname": traveller.surname,
        "given-names": traveller.given_names,
        "document-number": traveller.document_number,
        "nationality": traveller.state,
        "birth": f"{traveller.birth:%y%m%d}",
        "sex": traveller.sex,
        "expiry": f"{traveller.expiry:%y%m%d}",
    }


def plain_view(width_px: int = 1000, height_px: int = 600) -> View:
    """A view that is the whole picture, in which no card's edges were seen."""
    return View(np.full((height_px, width_px, 3), 255, np.uint8), np.eye(3), is_cut_out=False)
