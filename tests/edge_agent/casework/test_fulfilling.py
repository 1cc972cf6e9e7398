"""The machine gives out a card: once, whatever is repeated and whatever crashes in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from device_profiles.contract.messages.case import Fulfil, Fulfilled
from device_profiles.contract.messages.event import Condition
from edge_agent.casework.fulfilling import NOBODY_KNOWS
from edge_agent.store import fulfilments
from tests.fakes.kiosk_house import KioskHouse, kiosk_in


@pytest.fixture
async def kiosk(tmp_path: Path) -> AsyncIterator[KioskHouse]:
    async with kiosk_in(tmp_path) as kiosk:
        kiosk.somebody_comes()
        yield kiosk


async def answers(kiosk: KioskHouse, how_many: int = 1) -> list[Fulfilled]:
    """What the kiosk has answered, once it is so many."""
    async with asyncio.timeout(10):
        while True:
            found = [body for body in await kiosk.agent.said() if isinstance(body, Fulfilled)]
            if len(found) >= how_many:
                return found
            await kiosk.agent.records.changes.after(kiosk.agent.records.changes.version, 1)


async def test_a_card_comes_out_and_the_hub_is_told(kiosk: KioskHouse) -> None:
    case = await kiosk.begins()
    await kiosk.agent.hub.says(Fulfil(case=case, key="k1"))
    (answer,) = await answers(kiosk)
    assert answer == Fulfilled(case=case, key="k1", reference="simulated card 1", refusal=None)
    assert kiosk.agent.dispenser.dispensed == ["simulated card 1"]


async def test_asked_twice_it_comes_out_once_and_the_answer_is_the_same(kiosk: KioskHouse) -> None:
    case = await kiosk.begins()
    await kiosk.agent.hub.says(Fulfil(case=case, key="k1"))
    await answers(kiosk)
    await kiosk.agent.hub.says(Fulfil(case=case, key="k1"))
    first, second = await answers(kiosk, 2)
    assert first == second
    assert len(kiosk.agent.dispenser.dispensed) == 1


async def test_after_a_crash_in_between_a_person_must_look(tmp_path: Path) -> None:
    async with kiosk_in(tmp_path) as before:
        before.somebody_comes()
        case = await before.begins()

        def begun(connection: object) -> None:
            fulfilments.ask(connection, "k1", case)  # type: ignore[arg-type]
            fulfilments.put(connection, "k1", "begun")  # type: ignore[arg-type]

        await before.agent.records.read(begun)
    async with kiosk_in(tmp_path) as after:
        (answer,) = await answers(after)
        assert (answer.reference, answer.refusal) == (None, NOBODY_KNOWS)
        assert after.agent.dispenser.dispensed == []


@pytest.mark.parametrize(("condition", "says"), [("jammed", "stuck"), ("unplugged", "unplugged")])
async def test_what_the_machine_cannot_do_it_says(
    kiosk: KioskHouse, condition: Condition, says: str
) -> None:
    kiosk.agent.dispenser.becomes(condition)
    await kiosk.agent.hub.says(Fulfil(case=await kiosk.begins(), key="k1"))
    (answer,) = await answers(kiosk)
    assert answer.reference is None
    assert says in (answer.refusal or "")
    assert kiosk.agent.attendance.states["card-dispenser"].condition == condition


async def test_an_empty_dispenser_gives_nothing(kiosk: KioskHouse) -> None:
    kiosk.agent.dispenser.stock = 0
    await kiosk.agent.hub.says(Fulfil(case=await kiosk.begins(), key="k1"))
    (answer,) = await answers(kiosk)
    assert "no card left" in (answer.refusal or "")


async def test_the_receipt_is_printed_with_the_result(kiosk: KioskHouse) -> None:
    case = await kiosk.begins()
    await kiosk.agent.hub.says(Fulfil(case=case, key="k1"))
    await answers(kiosk)
    assert not kiosk.agent.papers.printing.prints
    await kiosk.is_told(case, "succeeded")
    async with asyncio.timeout(20):
        while not kiosk.agent.printer.printed:
            await kiosk.agent.records.changes.after(kiosk.agent.records.changes.version, 1)
    (found,) = kiosk.agent.papers.printing.prints
    assert (found.case, found.material) == (case, None)
