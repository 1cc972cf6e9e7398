"""Who is there: duty, sign-in at a counter by the code it shows, and leaving it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from device_profiles.contract.messages.case import Person
from device_profiles.contract.messages.event import PersonSignedIn, PersonSignedOut
from device_profiles.delivery.clock import Clock
from hub.domain.roster import (
    RosterEvent,
    SignedIn,
    SignedOut,
    Staff,
    end_break,
    evolve_roster,
    go_off_duty,
    go_on_duty,
    leave_counter,
    sign_in,
    sit_down,
    take_break,
)
from hub.domain.words import DeviceName, PersonId, Rule, is_desk
from hub.ports.journal import Books, Journal
from hub.service.deciding import Decider
from hub.service.desks import Desks


class Duty:
    """What a person does to their own place in the roster."""

    def __init__(self, decider: Decider, clock: Clock) -> None:
        self._decider = decider
        self._clock = clock

    def begin(self, books: Books, person: PersonId) -> Staff | Rule:
        """Begin duty."""
        staff = _locked(books, person)
        return self._settle(books, staff, go_on_duty(staff, self._clock.now_ms()), then_sit=True)

    def end(self, books: Books, person: PersonId) -> Staff | Rule:
        """End duty, and with it the sign-in at a counter."""
        staff = _locked(books, person)
        return self._settle(books, staff, go_off_duty(staff, self._clock.now_ms()))

    def take_break(self, books: Books, person: PersonId) -> Staff | Rule:
        """Take a break: leave the counter, and let new cases pass by."""
        staff = _locked(books, person)
        return self._settle(books, staff, take_break(staff, self._clock.now_ms()))

    def end_break(self, books: Books, person: PersonId) -> Staff | Rule:
        """Come back from a break."""
        staff = _locked(books, person)
        return self._settle(books, staff, end_break(staff, self._clock.now_ms()), then_sit=True)

    def sign_in(self, books: Books, person: PersonId, code: str) -> Staff | Rule:
        """Bind the person to the counter that shows this code. Whoever was there is signed out."""
        staff, now_ms = _locked(books, person), self._clock.now_ms()
        counter = books.people.counter_showing(code, now_ms)
        if counter is None:
            return Rule("not_expected", "no counter shows this code now: look again, codes change", "code")
        events = sign_in(staff, counter, now_ms)
        if isinstance(events, Rule):
            return events
        other = books.people.at_counter(counter)
        if other is not None and other.person != person:
            left = self._settle(books, other, leave_counter(other, "replaced", now_ms))
            if isinstance(left, Rule):
                return left
        books.people.use_up_code(counter)
        return self._settle(books, staff, events)

    def leave(self, books: Books, counter: DeviceName, person: PersonId) -> Staff | Rule | None:
        """The person pressed "leave" at the counter; None when they were not there any more."""
        staff = _locked(books, person)
        if staff.counter != counter:
            return None
        return self._settle(books, staff, leave_counter(staff, "left", self._clock.now_ms()))

    def desk_opened(self, books: Books, person: PersonId) -> None:
        """A reviewer's desk page is there: if they are on duty they sit at it."""
        now_ms = self._clock.now_ms()
        books.people.set_desk(person, now_ms, is_open=True)
        staff = _locked(books, person)
        self._settle(books, staff, [], then_sit=True)

    def desk_closed(self, books: Books, person: PersonId) -> None:
        """The page is gone, perhaps for a moment: they keep what they have, and are offered nothing new."""
        books.people.set_desk(person, self._clock.now_ms(), is_open=False)

    def _settle(
        self,
        books: Books,
        staff: Staff,
        events: Sequence[RosterEvent] | Rule,
        *,
        then_sit: bool = False,
    ) -> Staff | Rule:
        if isinstance(events, Rule):
            return events
        after = staff
        for event in events:
            after = evolve_roster(after, event)
        if then_sit:
            sat_down = sit_down(after, self._clock.now_ms())
            events = [*events, *sat_down]
            for event in sat_down:
                after = evolve_roster(after, event)
        if events:
            books.people.put(after, events)
        for event in events:
            self._tell_counter(books, after, event)
        if after.on_duty and after.counter:
            self._decider.route_waiting(books, after.branch)
        return after

    def _tell_counter(self, books: Books, staff: Staff, event: RosterEvent) -> None:
        if isinstance(event, SignedIn | SignedOut) and is_desk(event.counter):
            return
        if isinstance(event, SignedIn):
            person = Person(person=staff.person, name=staff.name)
            books.post.tell(event.counter, PersonSignedIn(person=person))
        elif isinstance(event, SignedOut):
            books.post.tell(event.counter, PersonSignedOut(person=staff.person, reason=event.reason))


def desks_of(journal: Journal, duty: Duty) -> Desks:
    """The desks, so that who opens one sits at it."""

    async def opened(person: PersonId) -> None:
        await journal.transact(lambda books: duty.desk_opened(books, person))

    async def gone(person: PersonId) -> None:
        await journal.transact(lambda books: duty.desk_closed(books, person))

    return Desks(opened, gone)


def _locked(books: Books, person: PersonId) -> Staff:
    """The person as they are now; nobody else changes their branch's roster until the commit.

    They act, so they answer again: whoever let an offer expire has no case with which to show it.
    """
    staff = books.people.get(person)
    if staff is None:
        msg = f"{person} has a login but no account"
        raise LookupError(msg)
    locked = books.people.branch(staff.branch).staff[person]
    if not locked.unresponsive:
        return locked
    books.people.mark(person, unresponsive=False)
    return replace(locked, unresponsive=False)
