"""A call's connection: the studio's packets reach the viewer, and what a stranger answers harms nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiortc.rtp import (
    RTCP_PSFB_APP,
    RTCP_PSFB_PLI,
    RtcpPsfbPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    pack_remb_fci,
)

from edge_agent.eyes.film import peer as peers
from edge_agent.eyes.film import way as ways
from edge_agent.eyes.film.calls import MOST_CALLS, Calls
from edge_agent.eyes.film.peer import MOST_UNSENT, Peer
from edge_agent.eyes.film.recorder import Cut, Recorder
from edge_agent.eyes.film.studio import LEAST_BPS, Studio
from edge_agent.eyes.film.way import Way
from edge_agent.eyes.film_port import LinkRefusedError, NoFilmError
from edge_agent.eyes.words import HangUp, MakeOffer, Relay, TakeAnswer
from tests.edge_agent.eyes.film.looking_on import looking_on
from tests.edge_agent.eyes.film.scene import Collector, RunningCamera, played


@pytest.fixture
async def studio() -> AsyncIterator[Studio]:
    filming = Studio(RunningCamera())
    async with asyncio.timeout(60), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(filming.run())
        yield filming
        running.cancel()


@pytest.fixture
def changed() -> asyncio.Event:
    """Set with each change of the connection."""
    return asyncio.Event()


@pytest.fixture
async def peer(studio: Studio, changed: asyncio.Event) -> AsyncIterator[Peer]:
    one = Peer(studio, (), changed.set, Way())
    yield one
    await one.close()


async def ended(peer: Peer, changed: asyncio.Event) -> None:
    while peer.state != "ended":
        changed.clear()
        await changed.wait()


async def test_what_is_seen_is_what_is_recorded_and_was_encoded_once(studio: Studio, peer: Peer) -> None:
    kept, cuts = Collector(), list[Cut]()
    recorder = Recorder("r-1", 60, cuts.append)
    async with looking_on() as viewer:
        await peer.answer(await viewer.answer(await peer.offer()))
        (first,) = await viewer.see(1)
        studio.add(recorder)
        studio.add(kept)
        seen = await viewer.see(30)
        studio.remove(recorder)
        studio.remove(kept)
        recorder.pause()
        assert (first.width, first.height) == (320, 240)
        times = [frame.pts for frame in seen if frame.pts is not None]
        assert sorted(set(times)) == times
        assert (peer.state, peer.frames_sent >= 30) == ("up", True)
    assert studio.encoded - len(kept.packets) <= 10  # before anybody recorded
    (cut,) = cuts
    assert len(played(cut.mp4)) == cut.frames
    assert cut.frames >= 15


async def test_nothing_is_encoded_before_the_viewer_is_connected_or_after(
    studio: Studio, peer: Peer, changed: asyncio.Event
) -> None:
    sdp = await peer.offer()
    assert (studio.encoded, peer.state) == (0, "offered")
    async with looking_on() as viewer:
        await peer.answer(await viewer.answer(sdp))
        await viewer.see(2)
    await ended(peer, changed)
    assert peer.says == "The viewer has ended the connection."
    await peer.close()
    encoded = studio.encoded
    await asyncio.sleep(0.2)
    assert studio.encoded <= encoded + 1


async def test_an_offer_is_of_h264_alone_and_one_way(peer: Peer) -> None:
    sdp = await peer.offer()
    assert "a=sendonly" in sdp
    assert {line.split()[1].split("/")[0] for line in sdp.splitlines() if "a=rtpmap" in line} == {
        "H264",
        "rtx",
    }


async def test_an_answer_that_is_none_is_refused_and_the_right_one_still_taken(peer: Peer) -> None:
    async with looking_on() as viewer:
        right = await viewer.answer(await peer.offer())
        vp8_only = right.replace("H264", "VP8")
        talks, sends = right + "m=audio 9 X 0\r\n", right.replace("a=recvonly", "a=sendrecv")
        headless = right.replace("a=fingerprint", "a=fingerpaint")
        for wrong in (
            "",
            "Hello",
            "v=0\r\nm=video",
            vp8_only,
            talks,
            sends,
            headless,
            right[: len(right) // 2],
        ):
            with pytest.raises(LinkRefusedError):
                await peer.answer(wrong)
            assert peer.state == "offered"
        await peer.answer(right)
        assert await viewer.see(1)
        with pytest.raises(LinkRefusedError):
            await peer.answer(right)


async def test_a_viewer_whose_addresses_are_hidden_is_seen_at_once(peer: Peer) -> None:
    async with looking_on() as viewer:
        answer = await viewer.answer(await peer.offer())
        lines = answer.splitlines(keepends=True)
        hidden = "".join(line for line in lines if "candidate" not in line).rstrip("\r\n")
        hidden += "\r\na=candidate:1 1 udp 2113937151 be82dcfb-e9b0.local 43727 typ host\r\n"
        began_s = asyncio.get_running_loop().time()
        await peer.answer(hidden)
        assert asyncio.get_running_loop().time() - began_s < 0.5
        assert await viewer.see(1)


async def test_a_viewer_that_never_comes_is_given_up(
    peer: Peer, changed: asyncio.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peers, "CONNECTS_WITHIN_S", 0.05)
    async with looking_on() as viewer:
        answer = await viewer.answer(await peer.offer())
    lines = answer.splitlines(keepends=True)
    await peer.answer("".join(line for line in lines if "candidate" not in line))
    await ended(peer, changed)
    assert "could be made" in peer.says


async def test_a_viewer_that_has_lost_the_picture_gets_a_whole_one_and_its_estimate_is_followed(
    studio: Studio, peer: Peer
) -> None:
    async with looking_on() as viewer:
        await peer.answer(await viewer.answer(await peer.offer()))
        await viewer.see(10)
        kept = Collector()
        studio.add(kept)
        await kept.until(10)
        says = peer._connection.getTransceivers()[0].sender._handle_rtcp_packet
        await says(RtcpPsfbPacket(fmt=RTCP_PSFB_PLI, ssrc=0, media_ssrc=0))
        count = len(kept.packets)
        later = (await kept.until(count + 3))[count:]
        assert any(packet.is_key for packet in later)
        for estimate, rate in ((700_000, 700_000), (50_000, LEAST_BPS)):
            fci = pack_remb_fci(estimate, [1])
            await says(RtcpPsfbPacket(fmt=RTCP_PSFB_APP, ssrc=0, media_ssrc=0, fci=fci))
            assert studio.bitrate_bps == pytest.approx(rate, rel=0.01)
            assert peer.bitrate_bps == pytest.approx(rate, rel=0.01)


async def test_a_viewer_who_misses_most_of_it_is_starved_and_so_is_their_next_connection(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ways, "_WINDOW_S", 0.0)
    calls = Calls(studio)
    async with looking_on() as viewer:
        await calls.answer(
            TakeAnswer(
                ask=1, call="c-1", epoch=1, sdp=await viewer.answer(await calls.offer(order("c-1", 1)))
            )
        )
        await viewer.see(10)
        says = calls._calls["c-1"].peer._connection.getTransceivers()[0].sender._handle_rtcp_packet
        for highest in (100, 200, 300, 400):
            report = RtcpReceiverInfo(7, 128, highest // 2, highest, 0, 0, 0)
            await says(RtcpRrPacket(ssrc=1, reports=[report]))
        assert studio.bitrate_bps == LEAST_BPS
        monkeypatch.setattr(ways, "STARVED_AFTER_S", 0.0)
        await calls.offer(order("c-1", 2))
        assert [(link.epoch, link.starved) for link in calls.now()] == [(2, True)]
        await calls.hang_up(HangUp(call="c-1"))
        await calls.offer(order("c-1", 3))
        assert [(link.epoch, link.starved) for link in calls.now()] == [(3, False)]
    await calls.close()


async def test_a_viewer_that_takes_nothing_costs_a_second_of_film_and_gets_a_whole_picture_next(
    studio: Studio,
) -> None:
    track = peers._FilmTrack(studio, Way())
    await track.recv()
    kept = Collector()
    studio.add(kept)
    await kept.until(MOST_UNSENT + 5)
    assert len(track._unsent) <= MOST_UNSENT
    packets = kept.packets
    given = bytes(await track.recv())
    whole = {packet.data for packet in packets if packet.is_key}
    assert given in whole
    track.stop()


def order(call: str, epoch: int, ice: tuple[Relay, ...] = ()) -> MakeOffer:
    return MakeOffer(ask=1, call=call, epoch=epoch, ice=ice)


async def test_an_answer_belongs_to_one_call_and_epoch(studio: Studio) -> None:
    calls = Calls(studio)
    async with looking_on() as viewer:
        await calls.offer(order("c-1", 1))
        answer = await viewer.answer(await calls.offer(order("c-1", 2)))
        for call, epoch in (("c-1", 1), ("c-1", 3), ("c-2", 2)):
            with pytest.raises(LinkRefusedError):
                await calls.answer(TakeAnswer(ask=1, call=call, epoch=epoch, sdp=answer))
        assert [(link.call, link.epoch, link.state) for link in calls.now()] == [("c-1", 2, "offered")]
        await calls.answer(TakeAnswer(ask=1, call="c-1", epoch=2, sdp=answer))
        assert await viewer.see(1)
        await calls.hang_up(HangUp(call="c-1"))
        assert calls.now() == []
    await calls.close()


async def test_only_so_many_look_on_at_a_time(studio: Studio) -> None:
    calls = Calls(studio)
    for number in range(MOST_CALLS):
        await calls.offer(order(f"c-{number}", 1))
    with pytest.raises(NoFilmError):
        await calls.offer(order("c-x", 1))
    await calls.offer(order("c-0", 2))
    assert len(calls.now()) == MOST_CALLS
    await calls.close()
    assert calls.now() == []


async def test_a_server_that_is_none_is_answered(studio: Studio) -> None:
    calls = Calls(studio)
    with pytest.raises(NoFilmError):
        await calls.offer(order("c-1", 1, (Relay(urls=("ftp://nowhere",)),)))
    assert calls.now() == []


async def test_a_machine_without_a_network_reaches_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "_addresses_of_networks", lambda _ipv4, _ipv6: [])
    assert peers._addresses(use_ipv4=True, use_ipv6=True) == ["127.0.0.1"]
