"""Where people's browsers are called: one address a login, for as long as the login lasts."""

from __future__ import annotations

from hub.ports.journal import Books
from tests.fakes.case_events import teller
from tests.fakes.standing_clock import HOUR_MS, NOON_MS
from tests.hub.stores.shelf import Shelf

PHONE, TABLET = "https://push.example/phone", "https://push.example/tablet"


class PushContract:
    """Needs the fixture `shelf`."""

    async def test_a_person_is_called_at_each_of_their_logins(self, shelf: Shelf) -> None:
        await shelf.do(_logs_in, "one", PHONE)
        await shelf.do(_logs_in, "two", TABLET)
        assert await shelf.do(_addresses) == [PHONE, TABLET]

    async def test_a_login_that_ended_is_not_called(self, shelf: Shelf) -> None:
        await shelf.do(_logs_in, "one", PHONE)
        await shelf.do(lambda books: books.people.close_login("one"))
        assert await shelf.do(_addresses) == []

    async def test_a_login_that_has_run_out_is_not_called(self, shelf: Shelf) -> None:
        await shelf.do(_logs_in, "one", PHONE)
        assert await shelf.do(lambda books: books.subscriptions.of("li", NOON_MS + HOUR_MS)) == []

    async def test_a_browser_is_called_once_however_often_somebody_logs_in_on_it(
        self, shelf: Shelf
    ) -> None:
        await shelf.do(_logs_in, "one", PHONE)
        await shelf.do(_logs_in, "two", PHONE)
        assert await shelf.do(_addresses) == [PHONE]

    async def test_a_login_whose_address_changes_is_called_under_the_new_one(self, shelf: Shelf) -> None:
        await shelf.do(_logs_in, "one", PHONE)
        await shelf.do(lambda books: books.subscriptions.put("li", "one", TABLET))
        assert await shelf.do(_addresses) == [TABLET]

    async def test_an_address_can_be_given_up_from_either_side(self, shelf: Shelf) -> None:
        await shelf.do(_logs_in, "one", PHONE)
        await shelf.do(_logs_in, "two", TABLET)
        await shelf.do(lambda books: books.subscriptions.drop(PHONE))
        await shelf.do(lambda books: books.subscriptions.end("two"))
        assert await shelf.do(_addresses) == []


def _logs_in(books: Books, token: str, address: str) -> None:
    if books.people.get("li") is None:
        books.people.add(teller(), "hash")
    books.people.open_login("li", token, NOON_MS + HOUR_MS)
    books.subscriptions.put("li", token, address)


def _addresses(books: Books) -> list[str]:
    return books.subscriptions.of("li", NOON_MS)
