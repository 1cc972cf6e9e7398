"""Events of a case in the order of journey A, for tests that are not about the rules."""

from __future__ import annotations

import hashlib

from hub.domain.case import Case
from hub.domain.events import (
    CaseClosed,
    CaseFiled,
    CaseQueued,
    CollectingFinished,
    ConsentRecorded,
    Event,
    MaterialAdded,
    MaterialShown,
    OfferAccepted,
    OfferMade,
    ReviewDecided,
)
from hub.domain.roster import Role, Staff
from hub.domain.words import Choice, Consent, Material, PassedOver, ProcedureRules
from hub.ports.journal import Books
from tests.fakes.standing_clock import NOON_MS

COUNTER_A = "north/b1/counter-1"
COUNTER_B = "north/b2/counter-1"
BRANCH_B = "north/b2"
CUSTOMER = {"customer-name": "王小样", "id-number": "110105198001019987"}
FORM_BYTES = b"the application form, scanned"


def teller(person: str = "li", branch: str = BRANCH_B, role: Role = "teller") -> Staff:
    """Someone of branch B who may open accounts."""
    return Staff(person, person.title(), branch, role, frozenset({"accounts"}), capacity=2)


def form(content: bytes = FORM_BYTES) -> Material:
    """The application form with these bytes."""
    return Material(
        name="application-form",
        sha256=hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
        media_type="image/jpeg",
        captured_at=NOON_MS,
        findings='[{"kind":"code-read","says":"A code was read.","detail":{"text":"王小样"}}]',
    )


def filed(branch: str = BRANCH_B, at: int = NOON_MS) -> Event:
    rules = ProcedureRules(
        procedure="open-account",
        skill="accounts",
        required_materials=("application-form",),
        offer_ms=60_000,
    )
    return CaseFiled(COUNTER_A, branch, rules, dict(CUSTOMER), at)


def queued(at: int = NOON_MS) -> Event:
    return CaseQueued(1, Choice(None, "nobody is idle", (PassedOver("li", "busy"),)), at + 120_000, at)


def offered(person: str = "li", offer: int = 1, at: int = NOON_MS) -> Event:
    choice = Choice(person, "idle longest")
    return OfferMade(offer, "handle", person, "router", choice, at + 60_000, at)


def accepted(person: str = "li", offer: int = 1, at: int = NOON_MS) -> Event:
    return OfferAccepted(offer, "handle", person, COUNTER_B, 1, at)


def captured(material: Material | None = None, at: int = NOON_MS) -> Event:
    return MaterialAdded(material or form(), at)


def consented(*, given: bool = True, at: int = NOON_MS) -> Event:
    return ConsentRecorded(Consent("face-comparison", given, at, "zh", asked_by="wang"), at)


def collected(at: int = NOON_MS) -> Event:
    return CollectingFinished(at)


def shown(material: Material | None = None, at: int = NOON_MS) -> Event:
    found = material or form()
    return MaterialShown(found.name, found.sha256, COUNTER_B, at)


def failed(person: str = "li", reason: str = "王小样 did not sign", at: int = NOON_MS) -> list[Event]:
    evidence = (form().sha256,)
    decided = ReviewDecided(person, passed=False, reasons=(reason,), evidence=evidence, second=False, at=at)
    return [decided, CaseClosed("failed", (reason,), at)]


def write(books: Books, case: str, *events: Event) -> Case:
    """Put events into a case's journal without asking the rules."""
    return books.cases.append(books.cases.get(case), events, actor="test")
