"""Who may log in, and for how long."""

from __future__ import annotations

from typing import Literal

import pytest
from argon2 import PasswordHasher

from hub.service import accounts
from hub.service.accounts import LOGIN_MS, Accounts, Login
from tests.fakes.case_events import teller
from tests.fakes.hub_house import PASSWORD, House
from tests.hub.stores.shelf import Shelf

HERE = "192.0.2.1"


async def test_the_right_password_opens_a_login_for_a_working_day(house: House) -> None:
    await house.has(teller("li"), teller("wang"))
    login = await house.web.accounts.log_in("li", PASSWORD, HERE)
    assert isinstance(login, Login)
    assert login.staff == teller("li")
    assert await house.web.accounts.whose(login.token) == teller("li")
    house.shelf.clock.pass_ms(LOGIN_MS - 1)
    assert await house.web.accounts.whose(login.token) == teller("li")
    house.shelf.clock.pass_ms(1)
    assert await house.web.accounts.whose(login.token) is None


@pytest.mark.parametrize("password", ["A long sentence", "", PASSWORD + " "])
async def test_a_wrong_password_does_not(house: House, password: str) -> None:
    await house.has(teller("li"))
    assert await house.web.accounts.log_in("li", password, HERE) is None


async def test_a_token_is_nobodys_but_the_one_it_was_made_for(house: House) -> None:
    await house.has(teller("li"), teller("wang"))
    tokens = [await house.web.accounts.log_in(person, PASSWORD, HERE) for person in ("li", "wang", "li")]
    assert len({login.token for login in tokens if isinstance(login, Login)}) == 3
    assert await house.web.accounts.whose("") is None
    assert await house.web.accounts.whose("another") is None


async def test_a_new_password_takes_the_place_of_the_old(house: House) -> None:
    await house.has(teller("li"))
    await house.web.accounts.register(teller("li"), "quite another sentence")
    assert await house.web.accounts.log_in("li", PASSWORD, HERE) is None
    assert isinstance(await house.web.accounts.log_in("li", "quite another sentence", HERE), Login)


async def test_an_account_whose_hash_is_damaged_lets_nobody_in(house: House) -> None:
    await house.shelf.do(lambda books: books.people.add(teller("li"), "not a hash"))
    assert await house.web.accounts.log_in("li", "not a hash", HERE) is None


class RecordingHasher(PasswordHasher):
    """Remembers what was checked."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.checked: list[str] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002  argon2's own name
        self.checked.append(str(password))
        return super().verify(hash, password)


async def test_a_name_that_nobody_bears_takes_the_same_road(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasher = RecordingHasher()
    monkeypatch.setattr(accounts, "PasswordHasher", lambda: hasher)
    doorkeeper = Accounts(shelf.journal, shelf.clock)
    await doorkeeper.register(teller("li"), PASSWORD)
    assert await doorkeeper.log_in("li", "wrong", HERE) is None
    assert await doorkeeper.log_in("nobody", "guess", HERE) is None
    assert hasher.checked == ["wrong", "guess"]
