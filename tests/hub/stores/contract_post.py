"""What goes out after the commit: messages to devices, people's feeds, bytes that are owed."""

from __future__ import annotations

import pytest

from device_profiles.contract.codec import decode
from device_profiles.contract.messages.case import Told
from device_profiles.contract.topics import Channel, parse
from device_profiles.delivery.outbox import settle
from hub.ports.journal import Books, Relay
from hub.stores import post
from tests.fakes.case_events import COUNTER_A, COUNTER_B, form
from tests.fakes.standing_clock import NOON_MS
from tests.hub.stores.shelf import Shelf

CASE = "north-01"
ACCEPTED = Told(case=CASE, news="accepted")
OWED = Relay(CASE, COUNTER_B, form())


class PostContract:
    """Needs the fixture `shelf`."""

    async def test_what_is_told_goes_out_after_the_commit(self, shelf: Shelf) -> None:
        def tell(books: Books) -> None:
            books.post.tell(COUNTER_A, ACCEPTED)
            assert shelf.sent == []

        await shelf.do(tell)
        (message,) = shelf.sent
        topic = parse(message.topic)
        assert (str(topic.device), topic.channel, topic.direction) == (COUNTER_A, Channel.CASE, "down")
        assert decode("down", Channel.CASE, message.payload).body == ACCEPTED
        assert await shelf.do(lambda books: books.unsettled()) == 1

    async def test_what_is_told_waits_for_its_receipt(self, shelf: Shelf) -> None:
        await shelf.do(_tell, COUNTER_A)
        (message,) = shelf.sent
        await shelf.behind(settle, message.stream, message.seq)
        assert await shelf.do(lambda books: books.unsettled()) == 0

    async def test_each_device_hears_numbers_without_a_gap(self, shelf: Shelf) -> None:
        for device in (COUNTER_A, COUNTER_B, COUNTER_A, COUNTER_A):
            await shelf.do(_tell, device)
        numbers = [(parse(message.topic).device.branch, message.seq) for message in shelf.sent]
        assert numbers == [("b1", 1), ("b2", 1), ("b1", 2), ("b1", 3)]
        assert len({message.stream for message in shelf.sent}) == 2

    async def test_a_transaction_that_fails_says_nothing_and_uses_no_number(self, shelf: Shelf) -> None:
        def fail(books: Books) -> None:
            books.post.tell(COUNTER_A, ACCEPTED)
            books.post.notify("li", CASE, "offered")
            books.post.owe(OWED)
            msg = "the power fails"
            raise RuntimeError(msg)

        with pytest.raises(RuntimeError, match="the power fails"):
            await shelf.do(fail)
        assert shelf.committed == []
        assert await shelf.do(lambda books: (books.unsettled(), books.post.owed())) == (0, [])
        await shelf.do(_tell, COUNTER_A)
        await shelf.do(_notify, "li", "offered")
        assert shelf.sent[0].seq == 1
        assert await shelf.do(lambda books: books.post.last_change("li")) == 1

    async def test_a_feed_numbers_each_persons_changes_without_a_gap(self, shelf: Shelf) -> None:
        assert await shelf.do(lambda books: books.post.last_change("li")) == 0
        for person, change in (
            ("li", "offered"),
            ("wang", "offered"),
            ("li", "assigned"),
            ("li", "closed"),
        ):
            await shelf.do(_notify, person, change)
        changes = await shelf.do(lambda books: books.post.feed("li", 0))
        assert [(told.number, told.change) for told in changes] == [
            (1, "offered"),
            (2, "assigned"),
            (3, "closed"),
        ]
        assert {(told.case, told.at) for told in changes} == {(CASE, NOON_MS)}
        assert [told.number for told in await shelf.do(lambda books: books.post.feed("li", 2))] == [3]
        assert await shelf.do(lambda books: books.post.last_change("wang")) == 1

    async def test_a_feed_forgets_what_is_long_past_and_numbers_on(
        self, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(post, "CHANGES_KEPT", 3)
        monkeypatch.setattr(post, "FORGET_EVERY", 4)
        await shelf.do(_notify, "wang", "offered")
        for _ in range(9):
            await shelf.do(_notify, "li", "offered")
        changes = await shelf.do(lambda books: books.post.feed("li", 0))
        assert [told.number for told in changes] == [6, 7, 8, 9]
        assert len(await shelf.do(lambda books: books.post.feed("wang", 0))) == 1

    async def test_a_commit_tells_what_it_wrote_into_feeds(self, shelf: Shelf) -> None:
        def notify(books: Books) -> None:
            for person in ("li", "wang", "li"):
                books.post.notify(person, CASE, "offered")

        await shelf.do(notify)
        written = await shelf.do(lambda books: books.post.feed("li", 0))
        told = [change for person, change in shelf.committed[0].notified if person == "li"]
        assert told == written
        assert [len(commit.notified) for commit in shelf.committed] == [3, 0]

    async def test_a_material_is_owed_until_it_is_paid(self, shelf: Shelf) -> None:
        await shelf.do(_owe, OWED)
        assert await shelf.do(lambda books: books.post.owed()) == [OWED]
        assert [commit.owed for commit in shelf.committed] == [(OWED,), ()]
        assert await shelf.do(lambda books: books.post.pay(OWED))
        assert await shelf.do(lambda books: books.post.owed()) == []
        assert not await shelf.do(lambda books: books.post.pay(OWED))

    async def test_a_material_captured_anew_is_owed_instead_of_the_first(self, shelf: Shelf) -> None:
        anew = Relay(CASE, COUNTER_B, form(b"scanned once more"))
        await shelf.do(_owe, OWED)
        await shelf.do(_owe, anew)
        assert await shelf.do(lambda books: books.post.owed()) == [anew]
        assert not await shelf.do(lambda books: books.post.pay(OWED))
        assert await shelf.do(lambda books: books.post.owed()) == [anew]

    async def test_a_case_that_leaves_its_counter_is_owed_nothing_more(self, shelf: Shelf) -> None:
        others = [Relay("north-02", COUNTER_B, form()), Relay(CASE, "north/b2/counter-2", form())]
        for relay in (OWED, *others):
            await shelf.do(_owe, relay)
        await shelf.do(lambda books: books.post.forgive(CASE, COUNTER_B))
        owed = await shelf.do(lambda books: books.post.owed())
        assert sorted(owed, key=lambda relay: relay.case, reverse=True) == others
        assert not await shelf.do(lambda books: books.post.pay(OWED))


def _tell(books: Books, device: str) -> None:
    books.post.tell(device, ACCEPTED)


def _notify(books: Books, person: str, change: str) -> None:
    books.post.notify(person, CASE, change)


def _owe(books: Books, relay: Relay) -> None:
    books.post.owe(relay)
