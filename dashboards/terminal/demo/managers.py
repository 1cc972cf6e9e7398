"""Scenarios in which nobody is idle: a lobby manager names a teller, or there is none to ask."""

from __future__ import annotations

from typing import Final

from dashboards.terminal.demo.bank import Bank
from dashboards.terminal.demo.house import BRANCH_B
from dashboards.terminal.demo.outcome import Expected, Word
from dashboards.terminal.demo.script import Scenario


async def manager_assigns(bank: Bank) -> None:
    """Li is busy and Wang on a break; Zhao names Li, who is asked as soon as the first case is done."""
    first = await bank.a.files(BRANCH_B, "open-account")
    await bank.li.accepts(first)
    await bank.a.is_told(first, "accepted")
    second = await bank.a.files(BRANCH_B, "reset-password")
    await bank.zhao.names(second, bank.li)
    await bank.a.captures(first)
    await bank.li.passes(first)
    await bank.a.sees_result(first, "succeeded")
    await bank.li.accepts(second)
    await bank.a.is_told(second, "accepted")
    await bank.a.captures(second)
    await bank.li.passes(second)
    await bank.li.enters_reference(second, "MM-20261121-0007")
    await bank.a.sees_result(second, "succeeded")


async def no_manager(bank: Bank) -> None:
    """Nobody is idle and no manager on duty; the branch's overflow is branch C, where Sun takes it."""
    await bank.li.takes_break()
    await bank.zhao.ends_duty()
    business = await bank.a.files(BRANCH_B, "open-account")
    await bank.sun.accepts(business)
    await bank.a.is_told(business, "accepted")
    await bank.a.captures(business)
    await bank.sun.passes(business)
    await bank.a.sees_result(business, "succeeded")


SCENARIOS: Final = (
    Scenario(
        "manager-assigns",
        manager_assigns,
        (
            Expected("succeeded", (Word("accepted", "li"), Word("succeeded", "li"))),
            Expected("succeeded", (Word("accepted", "li"), Word("succeeded", "li"))),
        ),
    ),
    Scenario(
        "no-manager",
        no_manager,
        (Expected("succeeded", (Word("accepted", "sun"), Word("succeeded", "sun"))),),
        counters=("A", "B", "C"),
    ),
)
