"""How long a machine waits for who went away: the rule by itself, and the visits in virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest

from device_profiles.delivery.clock import SystemClock
from device_profiles.profiles import Unattended
from edge_agent.capture.faces.presence import Event
from edge_agent.casework.attending import LEFT, Attending
from edge_agent.casework.unattended import Standing, Visit
from edge_agent.devices.happenings import PictureLost
from tests.fakes.eyes import FakeEyes
from tests.fakes.virtual_time import run_virtually

LIMITS = Unattended(lock_s=20, end_s=60)


@pytest.mark.parametrize(
    ("away_s", "expected"),
    [(None, "here"), (0, "here"), (19.9, "here"), (20, "asked"), (59.9, "asked"), (60, "gone")],
)
def test_who_is_away_is_asked_and_then_gone(away_s: float | None, expected: Standing) -> None:
    visit = Visit(None if away_s is None else 100 - away_s)
    assert visit.standing(100, LIMITS) == expected


def test_the_next_change_is_known_beforehand() -> None:
    visit = Visit(100)
    assert visit.next_change_s(101, LIMITS) == 120
    assert visit.next_change_s(120, LIMITS) == 160
    assert Visit(None).next_change_s(101, LIMITS) is None


def test_once_hidden_only_a_touch_brings_it_back() -> None:
    """Whoever is seen then may be the next in the queue."""
    assert Visit(100).seen(110, LIMITS) == Visit(None)
    assert Visit(100).seen(130, LIMITS) == Visit(100)
    assert Visit(100).touched(130, seen=True) == Visit(None)
    assert Visit(100).touched(130, seen=False) == Visit(130)


def test_who_is_away_already_is_not_waited_for_anew() -> None:
    assert Visit(100).unseen(110) == Visit(100)
    assert Visit(None).unseen(110) == Visit(110)


class Lobby:
    """A machine with its camera, in virtual time."""

    def __init__(self) -> None:
        self.eyes = FakeEyes(SystemClock())
        self.ended: list[tuple[float, str]] = []
        self.attending = Attending(LIMITS, self.eyes, self._end, lambda: None)

    async def _end(self, reason: str) -> None:
        self.ended.append((now_s(), reason))

    async def sees(self, *kinds: str) -> None:
        for kind in kinds:
            self.eyes.happens(Event(kind, now_s()))  # type: ignore[arg-type]  # the test's own words
        await asyncio.sleep(0.001)


def standing(lobby: Lobby) -> str:
    return lobby.attending.standing


def now_s() -> float:
    return asyncio.get_running_loop().time()


def in_lobby(script: Callable[[Lobby], Awaitable[None]], *, was_here: bool = False) -> Lobby:
    async def run() -> Lobby:
        lobby = Lobby()
        with suppress(ExceptionGroup):
            async with asyncio.TaskGroup() as tasks:
                running = tasks.create_task(lobby.attending.run(somebody_was_here=was_here))
                await asyncio.sleep(0.001)
                await script(lobby)
                running.cancel()
        return lobby

    return run_virtually(run())


def test_a_customer_who_walks_away_is_asked_and_then_leaves_nothing() -> None:
    async def script(lobby: Lobby) -> None:
        await lobby.sees("arrived")
        lobby.attending.touch()
        await asyncio.sleep(300)
        assert standing(lobby) == "here"
        await lobby.sees("left")
        left_s = now_s()
        await asyncio.sleep(19)
        assert standing(lobby) == "here"
        await asyncio.sleep(2)
        assert standing(lobby) == "asked"
        await asyncio.sleep(40)
        assert standing(lobby) == "nobody"
        ((ended_s, reason),) = lobby.ended
        assert (round(ended_s - left_s), reason) == (60, LEFT)

    in_lobby(script)


def test_who_touches_the_screen_is_there() -> None:
    async def script(lobby: Lobby) -> None:
        lobby.attending.touch()
        for _ in range(10):
            await asyncio.sleep(30)
            assert standing(lobby) == "asked"
            lobby.attending.touch()
            assert standing(lobby) == "here"

    assert in_lobby(script).ended == []


def test_who_comes_back_at_once_was_never_away() -> None:
    async def script(lobby: Lobby) -> None:
        await lobby.sees("arrived")
        lobby.attending.touch()
        await lobby.sees("left")
        await asyncio.sleep(10)
        await lobby.sees("arrived")
        await asyncio.sleep(300)

    assert in_lobby(script).ended == []


def test_the_next_in_the_queue_does_not_bring_back_what_was_hidden() -> None:
    async def script(lobby: Lobby) -> None:
        await lobby.sees("arrived")
        lobby.attending.touch()
        number = lobby.attending.number
        await lobby.sees("left")
        await asyncio.sleep(30)
        await lobby.sees("arrived")
        assert standing(lobby) == "asked"
        await asyncio.sleep(40)
        lobby.attending.touch()
        assert lobby.attending.number > number

    assert len(in_lobby(script).ended) == 1


def test_while_the_camera_shows_nothing_only_touches_count() -> None:
    async def script(lobby: Lobby) -> None:
        await lobby.sees("arrived")
        lobby.attending.touch()
        lobby.eyes.happens(PictureLost("It is unplugged."))
        await asyncio.sleep(61)

    assert len(in_lobby(script).ended) == 1


def test_after_a_restart_whoever_was_served_is_waited_for() -> None:
    async def script(lobby: Lobby) -> None:
        assert standing(lobby) == "here"
        await asyncio.sleep(61)

    assert len(in_lobby(script, was_here=True).ended) == 1


def test_a_customer_who_stops_is_gone_at_once() -> None:
    async def script(lobby: Lobby) -> None:
        await lobby.sees("arrived")
        lobby.attending.touch()
        await lobby.attending.stop("the customer stopped")
        assert standing(lobby) == "nobody"
        await asyncio.sleep(300)

    assert [reason for _, reason in in_lobby(script).ended] == ["the customer stopped"]
