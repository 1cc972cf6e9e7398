"""The handler decides at the counter: it goes to the hub in their name, while they are signed in here.

Owns what must hold before it is said: its handler is signed in, all of it is here, and the hub can be
reached. Whether it holds is the hub's to judge; a refusal is kept for the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from device_profiles.contract.messages.case import AskRecapture, DecideReview
from device_profiles.delivery.session import Session
from edge_agent.casework.errors import NeedsLinkError, NoSuchCaseError, RefusedError
from edge_agent.casework.records import Records, Transaction
from edge_agent.store import counter_decisions, handled_cases
from edge_agent.store.counter_decisions import Said
from edge_agent.store.handled_cases import HandledCase


@dataclass(frozen=True, slots=True)
class Deciding:
    """Decisions made on this counter's own screen."""

    records: Records
    session: Session

    async def review(
        self, case: str, evidence: Collection[str], reasons: Sequence[str], *, passed: bool
    ) -> None:
        """Pass the case or not, on the materials of these digests: those that the page showed.

        Raises:
            NoSuchCaseError: the case is not handled here.
            RefusedError: its handler is not signed in, it is not whole, or no reason is given.
            NeedsLinkError: the hub cannot be reached now.
        """
        if not passed and not reasons:
            raise RefusedError("invalid_application", "a case that does not pass needs a reason", "reasons")

        def said(handled: HandledCase) -> DecideReview:
            here = {record.sha256 for record in handled.materials}
            if set(evidence) != here:
                says = "a material was captured anew since: look at it first"
                raise RefusedError("materials_missing", says, "evidence")
            assigned = handled.assigned
            return DecideReview(
                case=case,
                person=assigned.handler.person,
                fence=assigned.fence,
                passed=passed,
                reasons=tuple(reasons),
                evidence=tuple(sorted(here)),
            )

        await self._say(case, said)

    async def ask_again(self, case: str, materials: Sequence[str], reasons: Sequence[str]) -> None:
        """Ask the origin for materials again.

        Raises:
            NoSuchCaseError: the case is not handled here.
            RefusedError: its handler is not signed in, or it is not whole yet.
            NeedsLinkError: the hub cannot be reached now.
        """

        def said(handled: HandledCase) -> AskRecapture:
            assigned = handled.assigned
            return AskRecapture(
                case=case,
                person=assigned.handler.person,
                fence=assigned.fence,
                materials=tuple(materials),
                reasons=tuple(reasons),
            )

        await self._say(case, said)

    async def _say(self, case: str, said: Callable[[HandledCase], Said]) -> None:
        if not self.session.connected:
            raise NeedsLinkError("a decision needs the hub: wait for the link, or use your handset")

        def say(transaction: Transaction) -> None:
            body = said(_decidable(transaction.connection, case))
            counter_decisions.put(transaction.connection, body, self.records.ids.clock.now_ms())
            transaction.tell_hub(body)

        await self.records.change(say)


def _decidable(connection: Connection, case: str) -> HandledCase:
    handled = handled_cases.get(connection, case)
    if handled is None:
        raise NoSuchCaseError(f"case {case} is not handled here")
    person = handled_cases.person(connection)
    if person is None or person.person != handled.assigned.handler.person:
        raise RefusedError("not_the_handler", "whoever handles the case is not signed in here")
    if not handled.ready:
        raise RefusedError("not_in_phase", "the materials are not all here yet")
    made = counter_decisions.of_case(connection, case)
    if made is not None and made.refusal is None:
        raise RefusedError("not_in_phase", "it was decided here already")
    return handled
