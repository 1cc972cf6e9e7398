"""Scenarios of the review: a material is wanted again, the case does not pass, or two must pass it."""

from __future__ import annotations

from typing import Final

from dashboards.terminal.demo.bank import Bank
from dashboards.terminal.demo.house import BRANCH_B
from dashboards.terminal.demo.outcome import Expected, Word
from dashboards.terminal.demo.people import PersonError
from dashboards.terminal.demo.script import Scenario


async def recapture(bank: Bank) -> None:
    """Li wants the ID card again, sees the new picture, and passes the case."""
    business = await bank.a.files(BRANCH_B, "open-account")
    await bank.li.accepts(business)
    await bank.a.is_told(business, "accepted")
    await bank.a.captures(business)
    await bank.li.wants_again(business, "id-card-front", "The number cannot be read.")
    await bank.a.is_told(business, "recapture")
    before = business.shown["id-card-front"]
    await bank.a.captures_again(business, "id-card-front")
    await bank.li.passes(business)
    if business.shown["id-card-front"] == before:
        raise PersonError("Li passed the case on the old picture of the ID card")
    await bank.a.sees_result(business, "succeeded")


async def fail(bank: Bank) -> None:
    """The materials do not convince Li, and the customer is told why."""
    reason = "The signature is missing."
    business = await bank.a.files(BRANCH_B, "open-account")
    await bank.li.accepts(business)
    await bank.a.is_told(business, "accepted")
    await bank.a.captures(business)
    await bank.li.does_not_pass(business, reason)
    await bank.a.sees_result(business, "failed")
    if business.told[-1]["reasons"] != [reason]:
        raise PersonError(f"counter A shows the reasons {business.told[-1]['reasons']}")


async def second_reviewer(bank: Bank) -> None:
    """A large withdrawal: Li passes it, Wang as second reviewer too, and Li pays it out."""
    await bank.wang.comes_to_counter()
    business = await bank.a.files(BRANCH_B, "large-cash-withdrawal")
    await bank.li.accepts(business)
    await bank.a.is_told(business, "accepted")
    await bank.a.captures(business)
    await bank.li.passes(business)
    await bank.wang.accepts(business)
    await bank.wang.passes(business)
    await bank.li.enters_reference(business, "QX-20261121-0042")
    await bank.a.sees_result(business, "succeeded")


_LI_SUCCEEDED: Final = Expected("succeeded", (Word("accepted", "li"), Word("succeeded", "li")))

SCENARIOS: Final = (
    Scenario(
        "recapture",
        recapture,
        (
            Expected(
                "succeeded",
                (
                    Word("accepted", "li"),
                    Word("recapture", "li", materials=("id-card-front",)),
                    Word("succeeded", "li"),
                ),
            ),
        ),
    ),
    Scenario("fail", fail, (Expected("failed", (Word("accepted", "li"), Word("failed", "li"))),)),
    Scenario("second-reviewer", second_reviewer, (_LI_SUCCEEDED,), counters=("A", "B", "B2")),
)
