"""Takes the stretches of recordings to the hub in their order, and then tells that a recording is over.

Owns what is in hand: the newest stretches stay in memory until the hub has them, because a customer who
leaves takes the key to what lies on the disk with them. For a while the rest of their video may still go.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import Final

import structlog

from device_profiles.contract.messages.case import CloseRecording, RecordSegment
from device_profiles.contract.recording import NOTHING_BEFORE, Segment
from device_profiles.delivery.errors import DeliveryError, UploadRefusedError
from device_profiles.delivery.patience import Patience
from device_profiles.delivery.sealed_files import SealedFileError, SealedFiles
from edge_agent.casework.records import Records, Transaction
from edge_agent.casework.uploads import Uploads
from edge_agent.store import origin_cases, recorded

LOOK_AGAIN_S: Final = 5.0
LONGEST_SENDING_S: Final = 60.0
"""Then it is looked again whether the stretch may still be sent."""
LONGEST_AFTER_MS: Final = 600_000
"""So long after the end the rest is kept in memory while the link is down, and then lost, and told so."""
MOST_IN_HAND: Final = 12
"""Two minutes: at most 23 MB."""

_log = structlog.get_logger()


class FilmSending:
    """Sends what was recorded, until the hub knows that it has all there is."""

    def __init__(self, records: Records, files: SealedFiles, uploads: Uploads) -> None:
        self._records = records
        self._files = files
        self._uploads = uploads
        self._in_hand: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._something = asyncio.Event()
        self._patience = Patience("film")

    def hold(self, case: str, sha256: str, mp4: bytes) -> None:
        """Have this stretch in hand, before it is written down; the oldest make room."""
        self._in_hand[case, sha256] = mp4
        while len(self._in_hand) > MOST_IN_HAND:
            self._in_hand.popitem(last=False)

    def drop(self, case: str, sha256: str) -> None:
        """It is not needed any more."""
        self._in_hand.pop((case, sha256), None)

    def wake(self) -> None:
        """There is something to send or to tell."""
        self._something.set()

    async def run(self) -> None:
        """Send until cancelled; the hub takes no stretch before the last."""
        while True:
            self._something.clear()
            for case, segment in await self._patience.insist(lambda: self._records.read(recorded.waiting)):
                if not await self._send(case, segment):
                    break
            await self._patience.insist(lambda: self._records.change(_tell_ends))
            try:
                async with asyncio.timeout(LOOK_AGAIN_S):  # wait_for may swallow a cancellation before 3.12
                    await self._something.wait()
            except TimeoutError:
                await self._let_go()

    async def _let_go(self) -> None:
        """What could not be sent for so long is kept no longer."""
        latest = self._records.ids.clock.now_ms() - LONGEST_AFTER_MS
        late = await self._patience.insist(
            lambda: self._records.read(lambda connection: recorded.ended_before(connection, latest))
        )
        for case, sha256 in [held for held in self._in_hand if held[0] in late]:
            self.drop(case, sha256)

    async def _send(self, case: str, segment: Segment) -> bool:
        """Whether the next may go: this one is with the hub, or will never be."""
        try:
            content = self._in_hand.get((case, segment.sha256))
            if content is None:
                content = await asyncio.to_thread(self._files.read, case, segment.sha256)
            async with asyncio.timeout(LONGEST_SENDING_S):
                await self._uploads.carry(case, content, segment.sha256)
        except UploadRefusedError as error:
            if error.refusal.code == "disk_full":
                return False
            _log.warning("stretch refused", case=case, number=segment.number, reason=error.refusal.says)
            await self._settle(case, segment, sent=False)
            return False
        except SealedFileError as error:  # the customer left, and its key is gone
            _log.warning("stretch lost", case=case, number=segment.number, reason=str(error))
            await self._settle(case, segment, sent=False)
            return False
        except (DeliveryError, TimeoutError) as error:
            _log.info("stretch not sent yet", case=case, number=segment.number, reason=str(error))
            return False
        await self._settle(case, segment, sent=True)
        return True

    async def _settle(self, case: str, segment: Segment, *, sent: bool) -> None:
        def settle(transaction: Transaction) -> None:
            if sent:
                recorded.settle(transaction.connection, case, segment)
                transaction.tell_hub(RecordSegment(case=case, segment=segment))
            else:
                recorded.lose(transaction.connection, case, segment)

        await self._patience.insist(lambda: self._records.change(settle))
        self.drop(case, segment.sha256)
        if not sent:
            self.wake()


def _tell_ends(transaction: Transaction) -> None:
    """Whatever is over and wholly sent, of a case that has ended: this is the last word of it."""
    connection = transaction.connection
    for over in recorded.ended(connection):
        filed = origin_cases.get(connection, over.case)
        if filed is not None and not filed.is_closed:
            continue  # it may be recorded again
        last = over.last
        told = CloseRecording(
            case=over.case,
            stretches=0 if last is None else last.number,
            last=NOTHING_BEFORE if last is None else last.hash,
            ended_at=over.ended_at,
            missing=over.missing,
        )
        transaction.tell_hub(told)
        recorded.forget(connection, over.case)
