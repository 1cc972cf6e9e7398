"""One command to one case: load, decide, append, and write down what follows from it.

All of it happens in the caller's transaction, so a case never moves without its consequences.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import assert_never

import structlog

from device_profiles.contract.ids import parse_device
from device_profiles.contract.messages.case import (
    CaseAssigned,
    CaseReleased,
    CollectingFinished,
    MaterialRecord,
    Person,
    Told,
)
from device_profiles.delivery.clock import Clock
from hub.domain.case import Case
from hub.domain.casework import decide
from hub.domain.commands import Command
from hub.domain.effects import (
    AssignToCounter,
    CallForReview,
    Effect,
    NotifyPerson,
    RelayMaterial,
    ReleaseCounter,
    TellOrigin,
    react,
)
from hub.domain.events import CaseClosed, Event, OfferMade
from hub.domain.roster import give_and_take
from hub.domain.words import CaseId, Material, PersonId, Rule
from hub.ports.journal import Books, Relay

_log = structlog.get_logger()


class Decider:
    """Carries a command through the rules, into the journal, and on to whoever must know."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def act(self, books: Books, case_id: CaseId, command: Command, actor: str) -> Case | Rule:
        """The case after the command, or the rule that forbids it; then nothing was written."""
        before = books.cases.get(case_id)
        decision = decide(before, command, self._clock.now_ms())
        does = type(command).__name__
        if isinstance(decision, Rule):
            _log.info("refused", case=case_id, command=does, actor=actor, rule=decision.code)
            return decision
        after = books.cases.append(before, decision, actor)
        _log.info("decided", case=case_id, command=does, actor=actor, phase=after.phase.value)
        _share_work(books, before, decision)
        for event in decision:
            for effect in react(after, event):
                _perform(books, after, effect)
        return after


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


def _share_work(books: Books, before: Case, events: Sequence[Event]) -> None:
    """Keep count of what each person holds."""
    for event in events:
        person = _concerned(before, event)
        staff = None if person is None else books.people.get(person)
        if staff is not None:
            books.people.put(give_and_take(staff, event), [])


def _concerned(before: Case, event: Event) -> PersonId | None:
    if isinstance(event, OfferMade):
        return event.person
    if isinstance(event, CaseClosed) and (holder := before.handler or before.offer):
        return holder.person
    return None


def _perform(books: Books, case: Case, effect: Effect) -> None:
    match effect:
        case TellOrigin(news=news, reasons=reasons):
            handler = None if effect.handler is None else _named(books, effect.handler)
            books.post.tell(effect.origin, Told(case=case.id, news=news, handler=handler, reasons=reasons))
        case AssignToCounter(counter=counter):
            books.post.tell(counter, _assigned(books, case))
            for material in case.materials.values():
                books.post.owe(Relay(case.id, counter, material))
        case RelayMaterial(counter=counter, material=material):
            books.post.owe(Relay(case.id, counter, material))
        case CallForReview(counter=counter):
            books.post.tell(counter, CollectingFinished(case=case.id))
        case ReleaseCounter(counter=counter, reason=reason):
            books.post.forgive(case.id)
            books.post.tell(counter, CaseReleased(case=case.id, reason=reason))
        case NotifyPerson(person=person, change=change):
            books.post.notify(person, case.id, change)
        case _:
            assert_never(effect)


def _assigned(books: Books, case: Case) -> CaseAssigned:
    if case.handler is None:
        msg = f"case {case.id} is assigned to nobody"
        raise AssertionError(msg)
    return CaseAssigned(
        case=case.id,
        fence=case.handler.fence,
        handler=_named(books, case.handler.person),
        origin=parse_device(case.origin),
        procedure=case.rules.procedure,
        application=dict(case.application),
    )


def _named(books: Books, person: PersonId) -> Person:
    staff = books.people.get(person)
    return Person(person=person, name=person if staff is None else staff.name)
