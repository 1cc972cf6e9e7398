"""The rules of casework: `decide` says what a command makes of a case.

A case is filed, the router offers it to a person, the person accepts, the origin collects the
materials, the handler reviews them, and the case is closed with a result:

    unknown → filed → routing ⇄ offered → collecting → reviewing → closed

`TRANSITIONS` is that picture as a table: the commands that each phase knows. What is not in it is
refused (`not_in_phase`); what is there may still be refused by the rule it names.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from hub.domain.case import Case, Phase
from hub.domain.commands import (
    AcceptOffer,
    AddMaterial,
    Command,
    ConfirmResultShown,
    ConfirmShown,
    Decide,
    FileCase,
    FinishCollecting,
    Route,
)
from hub.domain.events import (
    CaseClosed,
    CaseFiled,
    CaseQueued,
    CollectingFinished,
    Event,
    MaterialAdded,
    MaterialShown,
    OfferAccepted,
    OfferMade,
    ResultShown,
    ReviewDecided,
)
from hub.domain.words import EpochMs, Rule

Decision = list[Event] | Rule


def decide(case: Case, command: Command, now: EpochMs) -> Decision:
    """What happens because of the command: events, or the rule that forbids it."""
    if case.phase is Phase.UNKNOWN and not isinstance(command, FileCase):
        return Rule("unknown_case", f"no case {case.id} has been filed")
    if isinstance(command, FileCase) and case.phase is not Phase.UNKNOWN:
        return Rule("case_exists", f"case {case.id} has been filed already")
    rule = TRANSITIONS[case.phase].get(type(command))
    if rule is None:
        does = type(command).__name__
        return Rule("not_in_phase", f"{does} is not possible while the case is {case.phase}")
    return rule(case, command, now)


def _file(case: Case, command: FileCase, now: EpochMs) -> Decision:
    if case.id.partition("-")[0] != command.branch.partition("/")[0]:
        return Rule("unknown_branch", "a case's id begins with the region that owns it", "case")
    return [CaseFiled(command.origin, command.branch, command.rules, command.application, now)]


def _route(case: Case, command: Route, now: EpochMs) -> Decision:
    choice = command.choice
    if choice.chosen is not None:
        deadline = now + case.rules.offer_ms
        return [OfferMade(case.offers + 1, choice, choice.chosen, deadline, now)]
    # That nobody is idle is news once; the case is then in the queue already.
    return [CaseQueued(choice, now)] if case.phase is Phase.FILED else []


def _accept(case: Case, command: AcceptOffer, now: EpochMs) -> Decision:
    offer = case.offer
    if offer is None or (offer.number, offer.person) != (command.offer, command.person):
        return Rule("stale_offer", f"offer {command.offer} is not open for {command.person}")
    if command.counter is None:
        return Rule("not_on_duty", "sign in at a counter first: accepting brings the case there")
    fence = 1 if case.handler is None else case.handler.fence + 1
    return [OfferAccepted(offer.number, command.person, command.counter, fence, now)]


def _add_material(case: Case, command: AddMaterial, now: EpochMs) -> Decision:
    material = command.material
    if command.device != case.origin:
        return Rule("not_the_origin", f"the case was filed at {case.origin}")
    if not command.known:
        return Rule("unknown_material", f"no {material.name} is asked for", "material.name")
    if not command.stored:
        return Rule("material_not_stored", f"the bytes of {material.name} did not arrive first")
    return [] if case.materials.get(material.name) == material else [MaterialAdded(material, now)]


def _finish_collecting(case: Case, command: FinishCollecting, now: EpochMs) -> Decision:
    if command.device != case.origin:
        return Rule("not_the_origin", f"the case was filed at {case.origin}")
    if missing := case.missing_materials:
        return Rule("materials_missing", f"still to be captured: {', '.join(missing)}", missing[0])
    return [CollectingFinished(now)]


def _confirm_shown(case: Case, command: ConfirmShown, now: EpochMs) -> Decision:
    if case.handler is None or command.device != case.handler.counter:
        return Rule("not_the_handler", f"{command.device} is not the counter that handles the case")
    material = case.materials.get(command.name)
    if material is None or material.sha256 != command.sha256:
        return Rule("unknown_material", f"the case has no {command.name} with that digest")
    return (
        []
        if command.sha256 in case.shown
        else [MaterialShown(command.name, command.sha256, command.device, now)]
    )


def _decide_review(case: Case, command: Decide, now: EpochMs) -> Decision:
    if case.handler is None or command.person != case.handler.person:
        return Rule("not_the_handler", "another person handles the case")
    unseen = [material.name for material in case.materials.values() if material.sha256 not in case.shown]
    if unseen:
        return Rule("materials_missing", f"not yet at your counter: {', '.join(unseen)}", unseen[0])
    if not command.passed and not command.reasons:
        return Rule("invalid_application", "a case that does not pass needs a reason", "reasons")
    evidence = tuple(material.sha256 for material in case.materials.values())
    return [
        ReviewDecided(command.person, command.passed, command.reasons, evidence, now),
        CaseClosed("succeeded" if command.passed else "failed", command.reasons, now),
    ]


def _confirm_result_shown(case: Case, command: ConfirmResultShown, now: EpochMs) -> Decision:
    if command.device != case.origin:
        return Rule("not_the_origin", f"the case was filed at {case.origin}")
    return [] if case.result_shown else [ResultShown(now)]


TRANSITIONS: Final[dict[Phase, dict[type[Any], Callable[[Case, Any, EpochMs], Decision]]]] = {
    Phase.UNKNOWN: {FileCase: _file},
    Phase.FILED: {Route: _route},
    Phase.ROUTING: {Route: _route},
    Phase.OFFERED: {AcceptOffer: _accept},
    Phase.COLLECTING: {
        AddMaterial: _add_material,
        FinishCollecting: _finish_collecting,
        ConfirmShown: _confirm_shown,
    },
    Phase.REVIEWING: {ConfirmShown: _confirm_shown, Decide: _decide_review},
    Phase.CLOSED: {ConfirmResultShown: _confirm_result_shown},
}
