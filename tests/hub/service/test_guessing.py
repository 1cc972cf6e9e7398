"""How often somebody may guess, and that a stranger cannot keep a teller out."""

from __future__ import annotations

import pytest

from hub.service import guessing
from hub.service.guessing import (
    ANYWHERE,
    HERE,
    SOURCE,
    Limit,
    LoginAttempts,
    TooManyAttempts,
    WrongAttempts,
)
from tests.fakes.standing_clock import HOUR_MS, StandingClock

TWICE_A_MINUTE = Limit(2, 60_000)
DESK, ELSEWHERE = "192.0.2.1", "198.51.100.7"


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


def test_the_window_slides(clock: StandingClock) -> None:
    attempts = WrongAttempts(clock, TWICE_A_MINUTE)
    attempts.wrong("li")
    clock.pass_ms(20_000)
    attempts.wrong("li")
    assert attempts.too_many("li") == TooManyAttempts(40)
    assert attempts.too_many("wang") is None
    clock.pass_ms(39_999)
    assert attempts.too_many("li") == TooManyAttempts(1)
    clock.pass_ms(1)
    assert attempts.too_many("li") is None
    attempts.wrong("li")
    assert attempts.too_many("li") == TooManyAttempts(20)


def test_being_right_forgets_what_was_wrong(clock: StandingClock) -> None:
    attempts = WrongAttempts(clock, TWICE_A_MINUTE)
    for _ in range(2):
        attempts.wrong("li")
    attempts.forget("li")
    assert attempts.too_many("li") is None


def test_a_clock_that_was_set_back_keeps_nobody_out(clock: StandingClock) -> None:
    attempts = WrongAttempts(clock, TWICE_A_MINUTE)
    for _ in range(2):
        attempts.wrong("li")
    clock.pass_ms(-HOUR_MS)
    assert attempts.too_many("li") is None


def test_ever_new_names_do_not_fill_the_memory(
    clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guessing, "KEYS_AT_MOST", 3)
    attempts, logins = WrongAttempts(clock, TWICE_A_MINUTE), LoginAttempts(clock)
    for number in range(10):
        attempts.wrong(number)
        logins.right(f"p{number}", DESK)
    assert list(attempts._wrong) == [7, 8, 9]
    assert len(logins._known) == 3


def test_a_stranger_elsewhere_does_not_keep_a_teller_from_their_own_desk(clock: StandingClock) -> None:
    logins = LoginAttempts(clock)
    logins.right("li", DESK)
    for number in range(ANYWHERE.most):
        logins.wrong("li", f"198.51.100.{number}")
    assert logins.too_many("li", ELSEWHERE) is not None
    assert logins.too_many("li", DESK) is None


def test_many_sources_share_the_attempts_at_one_person(clock: StandingClock) -> None:
    logins = LoginAttempts(clock)
    for number in range(ANYWHERE.most):
        assert logins.too_many("li", f"198.51.100.{number}") is None
        logins.wrong("li", f"198.51.100.{number}")
    assert logins.too_many("li", ELSEWHERE) is not None
    assert logins.too_many("wang", ELSEWHERE) is None


def test_one_source_does_not_try_every_name(clock: StandingClock) -> None:
    logins = LoginAttempts(clock)
    for number in range(SOURCE.most):
        assert logins.too_many(f"p{number}", ELSEWHERE) is None
        logins.wrong(f"p{number}", ELSEWHERE)
    assert logins.too_many("li", ELSEWHERE) is not None
    assert logins.too_many("li", DESK) is None


def test_an_own_account_does_not_buy_more_guesses_at_others(clock: StandingClock) -> None:
    logins = LoginAttempts(clock)
    for number in range(SOURCE.most):
        logins.wrong(f"p{number}", ELSEWHERE)
        logins.right("mallory", ELSEWHERE)
    assert logins.too_many("li", ELSEWHERE) is not None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("a socket", "another", False),
    ],
)
def test_a_subscribers_addresses_are_one_source(
    clock: StandingClock, one: str, other: str, *, same: bool
) -> None:
    logins = LoginAttempts(clock)
    for _ in range(HERE.most):
        logins.wrong("li", one)
    assert (logins.too_many("li", other) is not None) is same
