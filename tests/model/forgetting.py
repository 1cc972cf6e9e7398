"""Which states are one state: what no rule can see is forgotten, and tellers are exchanged."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from hub.domain.case import Case, Handler, Quest, Stage
from hub.domain.roster import Staff
from hub.domain.words import PersonId, desk_of
from tests.model.alphabet import BRANCH, counter_of


def plain(case: Case) -> Case:
    """The case without what no rule sees: past rounds, how large the fences grew (behind is 0)."""
    fences = {seat.fence: number for number, seat in enumerate(case.seats, start=1)}
    return replace(
        case,
        rounds=1 if case.quest is Quest.AWAITING_MANAGER else 0,
        fence=len(fences) if fences else min(case.fence, 1),
        handler=_plain_seat(case.handler, fences),
        second=_plain_seat(case.second, fences),
        reasons=(),
    )


def _plain_seat(seat: Handler | None, fences: dict[int, int]) -> Handler | None:
    if seat is None or seat.fence == fences[seat.fence]:
        return seat
    return replace(seat, fence=fences[seat.fence])


def key_of(case: Case) -> object:
    """What tells one state of a case from another."""
    if case.stage is Stage.CLOSED:  # nothing of it moves again, whoever had it
        return case.id, case.result_shown
    return (
        case.id,
        case.stage,
        case.search,
        case.offers,
        case.rounds,
        case.fence,
        case.handler,
        case.second,
        tuple(material.sha256 for material in case.materials.values()),
        case.wanted,
        case.shown,
        case.round,
        case.recaptures,
        tuple(case.application.items()),
        None if case.recording is None else (case.recording.last.number, case.recording.gaps),
        case.recording_end is not None,
        case.camera_fault,
        case.place,
    )


def mirrored(case: Case, tellers: tuple[PersonId, ...]) -> Case:
    """The case with the two tellers exchanged."""
    one, other = tellers
    name = {one: other, other: one}
    counter = {
        where(person): where(name[person])
        for where in (counter_of, partial(desk_of, BRANCH))
        for person in tellers
    }

    def seat(had: Handler | None) -> Handler | None:
        return None if had is None else Handler(name[had.person], counter[had.counter], had.fence)

    search, offer = case.search, case.offer
    if search is not None:
        exchanged = None if offer is None else replace(offer, person=name[offer.person])
        search = replace(search, offer=exchanged, tried=frozenset(name[who] for who in search.tried))
    shown = frozenset((counter[where], sha256) for where, sha256 in case.shown)
    return replace(case, search=search, handler=seat(case.handler), second=seat(case.second), shown=shown)


def ranked(staff: tuple[Staff, ...]) -> tuple[Staff, ...]:
    """The people with only the order in which they became idle, not the time."""
    idle = sorted({person.idle_since for person in staff if _is_idle(person)})
    rank = {since: number for number, since in enumerate(idle)}
    return tuple(_since(person, rank[person.idle_since] if _is_idle(person) else 0) for person in staff)


def _since(person: Staff, rank: int) -> Staff:
    known = person.idle_since == rank and person.wrap_up_until == 0
    return person if known else replace(person, idle_since=rank, wrap_up_until=0)


def _is_idle(person: Staff) -> bool:
    return person.role != "lobby_manager" and not person.assigned and not person.offered
