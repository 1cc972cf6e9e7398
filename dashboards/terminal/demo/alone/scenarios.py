"""Scenarios of a customer alone before the kiosk, and a reviewer at a desk (journey B)."""

from __future__ import annotations

from typing import Final

from dashboards.terminal.demo.bank import Bank
from dashboards.terminal.demo.business import Business
from dashboards.terminal.demo.outcome import Expected, Word
from dashboards.terminal.demo.script import Scenario

CARD: Final = "apply-for-card"


async def kiosk_paper(bank: Bank) -> None:
    """The form is printed, signed and scanned; the card comes out."""
    business = await _is_eligible(bank)
    await bank.alone.customer.signs_on_paper(business)
    await _gets_card(bank, business)


async def kiosk_pad(bank: Bank) -> None:
    """The customer signs on the pad; the card comes out."""
    business = await _is_eligible(bank)
    await bank.alone.customer.signs(business)
    await _gets_card(bank, business)


async def kiosk_refused(bank: Bank) -> None:
    """Rui cannot tell that the customer is the one on the card, and does not pass the case."""
    customer, rui = bank.alone.customer, bank.alone.rui
    business = await _is_accepted(bank)
    await customer.shows_identity(business)
    await customer.is_done(business)
    await rui.does_not_pass(business, "无法确认是本人 The face cannot be told to be the card's.")
    await customer.is_told(business, "failed")
    await customer.goes(business)


async def kiosk_recapture(bank: Bank) -> None:
    """Rui cannot read a corner of the ID card; it is shown once more, and the card comes out."""
    customer, rui = bank.alone.customer, bank.alone.rui
    business = await _is_accepted(bank)
    await customer.shows_identity(business)
    await customer.is_done(business)
    await rui.wants_again(business, "id-card-front", "左下角看不清 The lower left corner cannot be read.")
    await customer.is_told(business, "recapture")
    await customer.shows_card(business)
    await customer.is_done(business)
    await rui.passes(business)
    await customer.is_told(business, "reviewed")
    await customer.signs(business)
    await _gets_card(bank, business)


async def kiosk_walk_away(bank: Bank) -> None:
    """The customer goes away in the middle: the screen hides all, then the visit ends, and the case."""
    customer = bank.alone.customer
    business = await _is_accepted(bank)
    await customer.shows_identity(business)
    await bank.alone.rui.sees_materials(business)
    await customer.walks_away(business)
    await bank.alone.rui.sees_end(business)


async def kiosk_consultation(bank: Bank) -> None:
    """The customer only wants to talk; each hears the other."""
    from dashboards.terminal.demo.alone.talk import in_conversation  # noqa: PLC0415  it loads aiortc

    customer, rui = bank.alone.customer, bank.alone.rui
    business = await _is_accepted(bank, "talk-to-a-person")
    await customer.asks_to_talk(business)
    await rui.talks(business)
    async with in_conversation(customer.page, business.case) as conversation:
        await customer.hears(business, conversation)
        await rui.hears(business)
        await rui.hangs_up(business)
    await rui.passes(business)
    await customer.is_told(business, "succeeded")
    await customer.goes(business)


async def _is_accepted(bank: Bank, procedure: str = CARD) -> Business:
    business = await bank.alone.customer.begins(procedure)
    await bank.alone.rui.accepts(business)
    await bank.alone.customer.is_told(business, "accepted")
    return business


async def _is_eligible(bank: Bank) -> Business:
    """The first review was passed."""
    business = await _is_accepted(bank)
    await bank.alone.customer.shows_identity(business)
    await bank.alone.customer.is_done(business)
    await bank.alone.rui.passes(business)
    await bank.alone.customer.is_told(business, "reviewed")
    return business


async def _gets_card(bank: Bank, business: Business) -> None:
    """The second review is passed, the machine does what it is for, and the customer goes."""
    await bank.alone.rui.passes(business)
    await bank.alone.customer.is_told(business, "succeeded")
    await bank.alone.customer.takes_receipt(business)
    await bank.alone.customer.goes(business)


_ACCEPTED, _REVIEWED, _SUCCEEDED = (Word(news, "rui") for news in ("accepted", "reviewed", "succeeded"))
_ISSUED: Final = Expected("succeeded", (_ACCEPTED, _REVIEWED, _SUCCEEDED))
_AGAIN: Final = Word("recapture", "rui", materials=("id-card-front",))

SCENARIOS: Final = tuple(
    Scenario(name, play, (expected,), counters=(), kiosk=True)
    for name, play, expected in (
        ("kiosk-paper", kiosk_paper, _ISSUED),
        ("kiosk-pad", kiosk_pad, _ISSUED),
        ("kiosk-refused", kiosk_refused, Expected("failed", (_ACCEPTED, Word("failed", "rui")))),
        (
            "kiosk-recapture",
            kiosk_recapture,
            Expected("succeeded", (_ACCEPTED, _AGAIN, _REVIEWED, _SUCCEEDED)),
        ),
        ("kiosk-walk-away", kiosk_walk_away, Expected("cancelled", (_ACCEPTED,))),
        ("kiosk-consultation", kiosk_consultation, Expected("succeeded", (_ACCEPTED, _SUCCEEDED))),
    )
)
