"""People's screens are told of every change, once each, in order."""

from __future__ import annotations

import asyncio

import pytest

from hub.ports.journal import Books, Change
from hub.service import feeds as feeds_module
from hub.service.feeds import Feeds
from tests.fakes.hub_house import House

CASE = "north-01"


async def happens(house: House, change: str, person: str = "li") -> None:
    def notify(books: Books) -> None:
        books.post.notify(person, CASE, change)

    await house.shelf.do(notify)


class Looks:
    """Counts the looks into the database: who has looked and found nothing waits."""

    def __init__(self, house: House) -> None:
        self._looks = asyncio.Semaphore(0)
        house.shelf.on_commit.append(lambda _: self._looks.release())

    async def until(self, times: int) -> None:
        """Wait for so many more."""
        async with asyncio.timeout(10):
            for _ in range(times):
                await self._looks.acquire()


async def test_old_changes_are_there_at_once_and_in_order(house: House) -> None:
    for change in ("offered", "assigned", "closed"):
        await happens(house, change)
    seen = await house.web.feeds.changes("li", 0)
    assert [(change.number, change.change) for change in seen] == [
        (1, "offered"),
        (2, "assigned"),
        (3, "closed"),
    ]
    assert [change.number for change in await house.web.feeds.changes("li", 2)] == [3]


async def test_whoever_waits_is_woken_by_a_change_of_their_own(house: House) -> None:
    feeds, looks = house.web.feeds, Looks(house)
    async with asyncio.TaskGroup() as tasks, asyncio.timeout(10):
        li = tasks.create_task(feeds.changes("li", 0))
        also_li = tasks.create_task(feeds.changes("li", 0))
        wang = tasks.create_task(feeds.changes("wang", 0))
        await looks.until(3)
        await happens(house, "offered")
        assert [change.change for change in await li] == ["offered"]
        assert await also_li == await li
        assert not wang.done()
        await happens(house, "offered", "wang")
        assert [change.number for change in await wang] == [1]


async def test_after_a_while_without_a_change_the_answer_is_empty(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds_module, "LOOK_AGAIN_S", 0.01)
    assert await house.web.feeds.changes("li", 0) == []


async def test_a_change_that_another_hub_wrote_is_found_on_the_next_look(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds_module, "LOOK_AGAIN_S", 0.01)
    feeds = Feeds(house.shelf.journal)  # a hub that no commit wakes
    assert await feeds.changes("li", 0) == []
    await happens(house, "offered")
    assert [change.change for change in await feeds.changes("li", 0)] == ["offered"]


async def test_nobody_misses_a_change_however_they_fall(house: House) -> None:
    """Three screens read while fifty changes are written; each sees each number once, in order."""
    feeds, seen = house.web.feeds, [list[Change]() for _ in range(3)]

    async def watch(screen: list[Change]) -> None:
        while len(screen) < 50:
            screen += await feeds.changes("li", screen[-1].number if screen else 0)

    async with asyncio.TaskGroup() as tasks, asyncio.timeout(20):
        for screen in seen:
            tasks.create_task(watch(screen))
        for number in range(50):
            await happens(house, "offered" if number % 2 else "closed")
            if number % 7 == 0:
                await asyncio.sleep(0)
    assert [[change.number for change in screen] for screen in seen] == [list(range(1, 51))] * 3


async def test_a_screen_that_goes_away_is_forgotten(house: House) -> None:
    feeds, looks = house.web.feeds, Looks(house)
    async with asyncio.TaskGroup() as tasks:
        gone = tasks.create_task(feeds.changes("li", 0))
        await looks.until(1)
        gone.cancel()
    assert not feeds._waiting["li"]


@pytest.mark.parametrize("steps", range(6))
async def test_a_feed_that_is_called_off_just_when_news_comes_ends(house: House, steps: int) -> None:
    feeds, looks = house.web.feeds, Looks(house)

    async def watch() -> None:
        while True:
            await feeds.changes("li", 1_000)

    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        watching = tasks.create_task(watch())
        await looks.until(1)
        feeds.wake(["li"])
        for _ in range(steps):
            await asyncio.sleep(0)
        watching.cancel()
