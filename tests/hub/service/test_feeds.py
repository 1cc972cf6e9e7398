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


async def next_of(feeds: Feeds, person: str = "li", after: int = 0) -> list[Change]:
    """What a fresh screen is given first."""
    with feeds.followed(person, after) as screen:
        return await feeds.changes(screen)


async def test_old_changes_are_there_at_once_and_in_order(house: House) -> None:
    for change in ("offered", "assigned", "closed"):
        await happens(house, change)
    seen = await next_of(house.web.feeds)
    assert [(change.number, change.change) for change in seen] == [
        (1, "offered"),
        (2, "assigned"),
        (3, "closed"),
    ]
    assert [change.number for change in await next_of(house.web.feeds, after=2)] == [3]


async def test_whoever_waits_is_woken_by_a_change_of_their_own(house: House) -> None:
    feeds, looks = house.web.feeds, Looks(house)
    async with asyncio.TaskGroup() as tasks, asyncio.timeout(10):
        li = tasks.create_task(next_of(feeds))
        also_li = tasks.create_task(next_of(feeds))
        wang = tasks.create_task(next_of(feeds, "wang"))
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
    assert await next_of(house.web.feeds) == []


async def test_a_change_that_another_hub_wrote_is_found_on_the_next_look(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds_module, "LOOK_AGAIN_S", 0.01)
    feeds = Feeds(house.shelf.journal)  # a hub that no commit wakes
    assert await next_of(feeds) == []
    await happens(house, "offered")
    assert [change.change for change in await next_of(feeds)] == ["offered"]


async def test_nobody_misses_a_change_however_they_fall(house: House) -> None:
    """Three screens read while fifty changes are written; each sees each number once, in order."""
    feeds, seen = house.web.feeds, [list[Change]() for _ in range(3)]

    async def watch(given: list[Change]) -> None:
        with feeds.followed("li", 0) as screen:
            while len(given) < 50:
                given += await feeds.changes(screen)

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
        gone = tasks.create_task(next_of(feeds))
        await looks.until(1)
        gone.cancel()
    assert "li" not in feeds._screens


@pytest.mark.parametrize("steps", range(6))
async def test_a_feed_that_is_called_off_just_when_news_comes_ends(house: House, steps: int) -> None:
    feeds, looks = house.web.feeds, Looks(house)

    async def watch() -> None:
        with feeds.followed("li", 1_000) as screen:
            while True:
                await feeds.changes(screen)

    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        watching = tasks.create_task(watch())
        await looks.until(1)
        feeds.stir("li")
        for _ in range(steps):
            await asyncio.sleep(0)
        watching.cancel()


async def test_a_screen_that_follows_reads_the_journal_only_at_first(house: House) -> None:
    feeds, given = house.web.feeds, list[Change]()
    with feeds.followed("li", 0) as screen:
        await happens(house, "offered")
        given += await feeds.changes(screen)
        looking = asyncio.timeout(10)
        async with looking, asyncio.TaskGroup() as tasks:
            following = tasks.create_task(feeds.changes(screen))
            looks = Looks(house)
            await looks.until(1)  # whether there is more than it was given
            await happens(house, "assigned")
            given += await following
            await looks.until(1)
            for change in ("material", "closed"):
                await happens(house, change)
                given += await feeds.changes(screen)
            await looks.until(2)
        assert looks._looks.locked()  # none but the four that wrote or looked above
    assert [change.number for change in given] == [1, 2, 3, 4]


async def test_a_change_that_came_past_another_hub_is_not_left_out(house: House) -> None:
    """This hub is told of the second change alone; the first it has to look up."""
    feeds = Feeds(house.shelf.journal)
    with feeds.followed("li", 0) as screen:
        async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
            looks = Looks(house)
            following = tasks.create_task(feeds.changes(screen))
            await looks.until(1)
            await happens(house, "offered")
            await happens(house, "assigned")
            feeds.tell(house.shelf.committed[-1].notified)
            assert [change.number for change in await following] == [1, 2]


async def test_a_screen_that_takes_nothing_for_long_reads_what_it_missed(house: House) -> None:
    feeds = house.web.feeds
    with feeds.followed("li", 0) as screen:

        def much(books: Books) -> None:
            for _ in range(feeds_module.MOST_HEARD + 2):
                books.post.notify("li", CASE, "material")

        await house.shelf.do(much)
        assert len(screen.heard) < feeds_module.MOST_HEARD
        given = await feeds.changes(screen)
        while len(given) < feeds_module.MOST_HEARD + 2:
            given += await feeds.changes(screen)
    assert [change.number for change in given] == list(range(1, feeds_module.MOST_HEARD + 3))


async def test_a_stirred_screen_looks_up_before_it_is_given_more(house: House) -> None:
    feeds = house.web.feeds
    with feeds.followed("li", 0) as screen:
        await happens(house, "offered")
        feeds.stir("li")
        assert await feeds.changes(screen) == []
        assert [change.number for change in await feeds.changes(screen)] == [1]
