"""The hub's own moves: deadlines that pass, promises that come due, handlers who are gone."""

from __future__ import annotations

import pytest

from hub.domain.case import Case
from hub.domain.commands import AcceptOffer, AskToWait
from hub.domain.words import BranchPolicy, Rule
from hub.ports.journal import Books
from hub.service.deciding import Decider
from hub.service.timers import Timers
from tests.fakes.case_events import BRANCH_B, COUNTER_A, COUNTER_B, teller
from tests.fakes.hub_house import House
from tests.fakes.standing_clock import MINUTE_MS
from tests.hub.service.test_device_messages import CASE, filing

COUNTER_2 = "north/b2/counter-2"


@pytest.fixture
async def timers(house: House) -> Timers:
    """A house where Li and then Wang are idle, and a case is offered to Li."""
    await house.has(teller("li"), teller("wang"))
    for person, counter in (("li", COUNTER_B), ("wang", COUNTER_2)):
        await house.has_counter(counter)
        await house.seats(person, counter)
    await house.hears(COUNTER_A, filing())
    return Timers(house.web.journal, Decider(house.shelf.clock), house.shelf.clock)


async def case_of(house: House) -> Case:
    return await house.shelf.do(lambda books: books.cases.get(CASE))


async def li_does(house: House, command: AcceptOffer | AskToWait) -> None:
    li = await house.shelf.do(lambda books: books.people.get("li"))
    assert li is not None
    assert not isinstance(await house.web.handling.act(li, CASE, command), Rule)


async def after(house: House, timers: Timers, minutes: float) -> Case:
    house.shelf.clock.pass_ms(round(minutes * MINUTE_MS))
    await house.shelf.do(timers.look)
    return await case_of(house)


async def test_before_the_deadline_nothing_happens(house: House, timers: Timers) -> None:
    before = await case_of(house)
    assert await after(house, timers, 0.9) == before


async def test_an_offer_that_nobody_answers_goes_to_the_next(house: House, timers: Timers) -> None:
    case = await after(house, timers, 1.1)
    assert case.offer is not None
    assert (case.offer.number, case.offer.person) == (2, "wang")
    li = await house.shelf.do(lambda books: books.people.get("li"))
    assert li is not None
    assert li.unresponsive


async def test_a_promise_brings_the_offer_back_to_the_same_teller(house: House, timers: Timers) -> None:
    await li_does(house, AskToWait(1, "li", house.shelf.clock.now_ms() + 5 * MINUTE_MS))
    case = await after(house, timers, 5.1)
    assert case.offer is not None
    assert (case.offer.number, case.offer.person, case.offer.state) == (1, "li", "open")


async def test_a_handler_who_is_gone_from_counter_and_handset_is_replaced(
    house: House, timers: Timers
) -> None:
    await li_does(house, AcceptOffer(1, "li"))

    def both_gone(books: Books) -> None:
        books.people.set_policy(BRANCH_B, BranchPolicy(lease_ms=2 * MINUTE_MS))
        books.people.saw("li", house.shelf.clock.now_ms())
        books.devices.set_presence(COUNTER_B, house.shelf.clock.now_ms(), online=False)

    await house.shelf.do(both_gone)
    assert (await after(house, timers, 1.9)).handler is not None
    case = await after(house, timers, 0.2)
    assert case.handler is None
    assert case.offer is not None
    assert case.offer.person == "wang"


@pytest.mark.parametrize("there", ["counter", "handset"])
async def test_one_of_the_two_is_enough_to_be_there(house: House, timers: Timers, there: str) -> None:
    await li_does(house, AcceptOffer(1, "li"))

    def one_gone(books: Books) -> None:
        books.devices.set_presence(COUNTER_B, house.shelf.clock.now_ms(), online=there == "counter")

    await house.shelf.do(one_gone)
    house.shelf.clock.pass_ms(10 * MINUTE_MS)
    if there == "handset":
        await house.shelf.do(lambda books: books.people.saw("li", house.shelf.clock.now_ms()))
    case = await after(house, timers, 0)
    assert case.handler is not None
    assert case.handler.person == "li"


async def test_a_timer_that_was_set_anew_is_not_the_old_one(house: House, timers: Timers) -> None:
    house.shelf.clock.pass_ms(2 * MINUTE_MS)
    (case_id, timer), *_ = await house.shelf.do(
        lambda books: books.cases.due_timers(house.shelf.clock.now_ms(), 10)
    )
    assert await house.shelf.do(lambda books: books.cases.stop_timer(case_id, timer))
    assert not await house.shelf.do(lambda books: books.cases.stop_timer(case_id, timer))
