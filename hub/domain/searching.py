"""The rules of finding a person: offers, answers, managers, overflow, transfer, a handler who is lost."""

from __future__ import annotations

from hub.domain.case import Case, Offer, Quest, Stage
from hub.domain.commands import (
    AcceptOffer,
    AskForAnother,
    AskToWait,
    DeclineOffer,
    FileCase,
    LoseHandler,
    NameTeller,
    PassOnOffer,
    Route,
    TimeUp,
    Transfer,
)
from hub.domain.events import (
    CaseClosed,
    CaseFiled,
    CaseMoved,
    CaseQueued,
    Event,
    HandlerLost,
    ManagersAsked,
    OfferAccepted,
    OfferDeclined,
    OfferExpired,
    OfferMade,
    OfferPresented,
    OfferWithdrawn,
    PromiseMade,
)
from hub.domain.evolving import evolve
from hub.domain.obligations import may_be_lost
from hub.domain.roster import Branch, Staff
from hub.domain.routing import choose, is_busy, managers_on_duty, why_not, why_unfit
from hub.domain.words import Choice, EpochMs, PersonId, Rule
from hub.domain.workload import shift_work

Decision = list[Event] | Rule


def file_case(case: Case, command: FileCase, branch: Branch, now: EpochMs) -> Decision:
    """Take a new case, and look for a person at once."""
    if case.id.partition("-")[0] != command.branch.partition("/")[0]:
        return Rule("unknown_branch", "a case's id begins with the region that owns it", "case")
    filed = CaseFiled(
        command.origin, command.branch, command.rules, command.application, now, command.language
    )
    return then_route(case, [filed], branch, now)


def route(case: Case, _command: Route, branch: Branch, now: EpochMs) -> Decision:
    """Look again: for whoever became idle, or whether a queued offer has come to its turn."""
    if case.offer is not None:
        return _come_to_turn(case, case.offer, branch, now)
    choice = _choice(case, branch, now)
    if choice.chosen is not None:
        return [_offer(case, choice.chosen, "router", choice, now)]
    # Who was asked is still being waited for; a case that may not end for want of people waits, too.
    settled = _waits_in_branch(case) or _must_wait(case)
    return [] if settled and not _new_managers(case, branch) else then_route(case, [], branch, now)


def _come_to_turn(case: Case, offer: Offer, branch: Branch, now: EpochMs) -> list[Event]:
    """A queued offer is presented once the person's hands are free, and not kept for who went home."""
    if offer.state != "queued":
        return []
    person = branch.staff.get(offer.person)
    if person is None or not person.on_duty:
        gone = OfferWithdrawn(offer.number, offer.person, "not on duty any more", now)
        return then_route(case, [gone], branch, now)
    if is_busy(person, now):
        return []
    return [OfferPresented(offer.number, now + case.rules.offer_ms, now)]


def accept(case: Case, command: AcceptOffer, branch: Branch, now: EpochMs) -> Decision:
    """The person takes it: it is theirs, and goes to the counter where they are signed in."""
    if rule := _not_theirs(case, command.offer, command.person):
        return rule
    person = branch.staff.get(command.person)
    if person is None or person.counter is None:
        where = (
            "open your desk" if person is not None and person.role == "reviewer" else "sign in at a counter"
        )
        return Rule("not_on_duty", f"{where} first: accepting brings the case there")
    if not person.has_room:
        return Rule("already_taken", f"you have {person.assigned} case(s) already: finish one first")
    assert case.search is not None
    taken = OfferAccepted(
        command.offer, case.search.purpose, person.person, person.counter, case.fence + 1, now
    )
    return [taken]


def decline(case: Case, command: DeclineOffer, branch: Branch, now: EpochMs) -> Decision:
    """The person says no; the hub goes on looking, unless it was a transfer."""
    if rule := _not_theirs(case, command.offer, command.person):
        return rule
    if not command.reason:
        return Rule("invalid_application", "say why, in a few words", "reason")
    assert case.search is not None
    declined = OfferDeclined(command.offer, command.person, command.reason, rerouting=True, at=now)
    if case.search.purpose == "transfer":
        return [declined]
    events = then_route(case, [declined], branch, now)
    if isinstance(events[-1], CaseClosed):
        events[0] = OfferDeclined(command.offer, command.person, command.reason, rerouting=False, at=now)
    return events


def ask_to_wait(case: Case, command: AskToWait, _branch: Branch, now: EpochMs) -> Decision:
    """The person promises to take it later; until then it stays with them."""
    if rule := _not_theirs(case, command.offer, command.person):
        return rule
    if not now < command.until <= now + case.rules.longest_wait_ms:
        longest = case.rules.longest_wait_ms // 60_000
        return Rule("invalid_application", f"promise a time within the next {longest} minutes", "until")
    return [PromiseMade(command.offer, command.person, command.until, now)]


def pass_on(case: Case, command: PassOnOffer, branch: Branch, now: EpochMs) -> Decision:
    """An offer that was not accepted goes on to another at once."""
    if rule := _not_theirs(case, command.offer, command.person):
        return rule
    target = _named(case, branch, command.to, command.person)
    if isinstance(target, Rule):
        return target
    assert case.search is not None
    withdrawn = OfferWithdrawn(command.offer, command.person, f"passed on to {command.to}", now)
    made = _offer_to(case, target, command.person, now)
    return [withdrawn, made]


def ask_for_another(case: Case, command: AskForAnother, branch: Branch, now: EpochMs) -> Decision:
    """The origin does not want to wait for who promised; the hub looks for someone else."""
    if command.device != case.origin:
        return Rule("not_the_origin", f"the case was filed at {case.origin}")
    offer = case.offer
    if offer is None or case.handler is not None:
        return Rule("not_in_phase", "not now: the case is with its handler")
    withdrawn = OfferWithdrawn(offer.number, offer.person, "the origin asked for someone else", now)
    return then_route(case, [withdrawn], branch, now)


def name_teller(case: Case, command: NameTeller, branch: Branch, now: EpochMs) -> Decision:
    """The first manager who answers names a teller, who still gets an offer; a busy one has it queued."""
    assert case.search is not None
    if command.manager not in case.search.managers:
        return Rule("not_granted", "you were not asked to name a teller for this case")
    target = _named(case, branch, command.to, command.manager)
    return target if isinstance(target, Rule) else [_offer_to(case, target, command.manager, now)]


def transfer(case: Case, command: Transfer, branch: Branch, now: EpochMs) -> Decision:
    """The handler asks another to take over; they keep the case until the other accepts."""
    if rule := not_the_handler(case, command.person, command.fence):
        return rule
    if case.search is not None:
        return Rule("already_taken", "the case is offered to another already")
    target = _named(case, branch, command.to, command.person)
    return target if isinstance(target, Rule) else [_offer_to(case, target, command.person, now)]


def lose_handler(case: Case, command: LoseHandler, branch: Branch, now: EpochMs) -> Decision:
    """A reviewer is gone: the case is offered again, and their fence is behind."""
    seat = may_be_lost(case)
    if seat is None or (seat.person, seat.fence) != (command.person, command.fence):
        return Rule("not_the_handler", "the case does not wait for them")
    events: list[Event] = []
    if (offer := case.offer) is not None:
        events.append(OfferWithdrawn(offer.number, offer.person, "the handler was lost", now))
    return then_route(case, [*events, HandlerLost(command.person, command.fence, now)], branch, now)


def time_up(case: Case, command: TimeUp, branch: Branch, now: EpochMs) -> Decision:
    """A timer of the search went off; one that is for an earlier offer or round has nothing to say."""
    offer, search = case.offer, case.search
    match command.timer:
        case "offer" if offer is not None and offer.state == "open" and offer.number == command.number:
            expired = OfferExpired(offer.number, offer.person, now)
            if search is not None and search.purpose == "transfer":
                return [expired]
            return then_route(case, [expired], branch, now)
        case "promise" if offer is not None and offer.state == "waiting" and offer.number == command.number:
            return [OfferPresented(offer.number, now + case.rules.offer_ms, now)]
        case "manager" if _waits_in_branch(case) and case.rounds == command.number:
            choice = _choice(case, branch, now)
            if choice.chosen is not None:
                return [_offer(case, choice.chosen, "router", choice, now)]
            return _overflow(case, choice, branch, now)
        case _:
            return Rule("stale_offer", "the time that ran out was for something that is over already")


def not_the_handler(case: Case, person: PersonId, fence: int) -> Rule | None:
    """The rule that forbids a former handler, or a stranger, to go on with the case."""
    if case.handler is None or case.handler.person != person:
        return Rule("not_the_handler", "another person handles the case")
    if case.handler.fence != fence:
        return Rule("not_the_handler", "the case has been in other hands since: look at it again", "fence")
    return None


def then_route(case: Case, events: list[Event], branch: Branch, now: EpochMs) -> list[Event]:
    """After these events somebody must be found: offer it, ask the managers, or overflow."""
    before = case
    for event in events:
        case = evolve(case, event)
    if case.quest is not Quest.ROUTING:
        return events
    # Whoever these events set free, as when a transfer is withdrawn, may be the one who is idle.
    branch = shift_work(branch, before, case, now).settled(branch)
    choice = _choice(case, branch, now)
    if choice.chosen is not None:
        return [*events, _offer(case, choice.chosen, "router", choice, now)]
    if managers := managers_on_duty(branch):
        deadline = now + case.rules.manager_ms
        return [*events, ManagersAsked(case.rounds + 1, managers, choice, deadline, now)]
    if _may_come_free(case, branch):
        deadline = now + case.rules.manager_ms
        return [*events, CaseQueued(case.rounds + 1, choice, deadline, now)]
    return [*events, *_overflow(case, choice, branch, now)]


def _overflow(case: Case, choice: Choice, branch: Branch, now: EpochMs) -> list[Event]:
    """The branch's next step when neither a teller nor a manager can be had."""
    search = case.search
    assert search is not None
    barred = search.tried | {seat.person for seat in case.seats}
    for step in branch.policy.overflow:
        kind, _, name = step.partition(":")
        deputy = branch.staff.get(name)
        fit = deputy is not None and name not in barred and not why_unfit(deputy, case.rules)
        if kind == "deputy" and fit:
            because = Choice(name, "the branch's deputy", choice.passed_over)
            return [_offer(case, name, "overflow", because, now, person=deputy)]
        if kind == "branch" and case.stage is Stage.COLLECTING and not search.moved:
            return [CaseMoved(name, choice, now)]
    if _must_wait(case):
        return [CaseQueued(case.rounds + 1, choice, None, now)]
    return [CaseClosed("failed", (f"nobody at {branch.name} can take the case now",), now)]


def _may_come_free(case: Case, branch: Branch) -> bool:
    """Whether somebody is there who could have the case, and only cannot be offered it at this moment.

    They finish another case, or their counter is connected again, which after a restart of the hub takes
    a moment for everyone.
    """
    search = case.search
    if search is None or search.overflowing:
        return False  # whoever might have come free had their time
    barred = search.tried | {seat.person for seat in case.seats}
    if case.rules.handled_by == "reviewer":
        return True  # the customer waits themselves, and may leave: they are not sent away at once
    fit = (person for person in branch.staff.values() if not why_unfit(person, case.rules))
    return any(person.person not in barred for person in fit)


def _waits_in_branch(case: Case) -> bool:
    """Whether a manager's answer, or somebody who comes free, is waited for until a deadline."""
    return case.search is not None and case.search.patience_due is not None


def _must_wait(case: Case) -> bool:
    """Whether the case has come too far to end for want of a person: it was passed already."""
    return case.stage in (Stage.CONFIRMING, Stage.FULFILLING)


def _new_managers(case: Case, branch: Branch) -> bool:
    """Whether a case that waits for no manager could now ask one."""
    return case.quest is Quest.ROUTING and bool(managers_on_duty(branch))


def _choice(case: Case, branch: Branch, now: EpochMs) -> Choice:
    assert case.search is not None
    barred = {seat.person for seat in case.seats}
    return choose(branch, case.rules, barred, case.search.tried, now)


def _named(case: Case, branch: Branch, to: PersonId, by: PersonId) -> Staff | Rule:
    """The teller whom a person names, if they may have the case at all."""
    target = branch.staff.get(to)
    if target is None:
        return Rule("unknown_branch", f"nobody called {to} works at {branch.name}", "to")
    if to == by or to in {seat.person for seat in case.seats}:
        return Rule("already_taken", f"{target.name} has the case already", "to")
    if because := why_not(target, case.rules):
        return Rule("not_on_duty", f"{target.name} cannot take it: {because}", "to")
    return target


def _offer_to(case: Case, target: Staff, by: PersonId, now: EpochMs) -> OfferMade:
    choice = Choice(target.person, f"named by {by}")
    return _offer(case, target.person, by, choice, now, person=target)


def _offer(
    case: Case, to: PersonId, by: str, choice: Choice, now: EpochMs, person: Staff | None = None
) -> OfferMade:
    """An offer to one who is idle has a deadline; to one who is busy it is queued."""
    busy = person is not None and is_busy(person, now)
    deadline = None if busy else now + case.rules.offer_ms
    purpose = "transfer" if case.search is None else case.search.purpose
    return OfferMade(case.offers + 1, purpose, to, by, choice, deadline, now)


def _not_theirs(case: Case, number: int, person: PersonId) -> Rule | None:
    offer = case.offer
    if offer is None or (offer.number, offer.person) != (number, person):
        return Rule("stale_offer", "this offer is not yours to answer, or not any more")
    return None
