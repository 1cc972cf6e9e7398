"""Pieces of materials as they arrive at the hub: who may send them, kept in order, answered, sent on."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass

from device_profiles.contract.chunks import read_label
from device_profiles.contract.errors import Refusal
from device_profiles.contract.messages.receipt import UploadReceipt
from device_profiles.contract.topics import Topic
from device_profiles.delivery.clock import Clock
from device_profiles.delivery.session import Arrival
from device_profiles.delivery.uploads import Piece, Receiving
from hub.domain.alone import awaits_recording
from hub.domain.case import Case, Phase
from hub.domain.words import CaseId, DeviceName
from hub.ports.journal import Books, Journal


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a piece: the answer to who sent it, and the counters that want it too."""

    receipt: UploadReceipt
    piece: Piece
    wanted_at: tuple[DeviceName, ...]


class Pieces:
    """Keeps a piece if it comes from the origin of an open case, and tells how far its upload is.

    Of a case that has ended the last of its recording is still to come, for a while.
    """

    def __init__(self, journal: Journal, receiving: Receiving, clock: Clock) -> None:
        self._clock = clock
        self._journal = journal
        self._receiving = receiving
        self._expected: dict[tuple[DeviceName, CaseId], tuple[DeviceName, ...] | None] = {}
        self.refused: Counter[str] = Counter()

    async def keep(self, arrival: Arrival, topic: Topic) -> Kept:
        """Keep one piece.

        Raises:
            ContractError: its label cannot be read.
        """
        label = read_label(arrival.properties)
        piece = Piece(topic.upload or "", topic.offset_bytes or 0, arrival.payload, label)
        device = str(topic.device)
        wanted_at = await self._wanted_at(device, label.case)
        if wanted_at is None:
            receipt = _not_expected(piece, f"{device} has filed no open case {label.case}")
        else:
            receipt = await asyncio.to_thread(self._receiving.take, piece)
        if receipt.outcome != "partial":
            self._expected.pop((device, label.case), None)
        if receipt.refusal is not None:
            self.refused[receipt.refusal.code] += 1
        return Kept(receipt, piece, () if receipt.refusal is not None or wanted_at is None else wanted_at)

    async def _wanted_at(self, device: DeviceName, case_id: CaseId) -> tuple[DeviceName, ...] | None:
        """Where the case is handled; None when the device may not send materials for it.

        Remembered while one is arriving.
        """
        if (device, case_id) not in self._expected:

            def find(books: Books) -> Case:
                return books.cases.get(case_id)

            case = await self._journal.transact(find)
            is_open = case.phase is not Phase.CLOSED
            expects = is_open or awaits_recording(case, self._clock.now_ms())
            handled_at = tuple(seat.counter for seat in case.seated_counters) if is_open else ()
            self._expected[device, case_id] = handled_at if expects and case.origin == device else None
        return self._expected[device, case_id]


def _not_expected(piece: Piece, says: str) -> UploadReceipt:
    refusal = Refusal(code="not_expected", says=says)
    return UploadReceipt(upload=piece.upload, outcome="refused", received_bytes=0, refusal=refusal)
