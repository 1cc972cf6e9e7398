"""Scenarios of how a case ends: taken back by the origin, or done in the core whose answer is lost."""

from __future__ import annotations

from typing import Final

from dashboards.terminal.demo.bank import Bank
from dashboards.terminal.demo.house import BRANCH_B
from dashboards.terminal.demo.outcome import Expected, Word
from dashboards.terminal.demo.people import PersonError
from dashboards.terminal.demo.script import Scenario


async def cancel(bank: Bank) -> None:
    """The customer leaves while Li considers the offer; it is taken back, and Li is too late to accept."""
    business = await bank.a.files(BRANCH_B, "open-account")
    await bank.li.is_offered(business)
    await bank.a.cancels(business, "The customer has to leave.")
    await bank.li.sees_offer_end(business)
    late = bank.li.handset.accept_offer(business.case, 1)
    await bank.li.is_refused("not_in_phase", "accept", late)
    await bank.a.sees_result(business, "cancelled")


async def core_banking_timeout(bank: Bank) -> None:
    """The core blocks the card, but its answer is lost; the hub asks again, and the core does it once."""
    bank.core.lose_next_answer()
    business = await bank.a.files(BRANCH_B, "report-lost-card")
    await bank.li.accepts(business)
    await bank.a.is_told(business, "accepted")
    await bank.a.captures(business)
    await bank.li.passes(business)
    await bank.a.sees_result(business, "succeeded")
    seen = await bank.auditor.get(f"/api/cases/{business.case}")
    key = next(entry["body"]["key"] for entry in seen["timeline"] if entry["kind"] == "FulfilmentBegun")
    if bank.core.asked[key] < 2 or bank.core.carried_out[key] != 1:
        raise PersonError("the core was not asked again, or did it more than once")
    if seen["reference"] != bank.core.references[key]:
        raise PersonError(f"the case has the reference {seen['reference']}, not the core's own")
    bank.tell_core(key)


SCENARIOS: Final = (
    Scenario("cancel", cancel, (Expected("cancelled", (Word("cancelled"),)),)),
    Scenario(
        "core-banking-timeout",
        core_banking_timeout,
        (Expected("succeeded", (Word("accepted", "li"), Word("succeeded", "li"))),),
    ),
)
