"""Materials on their way to the handling counter: the bytes first, then the record, and none forgotten."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from device_profiles.contract.chunks import CHUNK_BYTES, ChunkLabel
from device_profiles.contract.codec import decode
from device_profiles.contract.messages.case import MaterialRelayed
from device_profiles.contract.messages.receipt import UploadReceipt
from device_profiles.contract.topics import Channel
from device_profiles.delivery.clock import Ids
from device_profiles.delivery.uploads import Piece
from hub.domain.words import Material
from hub.ports.journal import Books, Relay
from hub.service import relay as relay_module
from hub.service.relay import MaterialRelay
from hub.stores.journal import Committed
from tests.fakes.case_events import COUNTER_B, form
from tests.fakes.counter_link import CounterLink
from tests.fakes.full_disk import FullDisk
from tests.fakes.hub_house import House
from tests.hub.stores.shelf import Shelf

CASE = "north-01"


@pytest.fixture
def link(tmp_path: Path) -> CounterLink:
    return CounterLink(tmp_path / "counter")


@pytest.fixture
async def relay(house: House, link: CounterLink) -> AsyncIterator[MaterialRelay]:
    """The relay at work, woken by commits as `bootstrap` wakes it."""
    relay = MaterialRelay(house.shelf.journal, house.materials, link, Ids(house.shelf.clock))
    link.answer = relay.take_receipt

    def wake(committed: Committed) -> None:
        relay.owe(committed.owed)

    house.shelf.on_commit.append(wake)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(relay.run())
        yield relay
        running.cancel()


def owe(books: Books, material: Material, case: str = CASE) -> None:
    books.post.owe(Relay(case, COUNTER_B, material))


async def owes(house: House, content: bytes, case: str = CASE) -> Material:
    """A material is stored and owed to counter B."""
    house.materials.put(case, content)
    await house.shelf.do(owe, form(content), case)
    return form(content)


async def still_owed(shelf: Shelf) -> list[Relay]:
    return await shelf.do(lambda books: books.post.owed())


async def until_sent(shelf: Shelf, messages: int) -> None:
    """Until the courier has got so many messages in all."""
    more = asyncio.Event()
    shelf.on_commit.append(lambda _: more.set())
    async with asyncio.timeout(10):
        while len(shelf.sent) < messages:
            await more.wait()
            more.clear()


async def tried(link: CounterLink, times: int = 1) -> None:
    async with asyncio.timeout(10):
        for _ in range(times):
            await link.tried.acquire()


@pytest.mark.usefixtures("relay")
async def test_the_bytes_go_first_and_the_record_follows(house: House, link: CounterLink) -> None:
    content = bytes(range(256)) * (CHUNK_BYTES // 100)

    def has_the_bytes(committed: Committed) -> None:
        if committed.outgoing:
            assert link.files.has(CASE, form(content).sha256)

    house.shelf.on_commit.append(has_the_bytes)
    material = await owes(house, content)
    await until_sent(house.shelf, 1)
    assert link.files.read(CASE, material.sha256) == content
    assert link.pieces == [(COUNTER_B, 0), (COUNTER_B, CHUNK_BYTES), (COUNTER_B, 2 * CHUNK_BYTES)]
    record = decode("down", Channel.CASE, house.shelf.sent[0].payload).body
    assert isinstance(record, MaterialRelayed)
    assert (record.case, record.material.sha256, record.material.size_bytes) == (
        CASE,
        material.sha256,
        len(content),
    )
    assert record.material.findings[0].detail == {"text": "王小样"}
    assert await still_owed(house.shelf) == []


async def test_of_what_went_ahead_one_piece_goes_again_to_ask(
    house: House, link: CounterLink, relay: MaterialRelay
) -> None:
    content = bytes(range(256)) * (CHUNK_BYTES // 100)
    material = form(content)
    for offset in range(0, len(content), CHUNK_BYTES):
        part = content[offset : offset + CHUNK_BYTES]
        digest = hashlib.sha256(part).hexdigest()
        label = ChunkLabel(case=CASE, size_bytes=len(content), sha256=material.sha256, chunk_sha256=digest)
        is_whole = offset + len(part) == len(content)
        await relay.pass_on(COUNTER_B, Piece("upload-of-a", offset, part, label), is_whole=is_whole)
    assert link.files.read(CASE, material.sha256) == content
    assert house.shelf.sent == []  # nobody is told before the material is the case's own
    await owes(house, content)
    await until_sent(house.shelf, 1)
    assert [offset for _, offset in link.pieces] == [0, CHUNK_BYTES, 2 * CHUNK_BYTES, 0]


async def test_more_than_can_be_under_way_at_once_all_go_without_a_pause(
    house: House, link: CounterLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay_module, "LOOK_AGAIN_S", 3600)
    cases = [f"north-{number:02}" for number in range(relay_module.AT_ONCE * 2)]
    for case in cases:
        await owes(house, case.encode(), case)
    relay = MaterialRelay(house.shelf.journal, house.materials, link, Ids(house.shelf.clock))
    link.answer = relay.take_receipt
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(relay.run())
        await until_sent(house.shelf, len(cases))
        running.cancel()
    assert all(link.files.has(case, form(case.encode()).sha256) for case in cases)
    assert await still_owed(house.shelf) == []


async def test_while_the_link_is_down_the_material_stays_owed(
    house: House, link: CounterLink, relay: MaterialRelay
) -> None:
    link.up = False
    material = await owes(house, b"the form")
    await tried(link)
    assert await still_owed(house.shelf) == [Relay(CASE, COUNTER_B, material)]
    assert house.shelf.sent == []
    link.up = True
    relay.wake()
    await until_sent(house.shelf, 1)
    assert link.files.read(CASE, material.sha256) == b"the form"


async def test_a_counter_that_has_not_heard_of_the_case_is_asked_again(
    house: House, link: CounterLink, relay: MaterialRelay
) -> None:
    link.refuses = "not_expected"
    material = await owes(house, b"the form")
    await tried(link)
    assert await still_owed(house.shelf) == [Relay(CASE, COUNTER_B, material)]
    link.refuses = None
    relay.wake()
    await until_sent(house.shelf, 1)
    assert await still_owed(house.shelf) == []


@pytest.mark.usefixtures("relay")
async def test_a_material_refused_for_good_is_not_sent_for_ever(house: House, link: CounterLink) -> None:
    link.refuses = "wrong_digest"
    await owes(house, b"the form")
    await until_paid(house.shelf)
    assert house.shelf.sent == []


@pytest.mark.usefixtures("relay")
async def test_a_material_whose_bytes_are_gone_does_not_stop_the_others(house: House) -> None:
    await house.shelf.do(owe, form(b"never stored"), "north-99")
    await owes(house, b"the form")
    await until_sent(house.shelf, 1)
    await until_paid(house.shelf)


async def test_a_case_released_meanwhile_is_not_handed_over(
    house: House, link: CounterLink, relay: MaterialRelay
) -> None:
    arrived = asyncio.Event()
    held: list[UploadReceipt] = []

    def hold(receipt: UploadReceipt) -> None:
        held.append(receipt)
        arrived.set()

    link.answer = hold
    await owes(house, b"the form")
    async with asyncio.timeout(10):
        await arrived.wait()
    looked = asyncio.Event()
    await house.shelf.do(lambda books: books.post.forgive(CASE, COUNTER_B))
    house.shelf.on_commit.append(lambda _: looked.set())
    relay.take_receipt(held[0])
    async with asyncio.timeout(10):
        await looked.wait()
    assert house.shelf.sent == []
    assert await still_owed(house.shelf) == []


async def test_what_was_owed_before_a_restart_is_sent_after_it(house: House, link: CounterLink) -> None:
    material = await owes(house, b"the form")
    relay = MaterialRelay(house.shelf.journal, house.materials, link, Ids(house.shelf.clock))
    link.answer = relay.take_receipt
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(relay.run())
        await until_sent(house.shelf, 1)
        running.cancel()
    assert link.files.read(CASE, material.sha256) == b"the form"


async def until_paid(shelf: Shelf) -> None:
    """Until nothing is owed any more."""
    more = asyncio.Event()
    shelf.on_commit.append(lambda _: more.set())
    async with asyncio.timeout(10):
        while await still_owed(shelf):
            await more.wait()
            more.clear()


@pytest.mark.parametrize("steps", range(6))
async def test_the_relay_stops_when_told_to_even_as_more_is_owed(
    house: House, link: CounterLink, steps: int
) -> None:
    relay = MaterialRelay(house.shelf.journal, house.materials, link, Ids(house.shelf.clock))
    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(relay.run())
        await asyncio.sleep(0)
        await still_owed(house.shelf)  # behind the relay's own look in the database's queue
        relay.wake()
        for _ in range(steps):
            await asyncio.sleep(0)
        running.cancel()


async def test_a_broker_that_refuses_a_topic_does_not_end_the_relay(
    house: House, link: CounterLink, relay: MaterialRelay
) -> None:
    link.refused_by_broker = True
    material = await owes(house, b"the form")
    await tried(link)
    assert await still_owed(house.shelf) == [Relay(CASE, COUNTER_B, material)]
    link.refused_by_broker = False
    relay.wake()
    await until_sent(house.shelf, 1)


async def test_a_material_that_arrived_is_handed_over_later_and_not_sent_again(
    house: House, link: CounterLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = FullDisk(house.shelf.database, monkeypatch)
    relay = MaterialRelay(house.web.journal, house.materials, link, Ids(house.shelf.clock))

    def arrives_as_the_disk_fills_up(receipt: UploadReceipt) -> None:
        disk.full = True
        relay.take_receipt(receipt)

    link.answer = arrives_as_the_disk_fills_up
    await owes(house, b"the form")
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(relay.run())
        await tried(link)
        await disk.met(times=3)
        disk.full = False
        await until_sent(house.shelf, 1)
        running.cancel()
    assert link.pieces == [(COUNTER_B, 0)]
    assert await still_owed(house.shelf) == []
