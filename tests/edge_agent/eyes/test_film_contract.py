"""What the film promises, whether a test plays its viewers or a process films and aiortc looks on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from device_profiles.delivery.clock import SystemClock
from edge_agent.eyes.film_port import Film, LinkRefusedError, LinkState, NoFilmError
from edge_agent.eyes.filming import ChildFilm
from tests.edge_agent.eyes.film.looking_on import LookingOn, looking_on
from tests.edge_agent.eyes.running import looking_at, somebody_seen
from tests.fakes.film import FakeFilm

BOUND_S = 60
SHORT_S = 2.0


class FilmContract:
    """A subclass has fixtures: `film`, and `away`, where nobody films; and ways to look on."""

    async def answers(self, film: Film, viewer: LookingOn, offer: str) -> str:
        """The viewer's answer to the offer."""
        raise NotImplementedError

    async def connects(self, film: Film, call: str) -> None:
        """The viewer sees the picture."""

    async def records(self, film: Film) -> None:
        """Another part is full; a process needs its time."""

    async def test_a_call_is_offered_answered_seen_and_hung_up(self, film: Film) -> None:
        states: list[LinkState] = []
        async with asyncio.timeout(BOUND_S), looking_on() as viewer:
            with film.links() as links:
                offer = await film.offer("c-1", 1)
                link = film.link("c-1")
                assert link is not None
                assert (link.epoch, link.state) == (1, "offered")
                await film.answer("c-1", 1, await self.answers(film, viewer, offer))
                await self.connects(film, "c-1")
                async for link in links:
                    states.append(link.state)
                    if link.state == "up":
                        break
            await film.hang_up("c-1")
            assert film.link("c-1") is None
            await film.hang_up("c-1")
        assert states == ["connecting", "up"]

    async def test_an_answer_to_something_else_is_refused_and_changes_nothing(self, film: Film) -> None:
        async with asyncio.timeout(BOUND_S), looking_on() as viewer:
            await film.offer("c-1", 1)
            right = await self.answers(film, viewer, await film.offer("c-1", 2))
            for call, epoch, sdp in (("c-1", 1, right), ("c-2", 2, right), ("c-1", 2, "Hello")):
                with pytest.raises(LinkRefusedError):
                    await film.answer(call, epoch, sdp)
            link = film.link("c-1")
            assert link is not None
            assert (link.epoch, link.state) == (2, "offered")
            await film.answer("c-1", 2, right)
            with pytest.raises(LinkRefusedError):
                await film.answer("c-1", 2, right)

    async def test_a_recording_is_in_parts_that_go_on_from_each_other(self, film: Film) -> None:
        async with asyncio.timeout(BOUND_S):
            with film.segments() as segments:
                await film.record("r-1", first=5, segment_s=SHORT_S)
                with pytest.raises(RuntimeError):
                    await film.record("r-2")
                await self.records(film)
                first = await anext(segments)
                await self.records(film)
                second = await anext(segments)
                last = await film.stop_recording()
                parts = [first, second]
                while parts[-1].number < last:
                    parts.append(await anext(segments))
        assert [part.number for part in parts] == list(range(5, last + 1))
        assert {part.recording for part in parts} == {"r-1"}
        assert abs(second.started_at - first.ended_at) <= 50
        assert 0.4 * SHORT_S < (first.ended_at - first.started_at) / 1000 < SHORT_S + 2.5
        assert abs(first.started_at - SystemClock().now_ms()) < 20_000
        assert all(part.mp4 and part.frames for part in parts)

    async def test_after_a_recording_there_may_be_another(self, film: Film) -> None:
        async with asyncio.timeout(BOUND_S):
            assert await film.stop_recording() == 0
            for name in ("r-1", "r-2"):
                await film.record(name)
                await film.stop_recording()

    async def test_while_nobody_films_none_can_be_offered(self, away: Film) -> None:
        with pytest.raises(NoFilmError):
            await away.offer("c-1", 1)
        link = away.link("c-1")
        assert link is not None
        assert link.state == "ended"
        await away.hang_up("c-1")


class TestFakeFilm(FilmContract):
    @pytest.fixture
    def film(self) -> Film:
        return FakeFilm(SystemClock())

    @pytest.fixture
    def away(self) -> Film:
        film = FakeFilm(SystemClock())
        film.away = True
        return film

    async def answers(self, film: Film, viewer: LookingOn, offer: str) -> str:
        return f"v=0 {offer}"

    async def connects(self, film: Film, call: str) -> None:
        assert isinstance(film, FakeFilm)
        film.connects(call)

    async def records(self, film: Film) -> None:
        assert isinstance(film, FakeFilm)
        film.cuts(lasts_s=SHORT_S)


class TestChildFilm(FilmContract):
    @pytest.fixture
    async def film(self, visit: Path) -> AsyncIterator[Film]:
        async with asyncio.timeout(BOUND_S), looking_at(visit) as (eyes, _):
            await somebody_seen(eyes)
            yield eyes.film

    @pytest.fixture
    def away(self) -> Film:
        return ChildFilm(lambda at_s: round(1000 * at_s))

    async def answers(self, film: Film, viewer: LookingOn, offer: str) -> str:
        return await viewer.answer(offer)
