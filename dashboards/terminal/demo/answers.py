"""Scenarios of an offer and its answers: accepted, put off, declined, or not answered at all."""

from __future__ import annotations

from typing import Final

from dashboards.terminal.demo.bank import Bank
from dashboards.terminal.demo.house import BRANCH_B, BRANCH_C
from dashboards.terminal.demo.outcome import Expected, Word
from dashboards.terminal.demo.people import PersonError
from dashboards.terminal.demo.script import Scenario


async def accept(bank: Bank) -> None:
    """Li is idle, accepts, reviews the materials, and passes the case."""
    business = await bank.a.files(BRANCH_B, "open-account")
    await bank.li.accepts(business)
    await bank.a.is_told(business, "accepted")
    await bank.a.captures(business)
    await bank.li.passes(business)
    await bank.a.sees_result(business, "succeeded")


async def wait(bank: Bank) -> None:
    """Li promises to take it shortly, and is asked first when the time has come, though Wang is idle."""
    business = await bank.a.files(BRANCH_B, "open-account")
    until = await bank.li.asks_to_wait(business, wait_s=2)
    told = await bank.a.is_told(business, "waiting")
    if told["until"] != until:
        raise PersonError(f"counter A is told to wait until {told['until']}; Li promised {until}")
    await bank.wang.comes_to_counter()
    await bank.li.accepts(business)
    await bank.a.is_told(business, "accepted")
    await bank.a.captures(business)
    await bank.li.passes(business)
    await bank.a.sees_result(business, "succeeded")


async def decline_reroute(bank: Bank) -> None:
    """Li declines; the hub goes on looking, and Wang takes it."""
    await bank.wang.comes_to_counter()
    business = await bank.a.files(BRANCH_B, "open-account")
    await bank.li.declines(business, "With another customer.")
    await bank.a.is_told(business, "declined")
    await bank.wang.accepts(business)
    await bank.a.is_told(business, "accepted")
    await bank.a.captures(business)
    await bank.wang.passes(business)
    await bank.a.sees_result(business, "succeeded")


async def decline_close(bank: Bank) -> None:
    """Sun, the only teller of a small branch without a manager, declines; the case is closed."""
    business = await bank.a.files(BRANCH_C, "open-account")
    await bank.sun.declines(business, "The vault is being counted.")
    await bank.a.is_told(business, "declined")
    await bank.a.sees_result(business, "failed")


async def offer_expired(bank: Bank) -> None:
    """Li does not answer in time; Wang is asked, and Li is passed over until Li acts again."""
    await bank.wang.comes_to_counter()
    business = await bank.a.files(BRANCH_B, "open-account")
    await bank.li.is_offered(business)
    await bank.li.sees_offer_end(business)
    await bank.wang.accepts(business)
    await bank.a.is_told(business, "accepted")
    await bank.a.captures(business)
    await bank.wang.passes(business)
    await bank.a.sees_result(business, "succeeded")


SCENARIOS: Final = (
    Scenario("accept", accept, (Expected("succeeded", (Word("accepted", "li"), Word("succeeded", "li"))),)),
    Scenario(
        "wait",
        wait,
        (Expected("succeeded", (Word("waiting", "li"), Word("accepted", "li"), Word("succeeded", "li"))),),
        counters=("A", "B", "B2"),
    ),
    Scenario(
        "decline-reroute",
        decline_reroute,
        (
            Expected(
                "succeeded",
                (
                    Word("declined", "li", rerouting=True),
                    Word("accepted", "wang"),
                    Word("succeeded", "wang"),
                ),
            ),
        ),
        counters=("A", "B", "B2"),
    ),
    Scenario(
        "decline-close",
        decline_close,
        (Expected("failed", (Word("declined", "sun", rerouting=False), Word("failed"))),),
        counters=("A", "B", "C"),
    ),
    Scenario(
        "offer-expired",
        offer_expired,
        (Expected("succeeded", (Word("accepted", "wang"), Word("succeeded", "wang"))),),
        counters=("A", "B", "B2"),
    ),
)
