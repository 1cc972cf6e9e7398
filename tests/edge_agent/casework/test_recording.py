"""The video of a case that demands it: recorded with consent, chained, and with the hub in its order."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from device_profiles.contract.errors import Refusal
from device_profiles.contract.messages.case import RecordSegment, Told
from device_profiles.contract.recording import Segment, faults
from edge_agent.casework import recording as recording_module
from edge_agent.casework.recording import Recordings
from edge_agent.store import recorded
from tests.fakes.counter_cases import TARGET, files_case
from tests.fakes.counter_house import CounterHouse
from tests.fakes.film import FakeFilm
from tests.fakes.shipped import PROCEDURES

APPLICATION = {"customer-name": "王小样", "id-number": "110105198001019987", "phone": "13800138000"}


@dataclass
class Kiosk:
    """A kiosk that films, and what it has told the hub of that."""

    house: CounterHouse
    film: FakeFilm

    async def files(self) -> str:
        return (await self.house.origin.file(TARGET, "apply-for-card", APPLICATION)).case

    async def may_film(self, case: str, *, given: bool = True) -> None:
        await self.house.faces.record_consent(case, "video", "zh", given=given)

    async def is_accepted(self, case: str) -> None:
        await self.house.hub.says(Told(case=case, news="accepted"))

    async def told(self, stretches: int) -> list[Segment]:
        """What the hub was told, once it is as many."""
        async with asyncio.timeout(10):
            while True:
                said = [body for body in await self.house.said() if isinstance(body, RecordSegment)]
                if len(said) >= stretches:
                    assert len(said) == stretches
                    return [body.segment for body in said]
                await self.house.records.changes.after(self.house.records.changes.version, 0.05)

    async def films(self, case: str | None) -> None:
        """Until this is what is recorded."""
        async with asyncio.timeout(10):
            while self.film.recording != case:
                await self.house.records.changes.after(self.house.records.changes.version, 0.05)


@pytest.fixture
async def kiosk(counter: CounterHouse, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Kiosk]:
    monkeypatch.setattr(recording_module, "LOOK_AGAIN_S", 0.05)
    film = FakeFilm(counter.clock)
    recordings = Recordings(counter.records, PROCEDURES, film, counter.files, counter.uploads)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(recordings.run())
        yield Kiosk(counter, film)
        assert not running.done()
        running.cancel()


async def test_what_was_recorded_is_with_the_hub_chained(kiosk: Kiosk) -> None:
    case = await kiosk.files()
    await kiosk.may_film(case)
    await kiosk.is_accepted(case)
    await kiosk.films(case)
    contents = [b"first", b"second", b"third"]
    for content in contents:
        kiosk.film.cuts(content)
    told = await kiosk.told(3)
    assert faults(told) == []
    assert [segment.sha256 for segment in told] == [hashlib.sha256(mp4).hexdigest() for mp4 in contents]
    assert all(kiosk.house.hub.files.has(case, segment.sha256) for segment in told)


async def test_what_was_not_recorded_shows_in_the_times(kiosk: Kiosk) -> None:
    case = await kiosk.files()
    await kiosk.may_film(case)
    await kiosk.is_accepted(case)
    await kiosk.films(case)
    kiosk.film.cuts(b"first")
    kiosk.film.misses(seconds=7)
    kiosk.film.cuts(b"second")
    first, second = await kiosk.told(2)
    assert second.started_at - first.ended_at == 7_000


async def test_without_consent_nothing_is_recorded(kiosk: Kiosk) -> None:
    case = await kiosk.files()
    await kiosk.is_accepted(case)
    await kiosk.may_film(case, given=False)
    await asyncio.sleep(0.2)  # nothing tells that nothing begins
    assert kiosk.film.recording is None
    await kiosk.may_film(case)
    await kiosk.films(case)
    await kiosk.may_film(case, given=False)
    await kiosk.films(None)


async def test_business_that_demands_no_recording_has_none(kiosk: Kiosk) -> None:
    case = await files_case(kiosk.house)
    await kiosk.may_film(case)
    await kiosk.is_accepted(case)
    await asyncio.sleep(0.2)  # as above
    assert kiosk.film.recording is None


async def test_it_ends_with_the_case_and_nothing_stays(kiosk: Kiosk) -> None:
    case = await kiosk.files()
    await kiosk.may_film(case)
    await kiosk.is_accepted(case)
    await kiosk.films(case)
    kiosk.film.cuts(b"first")
    await kiosk.told(1)
    await kiosk.house.hub.says(Told(case=case, news="cancelled", at=1))
    await kiosk.house.origin.show_result(case)
    await kiosk.films(None)
    kiosk.film.recording = case
    late = kiosk.film.cuts(b"came too late")
    await asyncio.sleep(0.2)  # as above
    assert not kiosk.house.files.has(case, hashlib.sha256(late.mp4).hexdigest())
    assert not (kiosk.house.folder / "materials" / case).exists()


async def test_while_the_link_is_down_it_waits_here_in_its_order(kiosk: Kiosk) -> None:
    case = await kiosk.files()
    await kiosk.may_film(case)
    await kiosk.is_accepted(case)
    await kiosk.films(case)
    kiosk.house.session.goes_down()
    for content in (b"first", b"second"):
        kiosk.film.cuts(content)
    async with asyncio.timeout(10):
        while len(await kiosk.house.records.read(recorded.waiting)) < 2:
            await kiosk.house.records.changes.after(kiosk.house.records.changes.version, 0.05)
    kiosk.house.session.comes_up()
    assert [segment.number for segment in await kiosk.told(2)] == [1, 2]


async def test_a_hub_without_room_gets_it_later(kiosk: Kiosk) -> None:
    kiosk.house.hub.refuses_uploads = Refusal(code="disk_full", says="no room")
    case = await kiosk.files()
    await kiosk.may_film(case)
    await kiosk.is_accepted(case)
    await kiosk.films(case)
    kiosk.film.cuts(b"first")
    await asyncio.sleep(0.3)  # it is refused a few times
    kiosk.house.hub.refuses_uploads = None
    assert [segment.number for segment in await kiosk.told(1)] == [1]
