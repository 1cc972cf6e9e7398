"""A material's bytes on their way: lost, repeated, broken, late, and in the end on the other side."""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device_profiles.contract.chunks import ATTEMPTS, ChunkLabel
from device_profiles.contract.errors import Refusal
from device_profiles.contract.messages.receipt import UploadReceipt
from device_profiles.delivery import sealed_files, uploads
from device_profiles.delivery.errors import LinkDownError, PublishRefusedError, UploadRefusedError
from device_profiles.delivery.sealed_files import SealedFiles
from device_profiles.delivery.uploads import MOST_SILENCES, SILENCE_S, Piece, Receiving, Sending
from tests.fakes.chunk_store import MemoryChunkStore
from tests.fakes.virtual_time import run_virtually

CASE = "north-1"
CHUNK = 16
CONTENT = bytes(range(12 * CHUNK + 5))
DIGEST = hashlib.sha256(CONTENT).hexdigest()
FATES = ("kept", "lost", "twice", "broken", "late", "link down", "receiver restarts", "disk full")


@pytest.fixture(autouse=True, scope="module")
def small_pieces() -> Iterator[None]:
    """Pieces of 16 bytes, so that a material has many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uploads, "CHUNK_BYTES", CHUNK)
        patch.setattr(sealed_files, "CHUNK_BYTES", CHUNK)
        patch.setattr(sealed_files, "SEALED_BYTES", CHUNK + 28)
        yield


def piece(number: int, content: bytes = CONTENT, upload: str = "scan-1") -> Piece:
    part = content[number * CHUNK : (number + 1) * CHUNK]
    label = ChunkLabel(
        case=CASE,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        chunk_sha256=hashlib.sha256(part).hexdigest(),
    )
    return Piece(upload, number * CHUNK, part, label)


class Way:
    """From one sender to one receiver and back. Each piece and each answer meets the next fate."""

    def __init__(self, *fates: str, receiver: Receiving | None = None) -> None:
        self.store = MemoryChunkStore(CHUNK)
        self.receiving = receiver or Receiving(self.store)
        self.sending = Sending()
        self.fates = iter(fates)
        self.pieces = 0
        self.answers: Counter[str] = Counter()

    async def send(self, content: bytes = CONTENT, upload: str = "scan-1") -> None:
        async def publish(offset_bytes: int, part: bytes, label: ChunkLabel) -> None:
            await asyncio.sleep(0.001)
            self._bring(Piece(upload, offset_bytes, part, label))

        await self.sending.send(publish, upload, CASE, content, hashlib.sha256(content).hexdigest())

    async def send_until_stored(self) -> None:
        """As a device does: after a failure, again, as another upload."""
        for attempt in range(100):
            try:
                return await self.send(upload=f"scan-{attempt}")
            except LinkDownError:
                await asyncio.sleep(5)
        pytest.fail("it never got there")

    def _bring(self, sent: Piece) -> None:
        self.pieces += 1
        match next(self.fates, "kept"):
            case "lost":
                return
            case "broken":
                self._take(replace(sent, content=sent.content[:-1] + b"!"))
            case "link down":
                msg = "the link is down"
                raise LinkDownError(msg)
            case "late":
                asyncio.get_running_loop().call_later(SILENCE_S * 1.5, self._take, sent)
            case "receiver restarts":
                self.receiving = Receiving(self.store)
                self._take(sent)
            case "disk full":
                self.store.full = True
                self._take(sent)
                self.store.full = False
            case fate:
                for _ in range(1 + (fate == "twice")):
                    self._take(sent)

    def _take(self, arrived: Piece) -> None:
        receipt = self.receiving.take(arrived)
        self.answers[receipt.outcome] += 1
        match next(self.fates, "kept"):
            case "lost" | "link down":
                pass
            case "late":
                loop = asyncio.get_running_loop()
                loop.call_later(SILENCE_S * 1.5, self.sending.take_receipt, receipt)
            case fate:
                for _ in range(1 + (fate == "twice")):
                    self.sending.take_receipt(receipt)


@settings(deadline=None)
@given(
    fates=st.lists(st.sampled_from(FATES), max_size=60).filter(
        lambda fates: fates.count("broken") <= ATTEMPTS
    )
)
def test_whatever_happens_on_the_way_the_right_bytes_arrive(fates: list[str]) -> None:
    way = Way(*fates)
    run_virtually(way.send_until_stored())
    assert way.store.stored == {(CASE, DIGEST): CONTENT}
    assert way.store.arriving == {}


def test_a_clean_way_carries_each_piece_once() -> None:
    way = Way()
    run_virtually(way.send())
    assert way.pieces == 13
    assert way.answers == {"partial": 12, "stored": 1}


def test_one_lost_piece_costs_little_and_is_not_waited_for() -> None:
    async def script() -> None:
        way = Way("kept", "kept", "lost")
        await way.send()
        assert way.store.stored[CASE, DIGEST] == CONTENT
        assert way.pieces <= 13 + 2 * uploads.WINDOW_CHUNKS
        assert asyncio.get_running_loop().time() < SILENCE_S

    run_virtually(script())


def test_a_broken_piece_is_asked_for_three_times_and_then_refused_with_the_reason() -> None:
    receiving = Receiving(MemoryChunkStore(CHUNK))
    receiving.take(piece(0))
    broken = replace(piece(1), content=b"!" * CHUNK)
    answers = [receiving.take(broken) for _ in range(ATTEMPTS + 1)]
    assert [answer.outcome for answer in answers] == ["partial"] * ATTEMPTS + ["refused"]
    assert {answer.received_bytes for answer in answers} == {CHUNK}
    assert {answer.refusal.code for answer in answers if answer.refusal} == {"wrong_chunk_digest"}


def test_the_sender_of_pieces_that_always_break_is_told_why() -> None:
    way = Way(*["broken", "kept"] * 200)
    with pytest.raises(UploadRefusedError, match="wrong_chunk_digest"):
        run_virtually(way.send())
    assert way.store.stored == {}


def test_a_whole_that_is_not_what_its_label_says_is_refused_after_three_more_tries() -> None:
    way = Way()

    async def send_other_bytes() -> None:
        async def publish(offset_bytes: int, part: bytes, label: ChunkLabel) -> None:
            way._bring(Piece("scan-1", offset_bytes, part, label))

        await way.sending.send(publish, "scan-1", CASE, CONTENT, "0" * 64)

    with pytest.raises(UploadRefusedError, match="wrong_digest"):
        run_virtually(send_other_bytes())
    assert way.pieces >= 13 * (ATTEMPTS + 1)
    assert way.store.arriving == way.store.stored == {}


@pytest.mark.parametrize(
    "wrong",
    [
        replace(piece(0), content=CONTENT[: CHUNK - 1]),
        replace(piece(0), offset_bytes=1),
        replace(piece(0), offset_bytes=100 * CHUNK),
        replace(piece(12), content=CONTENT[-CHUNK:]),
    ],
)
def test_a_piece_of_another_size_or_place_is_not_kept(wrong: Piece) -> None:
    store = MemoryChunkStore(CHUNK)
    receipt = Receiving(store).take(wrong)
    assert receipt.refusal is not None
    assert receipt.refusal.code == "invalid_chunk"
    assert store.arriving == {}


def test_a_gap_is_told_and_a_repetition_is_not_kept_twice() -> None:
    store = MemoryChunkStore(CHUNK)
    receiving = Receiving(store)
    receiving.take(piece(0))
    receiving.take(piece(1))
    gap = receiving.take(piece(3))
    assert (gap.outcome, gap.received_bytes) == ("partial", 2 * CHUNK)
    assert gap.refusal is not None
    again = receiving.take(piece(0))
    assert (again.outcome, again.received_bytes, again.refusal) == ("partial", 2 * CHUNK, None)
    assert store.received_bytes(CASE, DIGEST) == 2 * CHUNK


def test_what_is_stored_is_answered_at_once_whoever_sends_it() -> None:
    receiving = Receiving(MemoryChunkStore(CHUNK))
    for number in range(13):
        receiving.take(piece(number))
    again = receiving.take(piece(5, upload="scan-2"))
    assert (again.upload, again.outcome, again.received_bytes) == ("scan-2", "stored", len(CONTENT))


def test_two_who_send_the_same_bytes_at_once_are_both_told() -> None:
    async def both() -> None:
        way = Way()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(way.send(upload="scan-1"))
            tasks.create_task(way.send(upload="scan-2"))
        assert way.store.stored == {(CASE, DIGEST): CONTENT}

    run_virtually(both())


@pytest.mark.parametrize("size_bytes", [12 * CHUNK, 12 * CHUNK + 5])
@pytest.mark.parametrize("arrived", range(14))
def test_it_goes_on_after_the_receiver_restarts_at_any_piece(
    tmp_path: Path, arrived: int, size_bytes: int
) -> None:
    content = CONTENT[:size_bytes]
    files = SealedFiles(tmp_path, bytes(32))
    for number in range(min(arrived, -(-size_bytes // CHUNK))):
        part = piece(number, content)
        files.append(
            CASE, part.label.sha256, part.offset_bytes, part.content
        )  # and it ends before `finish`
    restarted = SealedFiles(tmp_path, bytes(32))
    way = Way(receiver=Receiving(restarted))
    run_virtually(way.send(content))
    assert restarted.read(CASE, hashlib.sha256(content).hexdigest()) == content


def test_a_disk_that_was_full_at_the_very_end_is_finished_by_any_piece() -> None:
    store = MemoryChunkStore(CHUNK)
    content = CONTENT[: 2 * CHUNK]
    receiving = Receiving(store)
    receiving.take(piece(0, content))
    store.append(CASE, hashlib.sha256(content).hexdigest(), CHUNK, content[CHUNK:])
    assert receiving.take(piece(1, content)).outcome == "stored"


def test_who_hears_nothing_repeats_and_then_gives_up_for_now() -> None:
    async def script() -> None:
        way = Way(*["lost"] * 1_000)
        with pytest.raises(LinkDownError, match="no answer for 15 s"):
            await way.send()
        now_s = asyncio.get_running_loop().time()
        assert now_s == pytest.approx(MOST_SILENCES * SILENCE_S, abs=0.1)
        assert way.pieces == MOST_SILENCES * uploads.WINDOW_CHUNKS

    run_virtually(script())


def test_a_broker_that_lets_no_piece_pass_is_no_reason_to_give_the_bytes_up() -> None:
    async def publish(_offset_bytes: int, _part: bytes, _label: ChunkLabel) -> None:
        raise PublishRefusedError("up/material", "Not authorized")

    with pytest.raises(LinkDownError, match="Not authorized"):
        run_virtually(Sending().send(publish, "scan-1", CASE, CONTENT, DIGEST))


def test_late_answers_to_an_upload_that_ended_are_nobodys() -> None:
    way = Way()
    run_virtually(way.send())
    refused = Refusal(code="not_expected", says="too late")
    way.sending.take_receipt(
        UploadReceipt(upload="scan-1", outcome="refused", received_bytes=0, refusal=refused)
    )
    run_virtually(way.send())


def test_a_receiver_that_does_not_want_it_ends_it() -> None:
    async def script() -> None:
        sending = Sending()

        async def publish(_offset_bytes: int, _part: bytes, _label: ChunkLabel) -> None:
            refusal = Refusal(code="not_expected", says="no such case")
            sending.take_receipt(
                UploadReceipt(upload="scan-1", outcome="refused", received_bytes=0, refusal=refusal)
            )

        with pytest.raises(UploadRefusedError, match="no such case"):
            await sending.send(publish, "scan-1", CASE, CONTENT, DIGEST)

    run_virtually(script())


def test_a_receiver_without_room_asks_for_patience_and_counts_no_fault() -> None:
    store = MemoryChunkStore(CHUNK)
    receiving = Receiving(store)
    store.full = True
    for _ in range(2 * ATTEMPTS):
        receipt = receiving.take(piece(0))
        assert (receipt.outcome, receipt.received_bytes) == ("partial", 0)
        assert receipt.refusal is not None
        assert receipt.refusal.code == "disk_full"
    store.full = False
    assert receiving.take(piece(0)).refusal is None


def test_a_sender_whose_receiver_has_no_room_tries_again_later_and_not_at_once() -> None:
    way = Way()
    way.store.full = True
    with pytest.raises(LinkDownError, match="no room"):
        run_virtually(way.send())
    assert way.pieces <= uploads.WINDOW_CHUNKS
    way.store.full = False
    run_virtually(way.send())
    assert way.store.stored == {(CASE, DIGEST): CONTENT}
