"""Carries materials to the counters that are owed them: the bytes first, then the record.

What is owed stands in the journal's database, so a hub that starts anew goes on where one stopped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Final, TypeVar

import structlog

from device_profiles.contract.chunks import ChunkLabel
from device_profiles.contract.messages.case import MaterialRelayed
from device_profiles.contract.messages.receipt import UploadReceipt
from device_profiles.delivery.clock import Ids
from device_profiles.delivery.errors import DeliveryError, UploadRefusedError
from device_profiles.delivery.patience import Patience
from device_profiles.delivery.sealed_files import SealedFileError
from device_profiles.delivery.uploads import Piece, Sending
from hub.domain.words import DeviceName
from hub.ports.journal import Books, Journal, Relay
from hub.ports.link import DeviceLink
from hub.ports.materials import MaterialStore
from hub.service.ahead import Ahead
from hub.service.performing import material_record

ResultT = TypeVar("ResultT")

AT_ONCE: Final = 32
LOOK_AGAIN_S: Final = 5.0

_log = structlog.get_logger()


class MaterialRelay:
    """Sends what is owed, a few materials at a time."""

    def __init__(self, journal: Journal, materials: MaterialStore, link: DeviceLink, ids: Ids) -> None:
        self._journal = journal
        self._materials = materials
        self._link = link
        self._ids = ids
        self._sending = Sending()
        self._ahead = Ahead(link, ids)
        self._waiting: dict[Relay, None] = {}
        self._under_way: set[Relay] = set()
        self._look_at_all = True
        self._look_again_at_s = 0.0
        self._look_now = asyncio.Event()
        self._patience = Patience("relay")

    def owe(self, relays: Iterable[Relay]) -> None:
        """These are owed from now on."""
        self._waiting.update(dict.fromkeys(relays))
        self._look_now.set()

    def wake(self) -> None:
        """What could not be sent before may go now: look at all that is owed."""
        self._look_at_all = True
        self._look_now.set()

    def take_receipt(self, receipt: UploadReceipt) -> None:
        """A counter tells how far an upload has come."""
        self._ahead.take_receipt(receipt)
        self._sending.take_receipt(receipt)

    async def pass_on(self, counter: DeviceName, piece: Piece, *, is_whole: bool) -> None:
        """A piece has come that this counter will be owed: it may go ahead (see `ahead`)."""
        await self._ahead.pass_on(counter, piece, is_whole=is_whole)

    async def run(self) -> None:
        """Send until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                self._look_now.clear()
                if self._look_at_all or _now_s() >= self._look_again_at_s:
                    self._look_at_all, self._look_again_at_s = False, _now_s() + LOOK_AGAIN_S
                    owed = await self._transact(lambda books: books.post.owed())
                    self._waiting.update(dict.fromkeys(owed))
                while self._waiting and len(self._under_way) < AT_ONCE:
                    relay = next(iter(self._waiting))
                    del self._waiting[relay]
                    if relay not in self._under_way:
                        self._under_way.add(relay)
                        tasks.create_task(self._carry(relay), name=f"relay {relay.material.name}")
                await self._more_or_later()

    async def _more_or_later(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout_at(self._look_again_at_s):
                await self._look_now.wait()

    async def _carry(self, relay: Relay) -> None:
        try:
            await self._send(relay)
        except (UploadRefusedError, SealedFileError) as error:
            if isinstance(error, UploadRefusedError) and error.refusal.code == "not_expected":
                return  # the counter has not heard of the case yet; its message is being sent again
            _log.error("material not relayed", case=relay.case, counter=relay.counter, reason=str(error))
            await self._transact(lambda books: books.post.pay(relay))
        except DeliveryError:
            return  # still owed: looked at again soon, or when the link is back
        finally:
            self._under_way.discard(relay)
            self._look_now.set()  # another may have waited for this place

    async def _send(self, relay: Relay) -> None:
        begun = await self._ahead.settled(relay.counter, relay.case, relay.material.sha256)
        content = await asyncio.to_thread(self._materials.read, relay.case, relay.material.sha256)
        upload = self._ids.message_id()

        async def publish(offset_bytes: int, piece: bytes, label: ChunkLabel) -> None:
            await self._link.publish_chunk(relay.counter, upload, offset_bytes, piece, label)

        await self._sending.send(publish, upload, relay.case, content, relay.material.sha256, begun=begun)
        await self._transact(partial(_hand_over, relay))

    async def _transact(self, work: Callable[[Books], ResultT]) -> ResultT:
        """Until it is kept: a counter that has the bytes need not get them again."""
        return await self._patience.insist(lambda: self._journal.transact(work))


def _hand_over(relay: Relay, books: Books) -> None:
    """The bytes are there. Unless the case left that counter meanwhile, its record follows."""
    if books.post.pay(relay):
        record = MaterialRelayed(case=relay.case, material=material_record(relay.material))
        books.post.tell(relay.counter, record)


def _now_s() -> float:
    return asyncio.get_running_loop().time()
