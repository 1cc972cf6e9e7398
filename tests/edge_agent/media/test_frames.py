"""Single pictures, while no peer connection comes about."""

from __future__ import annotations

import asyncio

from device_profiles.contract.frames import MOST_FRAMES_PER_S
from device_profiles.contract.messages.signal import (
    WantFrames,
)
from tests.edge_agent.media.kiosk import (
    CALL,
    CASE,
    Kiosk,
    in_virtual_time,
)


async def films(kiosk: Kiosk, seconds: float) -> None:
    """For so long a picture comes twice a second."""
    assert kiosk.eyes is not None
    for _ in range(round(2 * seconds)):
        kiosk.eyes.shows()
        await asyncio.sleep(0.5)


@in_virtual_time(film=False, eyes=True)
async def test_they_come_while_they_are_wanted(kiosk: Kiosk) -> None:
    await kiosk.opens()
    for wanted in (True, False, True):
        kiosk.hears(WantFrames(case=CASE, call=CALL, wanted=wanted))
        await films(kiosk, 3)
    assert [label.number for label in kiosk.shown()] == list(range(1, len(kiosk.shown()) + 1))
    assert len(kiosk.shown()) >= 4
    assert {label.epoch for label in kiosk.shown()} == {1}


@in_virtual_time(film=False, eyes=True)
async def test_at_most_so_many_a_second(kiosk: Kiosk) -> None:
    await kiosk.opens()
    kiosk.hears(WantFrames(case=CASE, call=CALL, wanted=True))
    for _ in range(200):
        assert kiosk.eyes is not None
        kiosk.eyes.shows()
        await asyncio.sleep(0.01)
    assert MOST_FRAMES_PER_S <= len(kiosk.shown()) <= 2 * MOST_FRAMES_PER_S + 1


@in_virtual_time(film=False, eyes=True)
async def test_nobody_is_shown_who_is_not_looked_at(kiosk: Kiosk) -> None:
    await kiosk.opens()
    kiosk.hears(WantFrames(case=CASE, call=CALL, wanted=True))
    await films(kiosk, 60)
    shown = len(kiosk.shown())
    assert shown < 16 * MOST_FRAMES_PER_S
    assert not kiosk.calls.now[0].pictures
    await films(kiosk, 10)
    assert len(kiosk.shown()) == shown


@in_virtual_time(film=False, eyes=True)
async def test_a_camera_that_goes_dark_is_no_picture(kiosk: Kiosk) -> None:
    await kiosk.opens()
    kiosk.hears(WantFrames(case=CASE, call=CALL, wanted=True))
    await kiosk.viewer_stays(12)
    assert kiosk.shown() == []
