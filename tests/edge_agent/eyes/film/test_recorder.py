"""Parts of a recording: each plays on its own, together they lose no picture, and a gap is a gap."""

from __future__ import annotations

import io
from itertools import pairwise

import av
import pytest

from edge_agent.eyes.film.encoder import FPS, Encoder, Packet
from edge_agent.eyes.film.recorder import Cut, Recorder
from edge_agent.eyes.film.studio import LONGEST_PAUSE_S
from tests.edge_agent.eyes.film.scene import drawn, played

KEY_EVERY = 30


def film(count: int, *, began_s: float = 100.0, width_px: int = 320) -> list[Packet]:
    encoder = Encoder(width_px, 240, 500_000)
    return [
        encoder.encode(drawn(number, width_px), began_s + number / FPS, key=number % KEY_EVERY == 0)
        for number in range(count)
    ]


def recorded(packets: list[Packet], segment_s: float = 4.0) -> list[Cut]:
    cuts: list[Cut] = []
    recorder = Recorder("r-1", segment_s, cuts.append)
    for packet in packets:
        recorder.take(packet)
    recorder.pause()
    return cuts


def test_each_part_plays_on_its_own_and_together_they_have_every_picture() -> None:
    packets = film(150)
    cuts = recorded(packets)
    assert [cut.frames for cut in cuts] == [60, 60, 30]
    for cut in cuts:
        frames = played(cut.mp4)
        assert len(frames) == cut.frames
        assert frames[0].key_frame
        assert frames[0].time == 0
        assert frames[-1].time == pytest.approx((cut.frames - 1) / FPS, abs=0.001)
    for before, after in pairwise(cuts):
        assert before.ended_s == after.began_s
    assert cuts[0].began_s == packets[0].at_s
    assert cuts[-1].ended_s == pytest.approx(packets[-1].at_s + 1 / FPS)


def test_pictures_that_come_unevenly_leave_no_hole_between_parts() -> None:
    encoder = Encoder(320, 240, 500_000)
    times = [100, 100.07, 100.5, 101.4, 102.1, 102.9, 103.0]
    packets = [encoder.encode(drawn(n), at_s, key=n in {0, 3}) for n, at_s in enumerate(times)]
    first, second = recorded(packets, segment_s=2.0)
    for cut in (first, second):
        with av.open(io.BytesIO(cut.mp4), "r") as container:
            stream = container.streams.video[0]
            assert stream.duration is not None
            assert stream.time_base is not None
            lasts_s = float(stream.duration * stream.time_base)
        assert lasts_s == pytest.approx(cut.ended_s - cut.began_s, abs=0.001)
    assert first.ended_s == second.began_s


def test_a_part_is_in_fragments_behind_a_beginning_of_its_own() -> None:
    (cut,) = recorded(film(45))
    assert cut.mp4[4:8] == b"ftyp"
    assert cut.mp4.count(b"moov") == 1
    assert cut.mp4.count(b"moof") == 2  # one for each whole picture
    assert cut.mp4.index(b"moov") < cut.mp4.index(b"moof")


def test_the_packets_are_those_of_the_film() -> None:
    packets = film(31)
    (cut,) = recorded(packets)
    with av.open(io.BytesIO(cut.mp4), "r") as container:
        kept = [bytes(packet) for packet in container.demux(video=0) if packet.size]
    # MP4 writes a length where Annex B has a start code, and both have four bytes (x264 begins with one).
    assert [len(data) for data in kept[1:30]] == [pytest.approx(len(p.data), abs=1) for p in packets[1:30]]


def test_what_was_not_filmed_is_in_no_part() -> None:
    first, later = film(40), film(40, began_s=100 + 40 / FPS + LONGEST_PAUSE_S + 0.5)
    cuts = recorded([*first, *later], segment_s=60)
    assert [cut.frames for cut in cuts] == [40, 40]
    assert cuts[1].began_s - cuts[0].ended_s == pytest.approx(LONGEST_PAUSE_S + 0.5)


def test_a_recording_begins_with_a_whole_picture() -> None:
    packets = film(50)
    (cut,) = recorded(packets[10:], segment_s=60)
    assert (cut.frames, cut.began_s) == (20, packets[KEY_EVERY].at_s)


def test_another_size_is_another_part() -> None:
    cuts = recorded([*film(20), *film(20, began_s=100 + 20 / FPS, width_px=640)], segment_s=60)
    assert [played(cut.mp4)[0].width for cut in cuts] == [320, 640]
    assert cuts[0].ended_s == cuts[1].began_s


def test_a_pause_gives_what_there_is_once() -> None:
    cuts: list[Cut] = []
    recorder = Recorder("r-1", 60, cuts.append)
    recorder.pause()
    for packet in film(5):
        recorder.take(packet)
    recorder.pause()
    recorder.pause()
    assert [cut.frames for cut in cuts] == [5]
