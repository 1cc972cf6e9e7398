"""What a journal keeps of alarms, of what people did about them, and of who was told."""

from __future__ import annotations

from dataclasses import replace

from hub.ports.alarms import Alarm
from hub.ports.hubs import PresentHub
from hub.ports.journal import Books
from hub.ports.notices import Notice
from tests.fakes.alarms import alarm
from tests.fakes.case_events import BRANCH_B, COUNTER_A, COUNTER_B
from tests.fakes.standing_clock import MINUTE_MS, NOON_MS
from tests.hub.stores.shelf import Shelf

LATER = NOON_MS + MINUTE_MS


class AlarmsContract:
    """Needs the fixtures `shelf` and `elsewhere`."""

    async def test_a_device_has_one_open_alarm_a_rule(self, shelf: Shelf, elsewhere: Shelf) -> None:
        silent, full = alarm("a1"), alarm("a2", "disk-low")
        assert await shelf.do(_raise, silent, full) == [silent, full]
        again, other = alarm("a3"), alarm("a4", device=COUNTER_A)
        assert await elsewhere.do(_raise, again, other) == [other]
        assert await shelf.do(lambda books: books.alarms.open(BRANCH_B)) == [silent, full]
        assert len(await shelf.do(lambda books: books.alarms.open())) == 3

    async def test_one_that_cleared_is_history_and_may_come_again(self, shelf: Shelf) -> None:
        await shelf.do(_raise, alarm("a1"), alarm("a2", "disk-low"))
        gone = {(COUNTER_B, "silent"), (COUNTER_A, "silent")}
        assert await shelf.do(lambda books: books.alarms.clear_all(gone, LATER)) == 1
        assert await shelf.do(lambda books: books.alarms.clear_all(gone, LATER + 9)) == 0
        assert await shelf.do(_raise, alarm("a3", at=LATER)) == [alarm("a3", at=LATER)]
        (cleared,) = await shelf.do(lambda books: books.alarms.cleared(None, None, 9))
        assert cleared == replace(alarm("a1"), cleared_at=LATER)
        assert [each.alarm for each in await shelf.do(lambda books: books.alarms.open())] == ["a2", "a3"]

    async def test_history_comes_in_pages_the_latest_raised_first(self, shelf: Shelf) -> None:
        for number in range(5):
            raised = alarm(f"a{number}", at=NOON_MS + number // 2)
            await shelf.do(_raise, raised)
            await shelf.do(lambda books: books.alarms.clear_all({(COUNTER_B, "silent")}, LATER))
        first = await shelf.do(lambda books: books.alarms.cleared(BRANCH_B, None, 2))
        assert [each.alarm for each in first] == ["a4", "a3"]
        place = (first[-1].raised_at, first[-1].alarm)
        rest = await shelf.do(lambda books: books.alarms.cleared(BRANCH_B, place, 9))
        assert [each.alarm for each in rest] == ["a2", "a1", "a0"]
        assert len(await shelf.do(lambda books: books.alarms.cleared(COUNTER_B, None, 9))) == 5
        assert await shelf.do(lambda books: books.alarms.cleared(COUNTER_A, None, 9)) == []
        assert await shelf.do(lambda books: books.alarms.cleared("north/b9", None, 9)) == []

    async def test_who_did_what_about_it_is_kept(self, shelf: Shelf) -> None:
        await shelf.do(_raise, alarm())
        await shelf.do(lambda books: books.alarms.acknowledge("a1", "chen", NOON_MS + 1))
        for number, operator in enumerate(("zhao", "chen"), start=2):
            await shelf.do(_assign, operator, NOON_MS + number)
        kept = await shelf.do(lambda books: books.alarms.get("a1"))
        assert kept == replace(
            alarm(),
            acknowledged_by="chen",
            acknowledged_at=NOON_MS + 1,
            assigned_to="chen",
            assigned_at=NOON_MS + 3,
        )
        acts = await shelf.do(lambda books: books.alarms.acts("a1"))
        assert [(each.act, each.by, each.to) for each in acts] == [
            ("acknowledged", "chen", None),
            ("assigned", "chen", "zhao"),
            ("assigned", "chen", "chen"),
        ]
        assert await shelf.do(lambda books: books.alarms.get("a9")) is None

    async def test_a_whole_fleet_is_raised_and_cleared_at_once(self, shelf: Shelf) -> None:
        fleet = [
            alarm(f"a{number}", device=f"north/b{number % 9}/counter-{number}") for number in range(1200)
        ]
        assert len(await shelf.do(_raise, *fleet)) == 1200
        found = {(each.device, each.rule) for each in fleet}
        assert await shelf.do(lambda books: books.alarms.clear_all(found, LATER)) == 1200
        assert await shelf.do(lambda books: books.alarms.open()) == []

    async def test_what_cleared_long_ago_is_forgotten_in_small_steps_and_what_is_open_never(
        self, shelf: Shelf
    ) -> None:
        for number in range(4):
            await shelf.do(_raise, alarm(f"a{number}", at=NOON_MS - number))
            await shelf.do(_acknowledge, f"a{number}")
            await shelf.do(_clear, LATER - MINUTE_MS * number)
        await shelf.do(_raise, alarm("a9", at=1))
        await shelf.do(lambda books: books.notices.write(notice("n1"), ["a0", "a3", "a9"]))
        await shelf.do(lambda books: books.notices.settle(replace(notice("n1"), sent_at=NOON_MS)))
        assert await shelf.do(lambda books: books.alarms.prune(LATER, 2)) == 2
        assert [each.alarm for each in await shelf.do(_history)] == ["a0", "a1"]
        assert await shelf.do(lambda books: books.alarms.acts("a3")) == []
        assert await shelf.do(lambda books: books.alarms.prune(LATER, 2)) == 1
        assert await shelf.do(lambda books: books.alarms.prune(LATER, 2)) == 0
        assert [each.alarm for each in await shelf.do(_history)] == ["a0"]
        assert [each.by for each in await shelf.do(lambda books: books.alarms.acts("a0"))] == ["chen"]
        assert [each.alarm for each in await shelf.do(lambda books: books.alarms.open())] == ["a9"]
        assert await shelf.do(lambda books: books.notices.told("duty", ["a9"])) == {"a9"}


class HubsContract:
    """Needs the fixtures `shelf` and `elsewhere`."""

    async def test_hubs_say_that_they_are_there_and_the_longest_there_comes_first(
        self, shelf: Shelf, elsewhere: Shelf
    ) -> None:
        await elsewhere.do(lambda books: books.hubs.say("b", NOON_MS + 1))
        await shelf.do(lambda books: books.hubs.say("a", NOON_MS + 2))
        await elsewhere.do(lambda books: books.hubs.say("b", LATER))
        first, second = await shelf.do(lambda books: books.hubs.all())
        assert (first, second) == (PresentHub("b", NOON_MS + 1, LATER), PresentHub("a", *[NOON_MS + 2] * 2))
        await shelf.do(lambda books: books.hubs.strike(replace(first, seen_at=NOON_MS + 1)))
        assert len(await shelf.do(lambda books: books.hubs.all())) == 2, "it said something since"
        await shelf.do(lambda books: books.hubs.strike(first))
        await elsewhere.do(lambda books: books.hubs.say("b", LATER))
        assert [each.hub for each in await shelf.do(lambda books: books.hubs.all())] == ["a", "b"]


class NoticesContract:
    """Needs the fixture `shelf`."""

    async def test_a_notice_is_owed_until_it_was_sent_or_given_up(self, shelf: Shelf) -> None:
        first, second = notice("n1"), notice("n2", due=LATER)
        for each in (first, second):
            await shelf.do(_write, each)
        assert await shelf.do(lambda books: books.notices.owed(NOON_MS)) == [first]
        failed = replace(first, attempts=1, due=LATER, says="no route")
        await shelf.do(lambda books: books.notices.settle(failed))
        assert await shelf.do(lambda books: books.notices.owed(NOON_MS)) == []
        assert await shelf.do(lambda books: books.notices.owed(LATER)) == [failed, second]
        assert await shelf.do(lambda books: books.notices.owing()) == {"duty"}
        await shelf.do(lambda books: books.notices.settle(replace(failed, attempts=2, sent_at=LATER)))
        await shelf.do(lambda books: books.notices.settle(replace(second, given_up_at=LATER)))
        assert await shelf.do(lambda books: books.notices.owed(LATER + MINUTE_MS)) == []
        assert await shelf.do(lambda books: books.notices.owing()) == set()
        assert [each.notice for each in await shelf.do(lambda books: books.notices.sent(9))] == ["n2", "n1"]

    async def test_nobody_is_told_twice_of_an_alarm(self, shelf: Shelf) -> None:
        await shelf.do(_raise, alarm("a1"), alarm("a2", "disk-low"))
        assert await shelf.do(lambda books: books.notices.latest("duty")) is None
        await shelf.do(lambda books: books.notices.write(notice("n1"), ["a1"]))
        await shelf.do(lambda books: books.notices.write(notice("n2"), ["a1", "a2"]))
        assert await shelf.do(lambda books: books.notices.told("duty", ["a2", "a9"])) == {"a2"}
        assert await shelf.do(lambda books: books.notices.told("chief", ["a1"])) == set()
        assert await shelf.do(lambda books: books.notices.latest("duty")) == NOON_MS

    async def test_who_got_the_notice_of_an_alarm_is_owed_that_it_cleared_once(self, shelf: Shelf) -> None:
        await shelf.do(_raise, alarm("a1"), alarm("a2", "disk-low"), alarm("a3", "hot"))
        await shelf.do(lambda books: books.notices.write(notice("n1"), ["a1", "a2"]))
        await shelf.do(lambda books: books.notices.write(notice("n2"), ["a3"]))
        gone = {(COUNTER_B, "silent"), (COUNTER_B, "hot")}
        await shelf.do(lambda books: books.alarms.clear_all(gone, LATER))
        assert await shelf.do(lambda books: books.notices.cleared("duty", 0)) == [], "nothing was sent yet"
        await shelf.do(lambda books: books.notices.settle(replace(notice("n1"), sent_at=NOON_MS)))
        await shelf.do(lambda books: books.notices.settle(replace(notice("n2"), given_up_at=NOON_MS)))
        over = replace(alarm("a1"), cleared_at=LATER)
        assert await shelf.do(lambda books: books.notices.cleared("duty", LATER)) == [over]
        assert await shelf.do(lambda books: books.notices.cleared("duty", LATER + 1)) == []
        assert await shelf.do(lambda books: books.notices.cleared("chief", 0)) == []
        await shelf.do(lambda books: books.notices.write(notice("n3"), [], ["a1"]))
        assert await shelf.do(lambda books: books.notices.cleared("duty", 0)) == []

    async def test_old_notices_are_forgotten_unless_owed_or_of_an_alarm_that_is_kept(
        self, shelf: Shelf
    ) -> None:
        await shelf.do(_raise, alarm("a1"))
        for name in ("n1", "n2", "n3", "n4"):
            await shelf.do(_write, notice(name), *(["a1"] if name == "n1" else []))
        for each in (notice("n1"), notice("n3")):
            await shelf.do(_settle, replace(each, sent_at=LATER))
        await shelf.do(_settle, replace(notice("n4"), given_up_at=LATER))
        assert await shelf.do(lambda books: books.notices.prune(NOON_MS, 9)) == 0
        assert await shelf.do(lambda books: books.notices.prune(LATER, 1)) == 1
        assert await shelf.do(lambda books: books.notices.prune(LATER, 9)) == 1
        assert [each.notice for each in await shelf.do(lambda books: books.notices.sent(9))] == ["n2", "n1"]


def notice(name: str, due: int = NOON_MS) -> Notice:
    return Notice(name, "duty", "Tongban", "north/b2: silent", NOON_MS, due)


def _raise(books: Books, *alarms: Alarm) -> list[Alarm]:
    return books.alarms.raise_all(alarms)


def _history(books: Books) -> list[Alarm]:
    return books.alarms.cleared(None, None, 99)


def _assign(books: Books, to: str, at: int) -> None:
    books.alarms.assign("a1", to, "chen", at)


def _acknowledge(books: Books, name: str) -> None:
    books.alarms.acknowledge(name, "chen", NOON_MS)


def _clear(books: Books, at: int) -> None:
    books.alarms.clear_all({(COUNTER_B, "silent")}, at)


def _write(books: Books, owed: Notice, *alarms: str) -> None:
    books.notices.write(owed, alarms)


def _settle(books: Books, notice: Notice) -> None:
    books.notices.settle(notice)
