"""What the simulated document scanner sees: the paper that was asked for, drawn and photographed.

Owns which paper a material's name means. The same seed and request give the same bytes; when a material
of a case is scanned again, it is another picture of it, as it would be of real paper.
"""

import hashlib
import io
import json
from collections.abc import Iterator

import numpy as np
from PIL import Image

from edge_agent.capture.identity.mrz_layouts import TD3
from edge_agent.capture.media_type import MediaType
from edge_agent.devices.errors import PeripheralError
from edge_agent.devices.scanner import ScanRequest
from edge_agent.devices.simulated.application_form import Sheet, printed_pages, signed
from edge_agent.devices.simulated.customer_photo import customer_photo
from edge_agent.devices.simulated.handwriting import handwritten_signature
from edge_agent.devices.simulated.id_card import id_card_back, id_card_front
from edge_agent.devices.simulated.person import Person, made_up_issue, made_up_person
from edge_agent.devices.simulated.photograph import Photograph, photograph
from edge_agent.devices.simulated.plain_page import plain_page
from edge_agent.devices.simulated.portrait import Look, made_up_look
from edge_agent.devices.simulated.travel_document import travel_document
from edge_agent.devices.simulated.traveller import made_up_traveller
from edge_agent.devices.simulated.typefaces import find_typefaces
from edge_agent.forms.content import FormContent
from edge_agent.forms.errors import FormError

_PAGE_WIDTH_PX, _PAGE_HEIGHT_PX = 1950, 2600
_PAGE_DPI = 210  # of an A4 sheet, which fills about four fifths of the picture
_CARD_WIDTH_PX, _CARD_HEIGHT_PX = 1280, 720
_PASSPORT_WIDTH_PX, _PASSPORT_HEIGHT_PX = 1600, 1200


def scan_of(request: ScanRequest, seed: int, taken: int = 0) -> tuple[bytes, MediaType]:
    """Return the file of what the request names, and its media type: a PDF where there are several pages.

    Raises:
        FontMissingError: Noto Sans CJK is not installed.
        PeripheralError: the form cannot be set.
    """
    pages = photographs_of(request, seed, taken)
    if len(pages) == 1:
        return pages[0].jpeg, "image/jpeg"
    first, *others = (Image.open(io.BytesIO(page.jpeg)) for page in pages)
    file = io.BytesIO()
    # Without dates: the same pages are the same bytes.
    undated = {"creationDate": None, "modDate": None}
    first.save(file, "PDF", save_all=True, append_images=others, resolution=_PAGE_DPI, **undated)
    return file.getvalue(), "application/pdf"


def photographs_of(request: ScanRequest, seed: int, taken: int = 0) -> tuple[Photograph, ...]:
    """Draw the paper that the request names and photograph each page; it was `taken` so often before.

    A form of ours is what we printed, its last page signed; a name with the word `id`, the front of an ID
    card, or with `back` its back; `customer`, whoever the case's ID card shows; `passport`, a passport's
    page; anything else a plain page.

    Raises:
        FontMissingError: Noto Sans CJK is not installed.
        PeripheralError: the form cannot be set.
    """
    typefaces = find_typefaces()
    chance = _chance(seed + taken, request.case, request.material, request.procedure, request.application)
    words = request.material.split("-")
    if request.form is not None:
        return tuple(
            photograph(Image.fromarray(sheet), chance, _PAGE_WIDTH_PX, _PAGE_HEIGHT_PX)
            for sheet in _signed_form(request.form, chance)
        )
    if "id" in words:
        holder = _chance(seed, request.case)
        if "back" in words:
            card = id_card_back(made_up_issue(holder), chance, typefaces)
        else:
            person = made_up_person(holder, request.application)
            card = id_card_front(person, chance, typefaces, _look(request, seed, person))
        return (photograph(card, chance, _CARD_WIDTH_PX, _CARD_HEIGHT_PX),)
    if "customer" in words:
        person = made_up_person(_chance(seed, request.case), request.application)
        return (Photograph(customer_photo(_look(request, seed, person), chance), corners=()),)
    if "passport" in words:
        sheet = travel_document(made_up_traveller(_chance(seed, request.case)), TD3, chance, typefaces)
        return (photograph(sheet, chance, _PASSPORT_WIDTH_PX, _PASSPORT_HEIGHT_PX),)
    sheet = plain_page(request, typefaces)
    return (photograph(sheet, chance, _PAGE_WIDTH_PX, _PAGE_HEIGHT_PX),)


def _look(request: ScanRequest, seed: int, person: Person) -> Look:
    """What the holder of the case's ID card looks like."""
    return made_up_look(_chance(seed, request.case, "look"), long_hair=person.sex == "女")


def _signed_form(form: FormContent, chance: np.random.Generator) -> Iterator[Sheet]:
    """Yield each page, the last one signed."""
    try:
        *others, last = printed_pages(form)
    except FormError as error:
        raise PeripheralError(str(error)) from error
    yield from others
    yield signed(last, handwritten_signature(chance))


def _chance(*parts: object) -> np.random.Generator:
    """Return chance that is the same for the same parts, on every machine and in every process."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=dict)
    return np.random.default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big"))
