"""What a journal keeps of customers who did not wait, and of the desks at which reviewers sit."""

from __future__ import annotations

from dataclasses import replace

from hub.domain.roster import Staff
from hub.domain.words import desk_of
from hub.ports.callbacks import Callback
from hub.ports.journal import Books
from tests.fakes.case_events import BRANCH_B, COUNTER_B, teller
from tests.fakes.standing_clock import MINUTE_MS, NOON_MS
from tests.hub.stores.shelf import Shelf

CHEN = replace(teller("chen"), role="reviewer", counter=desk_of(BRANCH_B, "chen"), on_duty=True)


class CallbacksContract:
    """Needs the fixture `shelf`."""

    async def test_a_call_is_owed_by_one_branch_until_somebody_made_it(self, shelf: Shelf) -> None:
        for number, case in enumerate(("north-c2", "north-c1")):
            owed = Callback(case, BRANCH_B, NOON_MS - number)
            for _ in range(2):  # a hub that starts again in the middle writes it down twice
                await shelf.do(_owe, owed)
        assert await shelf.do(_owed_cases, BRANCH_B) == ["north-c1", "north-c2"]
        assert await shelf.do(_owed_cases, "north/b9") == []
        assert await shelf.do(_call, "north-c1")
        assert not await shelf.do(_call, "north-c1")
        assert not await shelf.do(_call, "north-c9")
        assert await shelf.do(_owed_cases, BRANCH_B) == ["north-c2"]


class DesksContract:
    """Needs the fixture `shelf`."""

    async def test_whoever_sits_at_a_desk_is_there_while_it_is_open(self, shelf: Shelf) -> None:
        await shelf.do(_seat)
        for is_open in (False, True, False):
            await shelf.do(_set_desk, is_open=is_open)
            chen = await shelf.do(lambda books: books.people.get("chen"))
            assert chen is not None
            assert (chen.desk_open, chen.counter_online) == (is_open, is_open)

    async def test_an_open_desk_says_nothing_of_a_counter(self, shelf: Shelf) -> None:
        await shelf.do(_seat)
        await shelf.do(_set_desk, is_open=True)
        await shelf.do(lambda books: books.people.put(replace(CHEN, counter=COUNTER_B), []))
        chen = await shelf.do(lambda books: books.people.get("chen"))
        assert chen is not None
        assert (chen.desk_open, chen.counter_online) == (True, False)

    async def test_after_a_restart_no_desk_is_open(self, shelf: Shelf) -> None:
        await shelf.do(_seat)
        await shelf.do(_set_desk, is_open=True)
        await shelf.do(lambda books: books.people.close_desks())
        chen = await shelf.do(lambda books: books.people.get("chen"))
        assert chen is not None
        assert not chen.desk_open

    async def test_nobody_is_absent_whose_desk_is_open(self, shelf: Shelf) -> None:
        await shelf.do(_seat)
        await shelf.do(lambda books: books.people.put(replace(CHEN, assigned=1), []))
        late = NOON_MS + 10 * MINUTE_MS
        await shelf.do(_set_desk, is_open=True)
        assert await shelf.do(lambda books: books.people.absent(late)) == []
        await shelf.do(_set_desk, is_open=False)
        assert await shelf.do(lambda books: books.people.absent(NOON_MS + 1)) == []
        assert await shelf.do(lambda books: books.people.absent(late)) == ["chen"]


def _seat(books: Books) -> None:
    books.people.add(_without_seat(CHEN), "hash")
    books.people.put(CHEN, [])


def _without_seat(staff: Staff) -> Staff:
    return replace(staff, counter=None, on_duty=False)


def _set_desk(books: Books, *, is_open: bool) -> None:
    books.people.set_desk("chen", NOON_MS, is_open=is_open)


def _owe(books: Books, callback: Callback) -> None:
    books.callbacks.add(callback)


def _owed_cases(books: Books, branch: str) -> list[str]:
    return [callback.case for callback in books.callbacks.owed_by(branch)]


def _call(books: Books, case: str) -> bool:
    return books.callbacks.done(case, "chen", NOON_MS + MINUTE_MS)
