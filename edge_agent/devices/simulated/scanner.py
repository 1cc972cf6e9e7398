"""What the simulated document scanner sees: the paper that was asked for, drawn and photographed.

Owns which paper a material's name means. The same seed and request give the same bytes; when a material
of a case is scanned again, it is another picture of it, as it would be of real paper.
"""

import hashlib
import json

import numpy as np

from edge_agent.devices.scanner import ScanRequest
from edge_agent.devices.simulated.application_form import application_form
from edge_agent.devices.simulated.id_card import id_card_front
from edge_agent.devices.simulated.person import made_up_person
from edge_agent.devices.simulated.photograph import Photograph, photograph
from edge_agent.devices.simulated.plain_page import plain_page
from edge_agent.devices.simulated.typefaces import find_typefaces

_PAGE_WIDTH_PX, _PAGE_HEIGHT_PX = 1950, 2600
_CARD_WIDTH_PX, _CARD_HEIGHT_PX = 1280, 720


def photograph_of(request: ScanRequest, seed: int, taken: int = 0) -> Photograph:
    """Draw the paper that the request names and photograph it; it was `taken` so often before.

    A material whose name has the word `form` is an application form; `id` without `back`, the front of an
    ID card; anything else a plain page.

    Raises:
        FontMissingError: Noto Sans CJK is not installed.
    """
    typefaces = find_typefaces()
    chance = _chance(seed + taken, request.case, request.material, request.procedure, request.application)
    words = request.material.split("-")
    if "form" in words:
        sheet = application_form(request, chance, typefaces)
    elif "id" in words and "back" not in words:
        person = made_up_person(_chance(seed, request.case), request.application)
        card = id_card_front(person, chance, typefaces)
        return photograph(card, chance, _CARD_WIDTH_PX, _CARD_HEIGHT_PX)
    else:
        sheet = plain_page(request, typefaces)
    return photograph(sheet, chance, _PAGE_WIDTH_PX, _PAGE_HEIGHT_PX)


def _chance(*parts: object) -> np.random.Generator:
    """Return chance that is the same for the same parts, on every machine and in every process."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=dict)
    return np.random.default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big"))
