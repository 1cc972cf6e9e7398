"""The bank's core: called once for each case however often it has to be asked."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import pytest

from device_profiles.contract.codec import decode
from device_profiles.contract.messages.case import FinishCollecting, Told
from device_profiles.contract.topics import Channel
from hub.domain.case import Stage
from hub.domain.commands import AcceptOffer, ConfirmShown, Decide
from hub.domain.events import MaterialAdded
from hub.domain.words import Material, Rule
from hub.ports.core_banking import CoreAnswer, CoreOrder, CoreUnavailableError
from hub.ports.journal import Books
from hub.service.deciding import Decider
from hub.service.fulfilment import FulfilmentCalls
from tests.fakes.case_events import COUNTER_A, COUNTER_B, teller
from tests.fakes.full_disk import FullDisk
from tests.fakes.hub_house import House
from tests.fakes.standing_clock import MINUTE_MS, NOON_MS
from tests.hub.service.test_device_messages import CASE, filing

MATERIALS = [
    Material(name, digit * 64, 1, "image/jpeg", NOON_MS)
    for name, digit in (("application-form", "a"), ("id-card-front", "b"))
]


class Core:
    """A core that is away for so many calls, and then does each key once."""

    def __init__(self, away: int = 0, refusal: str | None = None) -> None:
        self.asked: list[str] = []
        self.done: dict[str, str] = {}
        self._away = away
        self._refusal = refusal

    async def carry_out(self, order: CoreOrder) -> CoreAnswer:
        self.asked.append(order.key)
        await asyncio.sleep(0)
        if self._refusal is not None:
            return CoreAnswer(None, self._refusal)
        reference = self.done.setdefault(order.key, f"KH-{len(self.done) + 1}")
        if len(self.asked) <= self._away:
            raise CoreUnavailableError("it did the work, and the answer was lost")
        return CoreAnswer(reference, None)


@pytest.fixture
async def passed(house: House) -> House:
    """A lost card was reported, and Li passed the case."""
    await house.has(replace(teller("li"), skills=frozenset({"cards"})))
    await house.has_counter(COUNTER_B)
    await house.seats("li")
    decider = Decider(house.shelf.clock)
    card = filing(procedure="report-lost-card", card_number="6222020000000000000")

    def pass_it(books: Books) -> None:
        decider.act(books, CASE, AcceptOffer(1, "li"), "person:li")
        case = books.cases.get(CASE)
        books.cases.append(case, [MaterialAdded(material, NOON_MS) for material in MATERIALS], "test")
        house.messages.apply(books, COUNTER_A, FinishCollecting(case=CASE))
        for material in MATERIALS:
            decider.act(books, CASE, ConfirmShown(COUNTER_B, material.name, material.sha256), "device:b")
        assert not isinstance(decider.act(books, CASE, Decide("li", 1, True, ()), "person:li"), Rule)  # noqa: FBT003

    assert await house.hears(COUNTER_A, card) is None
    await house.shelf.do(pass_it)
    return house


async def calls(house: House, core: Core, *, until: Stage, asked: int) -> None:
    """Let the hub call until the case has come so far, after so many calls."""
    fulfilment = FulfilmentCalls(house.web.journal, Decider(house.shelf.clock), core, house.shelf.clock)
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(fulfilment.run())
        while len(core.asked) < asked or (await stage(house)) is not until:
            house.shelf.clock.pass_ms(MINUTE_MS)  # past any pause between two calls
            fulfilment.wake()
            await asyncio.sleep(0)
        running.cancel()


async def stage(house: House) -> Stage:
    return (await house.shelf.do(lambda books: books.cases.get(CASE))).stage


async def test_the_cores_reference_closes_the_case(passed: House) -> None:
    core = Core()
    await calls(passed, core, until=Stage.CLOSED, asked=1)
    case = await passed.shelf.do(lambda books: books.cases.get(CASE))
    assert (case.result, case.reference) == ("succeeded", "KH-1")
    told = [decode("down", Channel.CASE, message.payload).body for message in passed.shelf.sent]
    (ended,) = [body for body in told if isinstance(body, Told) and body.news == "succeeded"]
    closed = (await passed.shelf.do(lambda books: books.cases.entries(CASE)))[-1]
    assert (ended.reference, ended.at) == ("KH-1", json.loads(closed.body)["at"])
    assert await passed.shelf.do(lambda books: books.post.due_core_calls(10**15)) == []


async def test_an_answer_that_was_lost_is_asked_for_again_and_the_work_done_once(passed: House) -> None:
    core = Core(away=3)
    await calls(passed, core, until=Stage.CLOSED, asked=4)
    assert core.asked == [CASE] * 4
    assert core.done == {CASE: "KH-1"}


async def test_a_hub_that_starts_anew_asks_what_the_other_did_not_hear(passed: House) -> None:
    first = Core(away=100)
    await calls(passed, first, until=Stage.FULFILLING, asked=1)
    second = Core()
    second.done = first.done
    await calls(passed, second, until=Stage.CLOSED, asked=1)
    assert second.done == {CASE: "KH-1"}


async def test_what_the_core_refuses_fails_with_its_reason(passed: House) -> None:
    await calls(passed, Core(refusal="The card is not ours."), until=Stage.CLOSED, asked=1)
    case = await passed.shelf.do(lambda books: books.cases.get(CASE))
    assert (case.result, case.reasons) == ("failed", ("The card is not ours.",))


async def test_an_answer_of_the_core_is_kept_later_and_not_asked_for_again(
    passed: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = FullDisk(passed.shelf.database, monkeypatch)

    class FillsTheDisk(Core):
        async def carry_out(self, order: CoreOrder) -> CoreAnswer:
            disk.full = True
            return await super().carry_out(order)

    core, clock, more = FillsTheDisk(), passed.shelf.clock, asyncio.Event()
    passed.shelf.on_commit.append(lambda _: more.set())
    fulfilment = FulfilmentCalls(passed.web.journal, Decider(clock), core, clock)
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(fulfilment.run())
        await disk.met(times=5)
        disk.full = False
        while await stage(passed) is not Stage.CLOSED:
            await more.wait()
            more.clear()
        running.cancel()
    assert core.asked == [CASE]
