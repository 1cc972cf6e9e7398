"""Who may log in, and for how long."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Literal

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError

from hub.service import accounts, guessing
from hub.service.accounts import LOGIN_MS, Accounts, Login, hash_of_nobody
from hub.service.guessing import TooManyAttempts
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


class SlowHasher(PasswordHasher):
    """Counts how many passwords are checked at the same time."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.most_at_once = 0
        self._now = 0
        self._lock = threading.Lock()

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002  argon2's own name
        with self._lock:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        time.sleep(0.02)  # a hash takes its time, in a thread of its own
        with self._lock:
            self._now -= 1
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


async def test_no_more_hashes_are_computed_at_once_than_the_machine_can_bear(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasher = SlowHasher()
    monkeypatch.setattr(accounts, "PasswordHasher", lambda: hasher)
    doorkeeper = Accounts(shelf.journal, shelf.clock)
    async with asyncio.TaskGroup() as tasks:
        for number in range(8):
            tasks.create_task(doorkeeper.log_in(f"p{number}", "guess", f"192.0.2.{number}"))
    assert hasher.most_at_once == accounts.HASHES_AT_ONCE


async def test_those_who_come_all_at_once_get_no_more_guesses(house: House) -> None:
    await house.has(teller("li"))
    async with asyncio.TaskGroup() as tasks:
        tried = [tasks.create_task(house.web.accounts.log_in("li", f"guess {n}", HERE)) for n in range(30)]
    looked_at = [task.result() for task in tried].count(None)
    assert looked_at <= guessing.HERE.most + accounts.HASHES_AT_ONCE - 1


async def test_a_crowd_before_the_door_is_sent_away_for_a_moment(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "WAITING_AT_MOST", 3)
    async with asyncio.TaskGroup() as tasks:
        crowd = [
            tasks.create_task(house.web.accounts.log_in(f"p{n}", "guess", f"192.0.2.{n}")) for n in range(9)
        ]
    assert [task.result() for task in crowd].count(TooManyAttempts(1)) == 6


async def test_a_changed_password_ends_every_login_but_the_new_one(house: House) -> None:
    await house.has(teller("li"))
    doorkeeper = house.web.accounts
    old = await doorkeeper.log_in("li", PASSWORD, HERE)
    new = await doorkeeper.change_password("li", PASSWORD, "quite another sentence", HERE)
    assert isinstance(old, Login)
    assert isinstance(new, Login)
    assert await doorkeeper.whose(old.token) is None
    assert await doorkeeper.whose(new.token) == teller("li")
    assert await doorkeeper.log_in("li", PASSWORD, HERE) is None
    assert isinstance(await doorkeeper.log_in("li", "quite another sentence", HERE), Login)


async def test_a_stolen_handset_does_not_guess_the_old_password_for_ever(house: House) -> None:
    await house.has(teller("li"))
    for _ in range(guessing.HERE.most):
        assert await house.web.accounts.change_password("li", "guess", "mine from now on", HERE) is None
    assert isinstance(
        await house.web.accounts.change_password("li", PASSWORD, "mine from now on", HERE), TooManyAttempts
    )


def test_the_hash_of_nobody_is_checked_like_any_other() -> None:
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    nobody = hash_of_nobody(hasher)
    assert extract_parameters(nobody) == extract_parameters(hasher.hash(PASSWORD))
    with pytest.raises(VerifyMismatchError):  # not InvalidHashError, which would come at once
        hasher.verify(nobody, PASSWORD)
