"""The exploration sees what it is there to see: each fault planted in the rules breaks an invariant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from hub.domain import casework, effects, handling, obligations, searching, workload
from hub.domain.case import Case, Quest, Stage
from hub.domain.commands import Cancel, ChangeFindings, LoseHandler, NameTeller, TimeUp, Transfer
from hub.domain.effects import ReleaseCounter, TellOrigin
from hub.domain.events import ConsentRecorded, Event, HandlerLost, OfferWithdrawn
from hub.domain.evolving import evolve
from hub.domain.roster import Branch, Staff
from hub.domain.routing import choose
from hub.domain.words import ProcedureRules, Rule
from tests.model import invariants, people_invariants
from tests.model.alphabet import Kind
from tests.model.explore import Exploration, Small
from tests.model.invariants import ViolatedError

Plant = Callable[[pytest.MonkeyPatch], None]


def stale_offer_accepted(patch: pytest.MonkeyPatch) -> None:
    def only_the_person_counts(case: Case, _number: int, person: str) -> Rule | None:
        theirs = case.offer is not None and case.offer.person == person
        return None if theirs else Rule("stale_offer", "not yours")

    patch.setattr(searching, "_not_theirs", only_the_person_counts)


def second_handler(patch: pytest.MonkeyPatch) -> None:
    accepted = effects._accepted

    def nobody_lets_go(*given: Any) -> list[effects.Effect]:
        return [effect for effect in accepted(*given) if not isinstance(effect, ReleaseCounter)]

    patch.setattr(effects, "_accepted", nobody_lets_go)


def fence_ignored(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(searching, "not_the_handler", lambda *_given: None)


def lease_ignored(patch: pytest.MonkeyPatch) -> None:
    def whoever_is_lost(case: Case, command: LoseHandler, branch: Branch, now: int) -> Any:
        seat = case.seats[0]
        return searching.lose_handler(case, LoseHandler(seat.person, seat.fence), branch, now)

    patch.setitem(casework.STAGES[Stage.COLLECTING], LoseHandler, whoever_is_lost)


def late_manager_taken(patch: pytest.MonkeyPatch) -> None:
    def offer_anew(case: Case, command: NameTeller, branch: Branch, now: int) -> Any:
        offer = case.offer
        assert offer is not None
        withdrawn = OfferWithdrawn(offer.number, offer.person, "a manager said so", now)
        return [withdrawn, searching._offer_to(case, branch.staff[command.to], command.manager, now)]

    patch.setitem(casework.SEARCHING[Quest.OFFERED], NameTeller, offer_anew)


def timer_lost(patch: pytest.MonkeyPatch) -> None:
    timers_of = obligations.timers_of

    def no_promise(case: Case) -> frozenset[obligations.Timer]:
        return frozenset(timer for timer in timers_of(case) if timer.kind != "promise")

    patch.setattr(obligations, "timers_of", no_promise)


def timer_unheard(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(
        casework.SEARCHING[Quest.AWAITING_MANAGER], TimeUp, lambda *_given: Rule("stale_offer", "")
    )


def capacity_ignored(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Staff, "has_room", property(lambda _staff: True))


def closed_case_moves(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(casework.STAGES[Stage.CLOSED], Cancel, handling.cancel)


def transfer_frees_at_once(patch: pytest.MonkeyPatch) -> None:
    def let_go(case: Case, command: Transfer, branch: Branch, now: int) -> Any:
        answer = searching.transfer(case, command, branch, now)
        return (
            answer
            if isinstance(answer, Rule)
            else [HandlerLost(command.person, command.fence, now), *answer]
        )

    patch.setitem(casework.STAGES[Stage.COLLECTING], Transfer, let_go)


def declined_teller_asked_again(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(searching, "_choice", lambda case, branch, now: choose(branch, case.rules, (), (), now))


def second_reviewer_may_be_the_first(patch: pytest.MonkeyPatch) -> None:
    def nobody_barred(case: Case, branch: Branch, now: int) -> Any:
        assert case.search is not None
        return choose(branch, case.rules, (), case.search.tried, now)

    patch.setattr(searching, "_choice", nobody_barred)


def told_twice(patch: pytest.MonkeyPatch) -> None:
    closed = effects._closed

    def told_again(before: Case, told: TellOrigin) -> list[effects.Effect]:
        return [told, *closed(before, told)]

    patch.setattr(effects, "_closed", told_again)


def decline_not_told(patch: pytest.MonkeyPatch) -> None:
    react = effects.react

    def silent(*given: Any) -> list[effects.Effect]:
        return [effect for effect in react(*given) if getattr(effect, "news", "") != "declined"]

    patch.setattr(effects, "react", silent)


def managers_left_asking(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(effects, "_managers_answered", lambda _before: [])


def offers_not_counted(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(workload, "offered_to", lambda _case: None)


def idle_overlooked(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(searching, "shift_work", lambda *_given: workload.Shift((), freed=False))


def consent_forgets_what_was_shown(patch: pytest.MonkeyPatch) -> None:
    def forgetful(case: Case, event: Event) -> Case:
        after = evolve(case, event)
        return replace(after, shown=frozenset()) if isinstance(event, ConsentRecorded) else after

    patch.setattr("tests.model.bank.evolve", forgetful)


def remark_after_the_review(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(casework.STAGES[Stage.FULFILLING], ChangeFindings, handling.change_findings)


def gap_ignored(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(handling, "_video_forbids", lambda *_given: None)


def business_never_reviewed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ProcedureRules, "is_last", lambda *_given: True)


def sent_to_a_desk(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(effects, "is_desk", lambda _counter: False)


ONE = Small((Kind(),), offers=2)
ALONE = Small((Kind(alone=True),), offers=2, reviewers=True)
WITH_FORM = Small((Kind(form=True, fulfilment="manual"),), offers=2)
TWO = Small((Kind(), Kind()), offers=2)
WITH_ROOM = Small((Kind(two=True),), offers=2, capacity=2)


@pytest.mark.parametrize(
    ("plant", "invariant", "small"),
    [
        (stale_offer_accepted, invariants.OFFERS_APART, ONE),
        (second_handler, invariants.ONE_HANDLER, ONE),
        (fence_ignored, invariants.ONLY_WHO_HAS_IT, ONE),
        (lease_ignored, invariants.ONLY_WHO_HAS_IT, ONE),
        (late_manager_taken, invariants.LATE_MANAGERS, ONE),
        (timer_lost, invariants.SOMEBODY_OWES, ONE),
        (timer_unheard, invariants.TIMERS_BITE, ONE),
        (capacity_ignored, people_invariants.NEVER_ABOVE_CAPACITY, TWO),
        (closed_case_moves, invariants.CLOSED_STAYS, ONE),
        (transfer_frees_at_once, invariants.KEPT_UNTIL_ACCEPTED, ONE),
        (declined_teller_asked_again, invariants.NOT_AGAIN, ONE),
        (second_reviewer_may_be_the_first, invariants.TWO_REVIEWERS, WITH_ROOM),
        (told_twice, invariants.TOLD_ONCE, ONE),
        (decline_not_told, invariants.TOLD_ONCE, ONE),
        (managers_left_asking, invariants.MANAGERS_TOLD, ONE),
        (idle_overlooked, people_invariants.NOBODY_OVERLOOKED, ONE),
        (offers_not_counted, people_invariants.COUNTS_AGREE, ONE),
        (consent_forgets_what_was_shown, invariants.WORDS_MOVE_NOTHING, WITH_FORM),
        (remark_after_the_review, invariants.WORDS_MOVE_NOTHING, WITH_FORM),
        (gap_ignored, invariants.ROUNDS_IN_ORDER, ALONE),
        (business_never_reviewed, invariants.ROUNDS_IN_ORDER, ALONE),
        (sent_to_a_desk, invariants.ONE_HANDLER, ALONE),
    ],
)
def test_a_planted_fault_is_caught(
    plant: Plant, invariant: str, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)
    with pytest.raises(ViolatedError) as caught:
        Exploration(small).run()
    assert caught.value.invariant == invariant


@pytest.mark.parametrize("small", [ONE, TWO, WITH_ROOM, ALONE])
def test_nothing_is_caught_where_no_fault_is(small: Small) -> None:
    assert Exploration(small).run().worlds > 30


def test_the_shortest_way_there_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    closed_case_moves(monkeypatch)
    with pytest.raises(ViolatedError) as caught:
        Exploration(ONE).run()
    by, *way = caught.value.__notes__
    assert by.startswith("by Cancel(")
    assert [line.split("(")[0] for line in way] == ["1. case 1: FileCase", "2. case 1: Cancel"]


def test_the_tellers_keep_their_names_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    transfer_frees_at_once(monkeypatch)
    with pytest.raises(ViolatedError) as caught:
        Exploration(ONE).run()
    by, *way = caught.value.__notes__
    handler = "li" if "person li" in by else "wang"
    assert f"person {handler}" in way[-1]
    assert way[-1].startswith("2. case 1: AcceptOffer")
