"""Writes down what an event asks for: messages to devices, changes in feeds, bytes and calls owed."""

from __future__ import annotations

import json
from typing import assert_never

from device_profiles.contract.ids import parse_device
from device_profiles.contract.messages.case import (
    CaseAssigned,
    CaseReleased,
    CollectingFinished,
    CollectingReopened,
    Fulfil,
    MaterialRecord,
    Person,
    Told,
)
from hub.domain.case import Case, Handler, Stage
from hub.domain.effects import (
    AssignToCounter,
    CallCore,
    CallForReview,
    CallOffReview,
    Effect,
    FulfilAtOrigin,
    MarkUnresponsive,
    NotifyPerson,
    OweCallback,
    RelayMaterial,
    ReleaseCounter,
    RouteAt,
    TellOrigin,
)
from hub.domain.words import Material, PersonId
from hub.ports.callbacks import Callback
from hub.ports.journal import Books, Relay


def perform(books: Books, case: Case, effect: Effect) -> None:
    """Write down one effect, in the transaction of the event that asks for it."""
    match effect:
        case TellOrigin():
            books.post.tell(case.origin, _told(books, case, effect))
        case AssignToCounter(seat=seat):
            _assign(books, case, seat)
        case RelayMaterial(counter=counter, material=material):
            books.post.owe(Relay(case.id, counter, material))
        case CallForReview(counter=counter):
            books.post.tell(counter, CollectingFinished(case=case.id))
        case CallOffReview(counter=counter):
            books.post.tell(counter, CollectingReopened(case=case.id))
        case ReleaseCounter(counter=counter, reason=reason):
            books.post.forgive(case.id, counter)
            books.post.tell(counter, CaseReleased(case=case.id, reason=reason))
        case NotifyPerson(person=person, change=change):
            books.post.notify(person, case.id, change)
        case CallCore(case=case_id, key=key):
            books.post.call_core(case_id, key)
        case FulfilAtOrigin(key=key):
            books.post.tell(case.origin, Fulfil(case=case.id, key=key))
        case OweCallback(at=at):
            books.callbacks.add(Callback(case.id, case.branch, at))
        case RouteAt() | MarkUnresponsive():
            pass  # the decider's own
        case _:
            assert_never(effect)


def material_record(material: Material) -> MaterialRecord:
    """A material as it travels."""
    return MaterialRecord(
        name=material.name,
        sha256=material.sha256,
        size_bytes=material.size_bytes,
        media_type=material.media_type,
        captured_at=material.captured_at,
        findings=json.loads(material.findings),
    )


def _assign(books: Books, case: Case, seat: Handler) -> None:
    assigned = CaseAssigned(
        case=case.id,
        fence=seat.fence,
        handler=_named(books, seat.person),
        origin=parse_device(case.origin),
        procedure=case.rules.procedure,
        application=dict(case.application),
    )
    books.post.tell(seat.counter, assigned)
    for material in case.materials.values():
        books.post.owe(Relay(case.id, seat.counter, material))
    if case.stage is not Stage.COLLECTING:
        books.post.tell(seat.counter, CollectingFinished(case=case.id))


def _told(books: Books, case: Case, effect: TellOrigin) -> Told:
    return Told(
        case=case.id,
        news=effect.news,
        handler=None if effect.person is None else _named(books, effect.person),
        reasons=effect.reasons,
        materials=effect.materials,
        rerouting=effect.rerouting,
        until=effect.until,
        at=effect.at,
        reference=effect.reference,
        place=effect.place,
        review=effect.review,
    )


def _named(books: Books, person: PersonId) -> Person:
    staff = books.people.get(person)
    return Person(person=person, name=person if staff is None else staff.name)
