"""What the encoder makes: every picture, sized and coloured as it was, at the rate that it was told."""

from __future__ import annotations

import av
import numpy as np
import pytest

from edge_agent.eyes.film.encoder import FPS, Encoder, Packet, film_size_px
from tests.edge_agent.eyes.film.scene import drawn


def decoded(packets: list[Packet]) -> list[av.VideoFrame]:
    codec = av.CodecContext.create("h264", "r")
    frames = [frame for packet in packets for frame in codec.decode(av.Packet(packet.data))]
    return [*frames, *codec.decode(None)]


def filmed(encoder: Encoder, count: int, width_px: int = 320, height_px: int = 240) -> list[Packet]:
    return [
        encoder.encode(drawn(number, width_px, height_px), 100 + number / FPS, key=number % 30 == 0)
        for number in range(count)
    ]


def test_every_picture_comes_out_as_it_was() -> None:
    packets = filmed(Encoder(320, 240, 1_000_000), 40)
    assert [number for number, packet in enumerate(packets) if packet.is_key] == [0, 30]
    frames = decoded(packets)
    assert len(frames) == 40
    shown = frames[20].to_ndarray(format="bgr24").astype(np.int16)
    assert np.abs(shown - drawn(20)).mean() < 6


def test_who_begins_at_a_whole_picture_needs_nothing_before_it() -> None:
    packets = filmed(Encoder(320, 240, 1_000_000), 40)
    assert len(decoded(packets[30:])) == 10


@pytest.mark.parametrize("bitrate_bps", [300_000, 1_500_000])
def test_the_rate_is_kept(bitrate_bps: int) -> None:
    chance = np.random.default_rng(1)
    busy = [chance.integers(0, 255, (72, 128, 3), np.uint8).repeat(5, 0).repeat(5, 1) for _ in range(5)]
    encoder = Encoder(640, 360, bitrate_bps)
    packets = [encoder.encode(busy[number % 5], number / FPS, key=number % 30 == 0) for number in range(90)]
    given_bps = 8 * sum(len(packet.data) for packet in packets) / (90 / FPS)
    assert 0.5 * bitrate_bps < given_bps < 1.25 * bitrate_bps


@pytest.mark.parametrize(
    ("camera_px", "film_px"),
    [
        ((640, 480), (640, 480)),
        ((1280, 720), (1280, 720)),
        ((1920, 1080), (1280, 720)),
        ((1080, 1920), (720, 1280)),
        ((2560, 1920), (960, 720)),
        ((641, 481), (640, 480)),
    ],
)
def test_film_is_no_larger_than_720p(camera_px: tuple[int, int], film_px: tuple[int, int]) -> None:
    picture = np.zeros((camera_px[1], camera_px[0], 3), np.uint8)
    assert film_size_px(picture) == film_px


def test_a_larger_picture_is_scaled() -> None:
    packets = filmed(Encoder(320, 240, 500_000), 3, 640, 480)
    assert [(frame.width, frame.height) for frame in decoded(packets)] == 3 * [(320, 240)]
