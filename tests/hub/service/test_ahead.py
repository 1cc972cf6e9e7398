"""Pieces on their way to the handling counter while the hub still gets the rest."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import pytest

from device_profiles.contract.chunks import CHUNK_BYTES, ChunkLabel
from device_profiles.contract.messages.receipt import UploadReceipt
from device_profiles.delivery.clock import Ids
from device_profiles.delivery.uploads import WINDOW_CHUNKS, Piece
from hub.service import ahead as ahead_module
from hub.service.ahead import MOST_HELD, Ahead
from tests.fakes.case_events import COUNTER_B
from tests.fakes.counter_link import CounterLink
from tests.fakes.standing_clock import StandingClock

CASE = "north-01"
CONTENT = bytes(range(256)) * (CHUNK_BYTES // 100)  # two pieces and a bit
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def link(tmp_path: Path) -> CounterLink:
    return CounterLink(tmp_path / "counter")


@pytest.fixture
def ahead(link: CounterLink) -> Ahead:
    ahead = Ahead(link, Ids(StandingClock()))
    link.answer = ahead.take_receipt
    return ahead


def pieces(content: bytes = CONTENT) -> list[Piece]:
    sha256 = hashlib.sha256(content).hexdigest()
    found = []
    for offset in range(0, len(content), CHUNK_BYTES):
        part = content[offset : offset + CHUNK_BYTES]
        digest = hashlib.sha256(part).hexdigest()
        label = ChunkLabel(case=CASE, size_bytes=len(content), sha256=sha256, chunk_sha256=digest)
        found.append(Piece("upload-of-a", offset, part, label))
    return found


async def come(ahead: Ahead, *arriving: Piece) -> None:
    for piece in arriving:
        is_whole = piece.offset_bytes + len(piece.content) == piece.label.size_bytes
        await ahead.pass_on(COUNTER_B, piece, is_whole=is_whole)


async def test_each_piece_goes_on_as_it_comes(ahead: Ahead, link: CounterLink) -> None:
    first, *rest = pieces()
    await come(ahead, first)
    assert link.pieces == [(COUNTER_B, 0)]
    await come(ahead, *rest)
    assert link.files.read(CASE, SHA256) == CONTENT
    assert await ahead.settled(COUNTER_B, CASE, SHA256)


async def test_nothing_is_known_of_what_did_not_go_ahead(ahead: Ahead) -> None:
    assert not await ahead.settled(COUNTER_B, CASE, SHA256)


async def test_a_material_of_one_piece_is_left_to_the_relay(ahead: Ahead, link: CounterLink) -> None:
    await come(ahead, *pieces(b"%PDF"))
    assert link.pieces == []


async def test_a_repetition_goes_once(ahead: Ahead, link: CounterLink) -> None:
    first, second, third = pieces()
    await come(ahead, first, first, second, first, third)
    assert [offset for _, offset in link.pieces] == [0, CHUNK_BYTES, 2 * CHUNK_BYTES]


async def test_what_began_before_this_hub_heard_of_it_is_left_to_the_relay(
    ahead: Ahead, link: CounterLink
) -> None:
    await come(ahead, *pieces()[1:])
    assert link.pieces == []


@pytest.mark.parametrize("fault", ["down", "refused by the broker", "refused by the counter"])
async def test_what_goes_wrong_is_given_up_and_left_to_the_relay(
    ahead: Ahead, link: CounterLink, fault: str
) -> None:
    first, second, third = pieces()
    await come(ahead, first)
    link.up = fault != "down"
    link.refused_by_broker = fault == "refused by the broker"
    link.refuses = "not_expected" if fault == "refused by the counter" else None
    await come(ahead, second)
    link.up, link.refused_by_broker, link.refuses = True, False, None
    await come(ahead, third)
    assert (COUNTER_B, 2 * CHUNK_BYTES) not in link.pieces
    async with asyncio.timeout(1):
        assert await ahead.settled(COUNTER_B, CASE, SHA256)


async def turns() -> None:
    """What can go on without another word does."""
    for _ in range(50):
        await asyncio.sleep(0)


async def test_a_counter_that_does_not_keep_up_is_not_overrun_and_gets_the_rest_later(
    ahead: Ahead, link: CounterLink
) -> None:
    answers: list[UploadReceipt] = []
    link.answer = answers.append
    coming = pieces(bytes(CHUNK_BYTES * (WINDOW_CHUNKS + 5)))
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        for piece in [*coming, coming[WINDOW_CHUNKS + 1]]:  # one of them twice
            tasks.create_task(come(ahead, piece))
        await turns()
        assert len(link.pieces) == WINDOW_CHUNKS
        ahead.take_receipt(answers[0])
        await turns()
        assert len(link.pieces) == WINDOW_CHUNKS + 1
        link.answer = ahead.take_receipt
        for answer in answers[1:]:
            ahead.take_receipt(answer)
    assert [offset for _, offset in link.pieces] == [piece.offset_bytes for piece in coming]
    async with asyncio.timeout(1):
        assert await ahead.settled(COUNTER_B, CASE, coming[0].label.sha256)


async def test_no_more_is_held_for_a_slow_counter_than_there_is_room_for(
    ahead: Ahead, link: CounterLink
) -> None:
    link.answer = lambda _: None
    coming = pieces(bytes(CHUNK_BYTES * (WINDOW_CHUNKS + MOST_HELD + 1)))
    async with asyncio.timeout(2), asyncio.TaskGroup() as tasks:
        for piece in coming:
            tasks.create_task(come(ahead, piece))
    assert len(link.pieces) == WINDOW_CHUNKS
    async with asyncio.timeout(1):
        assert await ahead.settled(COUNTER_B, CASE, coming[0].label.sha256)


async def test_a_silent_counter_gives_back_what_is_held_for_it(
    ahead: Ahead, link: CounterLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead_module, "SILENCE_S", 0.02)
    link.answer = lambda _: None
    async with asyncio.timeout(2):
        await come(ahead, *pieces(bytes(CHUNK_BYTES * (WINDOW_CHUNKS + 2))))
    assert len(link.pieces) == WINDOW_CHUNKS


async def test_a_material_that_the_hub_has_already_is_left_to_the_relay(
    ahead: Ahead, link: CounterLink
) -> None:
    await ahead.pass_on(COUNTER_B, pieces()[0], is_whole=True)
    assert link.pieces == []
    async with asyncio.timeout(1):
        assert await ahead.settled(COUNTER_B, CASE, SHA256)


async def test_the_last_answer_is_waited_for_but_not_for_ever(
    ahead: Ahead, link: CounterLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[UploadReceipt] = []
    link.answer = answers.append
    await come(ahead, *pieces())
    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(ahead.settled(COUNTER_B, CASE, SHA256))
        await asyncio.sleep(0)
        assert not waiting.done()
        ahead.take_receipt(answers[-1])
    await come(ahead, *pieces())
    monkeypatch.setattr(ahead_module, "SILENCE_S", 0.01)
    assert await ahead.settled(COUNTER_B, CASE, SHA256)


async def test_few_are_on_their_way_at_once(ahead: Ahead, link: CounterLink) -> None:
    contents = [bytes([number]) * (CHUNK_BYTES + 1) for number in range(ahead_module.AT_ONCE + 1)]
    for content in contents:
        await come(ahead, pieces(content)[0])
    for content in contents:
        await come(ahead, pieces(content)[1])
    assert not link.files.has(CASE, hashlib.sha256(contents[0]).hexdigest())
    assert link.files.has(CASE, hashlib.sha256(contents[-1]).hexdigest())
