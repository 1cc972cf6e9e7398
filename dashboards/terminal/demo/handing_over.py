"""Scenarios in which a case goes from one person to another: passed on, transferred, or taken over."""

from __future__ import annotations

from typing import Final

from dashboards.terminal.demo.bank import Bank
from dashboards.terminal.demo.house import BRANCH_B
from dashboards.terminal.demo.outcome import Expected, Word
from dashboards.terminal.demo.script import Scenario


async def transfer_offered(bank: Bank) -> None:
    """Li has the offer and passes it on to Wang, who takes it."""
    await bank.wang.comes_to_counter()
    business = await bank.a.files(BRANCH_B, "open-account")
    await bank.li.passes_on(business, bank.wang)
    await bank.wang.accepts(business)
    await bank.a.is_told(business, "accepted")
    await bank.a.captures(business)
    await bank.wang.passes(business)
    await bank.a.sees_result(business, "succeeded")


async def transfer_assigned(bank: Bank) -> None:
    """Li has the case and its materials, and hands it over to Wang; then Li sees nothing of it."""
    await bank.wang.comes_to_counter()
    business = await bank.a.files(BRANCH_B, "open-account")
    await bank.li.accepts(business)
    await bank.a.is_told(business, "accepted")
    await bank.a.captures(business)
    await bank.li.looks_at(business)
    await bank.li.transfers(business, bank.wang)
    await bank.wang.accepts(business)
    await bank.a.is_told(business, "accepted")
    await bank.li.has_lost_sight(business)
    await bank.wang.passes(business)
    await bank.a.sees_result(business, "succeeded")


async def handler_lost(bank: Bank) -> None:
    """Li's counter and handset fall silent; Wang takes over, and Li comes back too late to decide."""
    await bank.wang.comes_to_counter()
    business = await bank.a.files(BRANCH_B, "open-account")
    await bank.li.accepts(business)
    await bank.a.is_told(business, "accepted")
    await bank.a.captures(business)
    await bank.li.looks_at(business)
    fence = await bank.li.handset.fence(business.case)
    await bank.loses(bank.li)
    await bank.wang.accepts(business)
    await bank.a.is_told(business, "accepted")
    await bank.gets_back(bank.li)
    decision = bank.li.handset.handle(business.case, "review", {"passed": True}, fence)
    await bank.li.is_refused("not_the_handler", "pass the case", decision)
    await bank.li.has_lost_sight(business)
    await bank.wang.passes(business)
    await bank.a.sees_result(business, "succeeded")


_TWICE_ACCEPTED: Final = (
    Expected("succeeded", (Word("accepted", "li"), Word("accepted", "wang"), Word("succeeded", "wang"))),
)

SCENARIOS: Final = (
    Scenario(
        "transfer-offered",
        transfer_offered,
        (Expected("succeeded", (Word("accepted", "wang"), Word("succeeded", "wang"))),),
        counters=("A", "B", "B2"),
    ),
    Scenario("transfer-assigned", transfer_assigned, _TWICE_ACCEPTED, counters=("A", "B", "B2")),
    Scenario("handler-lost", handler_lost, _TWICE_ACCEPTED, counters=("A", "B", "B2")),
)
