"""Changes, whole or not at all, and the screens that wait for them."""

from __future__ import annotations

import asyncio

import pytest

from device_profiles.contract.messages.event import PersonLeft, SignInCodeShown
from edge_agent.casework.records import Changes, Transaction
from edge_agent.store import handled_cases
from tests.fakes.counter_cases import LI
from tests.fakes.counter_house import CounterHouse


async def test_a_change_that_fails_says_nothing_and_uses_no_number(counter: CounterHouse) -> None:
    def fail(transaction: Transaction) -> None:
        handled_cases.put_person(transaction.connection, LI)
        transaction.tell_hub(PersonLeft(person="li"))
        msg = "the power fails"
        raise RuntimeError(msg)

    version = counter.records.changes.version
    with pytest.raises(RuntimeError, match="the power fails"):
        await counter.records.change(fail)
    assert counter.records.changes.version == version
    assert await counter.records.read(handled_cases.person) is None
    await counter.handling.show_code()
    (message,) = await counter.waiting()
    assert (type(message.body), message.seq) == (SignInCodeShown, 1)


async def test_messages_are_numbered_in_the_order_of_the_changes(counter: CounterHouse) -> None:
    await asyncio.gather(*(counter.handling.show_code() for _ in range(20)))
    waiting = await counter.waiting()
    assert [message.seq for message in waiting] == list(range(1, 21))
    assert len({message.stream for message in waiting}) == 1


async def test_a_change_between_two_looks_is_not_missed() -> None:
    changes = Changes()
    seen = await changes.after(-1, 10)
    changes.note()
    async with asyncio.timeout(5):
        assert await changes.after(seen, 10) == seen + 1


async def test_everybody_who_waits_is_told_and_nobody_early() -> None:
    changes = Changes()
    async with asyncio.TaskGroup() as tasks, asyncio.timeout(5):
        waiting = [tasks.create_task(changes.after(0, 10)) for _ in range(3)]
        await asyncio.sleep(0)
        assert not any(task.done() for task in waiting)
        changes.note()
        assert [await task for task in waiting] == [1, 1, 1]


@pytest.mark.parametrize("steps", range(6))
async def test_a_wait_that_is_called_off_just_when_news_comes_ends_all_the_same(steps: int) -> None:
    """As when the agent is told to stop: before Python 3.12 `asyncio.wait_for` could swallow that."""
    changes = Changes()

    async def watch() -> None:
        while True:
            await changes.after(changes.version, 3600)

    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        watching = tasks.create_task(watch())
        for _ in range(3):
            await asyncio.sleep(0)
        changes.note()
        for _ in range(steps):
            await asyncio.sleep(0)
        watching.cancel()
