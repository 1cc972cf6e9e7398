"""The video of a case that demands it: recorded with consent, chained, and with the hub in its order."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from device_profiles.contract.errors import Refusal
from device_profiles.contract.messages.case import CloseRecording, RecordSegment, Told
from device_profiles.contract.recording import Segment, faults
from edge_agent.casework import film_sending
from edge_agent.casework import recording as recording_module
from edge_agent.casework.film_sending import FilmSending
from edge_agent.casework.recording import Recordings
from edge_agent.casework.records import Transaction
from edge_agent.store import origin_cases, recorded
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

    async def is_over(self) -> CloseRecording:
        """What the hub was told at the end of a recording, once it was."""
        async with asyncio.timeout(10):
            while True:
                said = [body for body in await self.house.said() if isinstance(body, CloseRecording)]
                if said:
                    assert len(said) == 1
                    return said[0]
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
    monkeypatch.setattr(film_sending, "LOOK_AGAIN_S", 0.05)
    async with running(counter, film):
        yield Kiosk(counter, film)


@asynccontextmanager
async def running(house: CounterHouse, film: FakeFilm) -> AsyncIterator[None]:
    """The agent records, until it ends."""
    sending = FilmSending(house.records, house.files, house.uploads)
    recordings = Recordings(house.records, PROCEDURES, film, house.files, sending)
    async with asyncio.TaskGroup() as tasks:
        records = tasks.create_task(recordings.run())
        yield
        assert not records.done()
        records.cancel()


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


async def begins(kiosk: Kiosk) -> str:
    """A case that is recorded, and whose first ten seconds are with the hub."""
    case = await kiosk.files()
    await kiosk.may_film(case)
    await kiosk.is_accepted(case)
    await kiosk.films(case)
    kiosk.film.cuts(b"first")
    await kiosk.told(1)
    kiosk.house.clock.pass_ms(10_000)
    return case


async def leaves(kiosk: Kiosk, case: str) -> None:
    """The customer goes: nothing of them stays here."""

    def leave(transaction: Transaction) -> None:
        origin_cases.put_result_shown(transaction.connection, case)

    await kiosk.house.records.change(leave)
    kiosk.house.files.forget(case)


async def test_the_last_seconds_come_after_the_customer_has_gone_and_leave_nothing(kiosk: Kiosk) -> None:
    case = await begins(kiosk)
    kiosk.film.begins_another(b"the last seconds", lasts_s=6.5)
    kiosk.house.clock.pass_ms(6_500)
    await leaves(kiosk, case)
    over = await kiosk.is_over()
    told = await kiosk.told(2)
    assert faults(told) == []
    assert kiosk.house.hub.files.read(case, told[1].sha256) == b"the last seconds"
    assert (over.stretches, over.last, over.missing) == (2, told[1].hash, None)
    assert over.ended_at == told[1].ended_at
    assert not (kiosk.house.folder / "materials" / case).exists()
    assert await kiosk.house.records.read(recorded.begun) == []


async def test_the_last_seconds_wait_in_memory_for_a_link_that_is_down(kiosk: Kiosk) -> None:
    case = await begins(kiosk)
    kiosk.house.session.goes_down()
    kiosk.film.begins_another(b"the last seconds", lasts_s=5)
    kiosk.house.clock.pass_ms(5_000)
    await leaves(kiosk, case)
    await kiosk.films(None)
    assert not (kiosk.house.folder / "materials" / case).exists()
    kiosk.house.session.comes_up()
    assert (await kiosk.is_over()).missing is None
    assert len(await kiosk.told(2)) == 2


async def test_after_ten_minutes_without_a_link_they_are_lost_and_the_hub_is_told_so(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(film_sending, "LONGEST_SENDING_S", 0.05)
    case = await begins(kiosk)
    kiosk.house.session.goes_down()
    kiosk.film.begins_another(b"the last seconds", lasts_s=5)
    kiosk.house.clock.pass_ms(5_000)
    await leaves(kiosk, case)
    await kiosk.films(None)
    kiosk.house.clock.pass_ms(film_sending.LONGEST_AFTER_MS + 1)
    over = await kiosk.is_over()
    first = (await kiosk.told(1))[0]
    assert (over.last, over.missing) == (first.hash, "link")
    assert over.ended_at == first.ended_at + 5_000


async def test_an_end_that_the_camera_did_not_film_is_told_so(kiosk: Kiosk) -> None:
    case = await begins(kiosk)
    kiosk.house.clock.pass_ms(8_000)
    await leaves(kiosk, case)
    over = await kiosk.is_over()
    assert (over.stretches, over.missing) == (1, "film")


async def test_it_goes_on_after_a_restart_with_what_was_not_sent_and_a_gap(
    counter: CounterHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(film_sending, "LOOK_AGAIN_S", 0.05)
    kiosk = Kiosk(counter, FakeFilm(counter.clock))
    async with running(counter, kiosk.film):
        case = await begins(kiosk)
        counter.session.goes_down()
        kiosk.film.cuts(b"not sent")
        async with asyncio.timeout(10):
            while not await counter.records.read(recorded.waiting):
                await counter.records.changes.after(counter.records.changes.version, 0.05)
    counter.session.comes_up()
    counter.clock.pass_ms(30_000)
    kiosk.film = FakeFilm(counter.clock)
    async with running(counter, kiosk.film):
        await kiosk.films(case)
        kiosk.film.cuts(b"after the restart")
        told = await kiosk.told(3)
        counter.clock.pass_ms(10_000)
        await leaves(kiosk, case)
        assert (await kiosk.is_over()).missing is None
    assert faults(told) == []
    assert told[2].started_at - told[1].ended_at == 20_000


async def test_what_a_restart_after_the_end_has_lost_is_told(
    counter: CounterHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(film_sending, "LOOK_AGAIN_S", 0.05)
    kiosk = Kiosk(counter, FakeFilm(counter.clock))
    async with running(counter, kiosk.film):
        case = await begins(kiosk)
    await leaves(kiosk, case)
    async with running(counter, FakeFilm(counter.clock)):
        over = await kiosk.is_over()
    assert (over.stretches, over.missing) == (1, "restart")


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
