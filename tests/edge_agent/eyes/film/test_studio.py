"""One encode for all who take film, only while somebody does, and whole pictures when they are needed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise

import pytest

from edge_agent.eyes.film.studio import (
    KEY_EVERY_S,
    KEYS_APART_S,
    LEAST_BPS,
    LONGEST_PAUSE_S,
    MOST_BPS,
    USUAL_BPS,
    Studio,
)
from tests.edge_agent.eyes.film.scene import Collector, RunningCamera


@asynccontextmanager
async def filming(camera: RunningCamera) -> AsyncIterator[Studio]:
    studio = Studio(camera)
    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(studio.run())
        yield studio
        running.cancel()


async def test_all_are_given_the_same_packets_of_one_encode() -> None:
    async with filming(RunningCamera()) as studio:
        first, second = Collector(), Collector()
        studio.add(first)
        studio.add(second)
        packets = await first.until(20)
        assert await second.until(20) == packets
        assert studio.encoded <= 21


async def test_nothing_is_encoded_while_nobody_takes_it() -> None:
    camera = RunningCamera()
    async with filming(camera) as studio:
        await asyncio.sleep(0.1)
        assert studio.encoded == 0
        taker = Collector()
        studio.add(taker)
        await taker.until(2)
        studio.remove(taker)
        await asyncio.sleep(0.1)
        done = studio.encoded
        await asyncio.sleep(0.2)
        assert studio.encoded == done


async def test_film_has_fifteen_pictures_a_second_whatever_the_camera_gives() -> None:
    async with filming(RunningCamera(fps=30)) as studio:
        taker = Collector()
        studio.add(taker)
        packets = await taker.until(31)
        assert 1.8 < packets[30].at_s - packets[0].at_s < 2.6


async def test_film_begins_whole_and_is_whole_again_in_time() -> None:
    async with filming(RunningCamera()) as studio:
        taker = Collector()
        studio.add(taker)
        packets = await taker.until(50)
        assert packets[0].is_key
        keys = [packet.at_s for packet in packets if packet.is_key]
        assert len(keys) == 2
        assert keys[1] - keys[0] <= KEY_EVERY_S + 0.1


async def test_whoever_comes_or_has_lost_something_gets_a_whole_picture_but_not_at_once_again() -> None:
    async with filming(RunningCamera()) as studio:
        taker, late = Collector(), Collector()
        studio.add(taker)
        await taker.until(10)
        studio.add(late)
        assert (await late.until(1))[0].is_key or (await late.until(2))[1].is_key
        for count in range(11, 40):
            studio.want_key()
            await taker.until(count)
        keys = [packet.at_s for packet in taker.packets if packet.is_key]
        apart = [after - before for before, after in pairwise(keys)]
        assert len(apart) >= 2
        assert min(apart) >= KEYS_APART_S - 0.01


async def test_a_camera_that_shows_nothing_is_a_pause_and_film_begins_whole_again() -> None:
    camera = RunningCamera()
    async with filming(camera) as studio:
        taker = Collector()
        studio.add(taker)
        await taker.until(3)
        camera.dark = True
        await taker.until_pause()
        await asyncio.sleep(LONGEST_PAUSE_S + 0.1)
        before = len(taker.packets)
        camera.dark = False
        packets = await taker.until(before + 1)
        assert packets[before].is_key


async def test_another_size_begins_whole() -> None:
    camera = RunningCamera()
    async with filming(camera) as studio:
        taker = Collector()
        studio.add(taker)
        await taker.until(3)
        camera.size_px = (640, 480)
        count = 4
        while (packet := (await taker.until(count))[-1]).width_px != 640:
            count += 1
        assert packet.is_key


@pytest.mark.parametrize(
    ("estimates", "bitrate_bps"),
    [
        ([], USUAL_BPS),
        ([None, None], USUAL_BPS),
        ([None, 900_000, 700_000], 700_000),
        ([100_000], LEAST_BPS),
        ([90_000_000], MOST_BPS),
    ],
)
def test_the_rate_is_that_of_the_narrowest_way_within_bounds(
    estimates: list[int | None], bitrate_bps: int
) -> None:
    studio = Studio(RunningCamera())
    for most_bps in estimates:
        studio.add(Collector(most_bps))
    assert studio.bitrate_bps == bitrate_bps


async def test_a_narrower_way_is_followed_with_the_next_whole_picture() -> None:
    async with filming(RunningCamera()) as studio:
        taker = Collector()
        studio.add(taker)
        await taker.until(2)
        taker.most_bps = 400_000
        before = len(taker.packets)
        packets = await taker.until(before + 1)
        while not packets[-1].is_key:
            packets = await taker.until(len(packets) + 1)
        assert studio.encodes_at_bps == 400_000
