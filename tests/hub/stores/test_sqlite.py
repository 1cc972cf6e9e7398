"""The journal on SQLite, in a file and in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from device_profiles.contract.messages.case import Told
from hub.domain.chain import first_break
from hub.ports.journal import Relay
from tests.fakes.case_events import (
    BRANCH_B,
    COUNTER_A,
    COUNTER_B,
    accepted,
    filed,
    form,
    offered,
    teller,
    write,
)
from tests.hub.stores.contract import JournalContract
from tests.hub.stores.shelf import Shelf, in_memory, on_disk, shelf_on


class TestOnDisk(JournalContract):
    @pytest.fixture
    def shelf(self, tmp_path: Path) -> Iterator[Shelf]:
        with shelf_on(on_disk(tmp_path / "hub.sqlite")) as shelf:
            yield shelf

    @pytest.fixture
    def elsewhere(self, shelf: Shelf, tmp_path: Path) -> Iterator[Shelf]:
        """A second program over the same file, opened while the first one is there."""
        with shelf_on(on_disk(tmp_path / "hub.sqlite")) as elsewhere:
            yield elsewhere

    async def test_what_was_committed_is_there_after_a_restart(self, tmp_path: Path) -> None:
        file = tmp_path / "other.sqlite"
        with shelf_on(on_disk(file)) as before:
            await before.do(write, "north-01", filed(), offered())
            await before.do(lambda books: books.people.add(teller(), "hash"))
            await before.do(lambda books: books.post.owe(Relay("north-01", COUNTER_B, form())))
            await before.do(
                lambda books: books.post.tell(COUNTER_A, Told(case="north-01", news="accepted"))
            )
        with shelf_on(on_disk(file)) as after:
            await after.do(write, "north-01", accepted())
            entries = await after.do(lambda books: books.cases.entries("north-01"))
            assert [entry.kind for entry in entries] == ["CaseFiled", "OfferMade", "OfferAccepted"]
            assert first_break(entries) is None
            assert await after.do(lambda books: books.people.of_branch(BRANCH_B)) == [teller()]
            assert await after.do(lambda books: (len(books.post.owed()), books.unsettled())) == (1, 1)
            await after.do(lambda books: books.post.tell(COUNTER_A, Told(case="north-01", news="accepted")))
            assert [message.seq for message in after.sent] == [2]


class TestInMemory(JournalContract):
    @pytest.fixture
    def shelf(self) -> Iterator[Shelf]:
        with shelf_on(in_memory()) as shelf:
            yield shelf

    @pytest.fixture
    def elsewhere(self, shelf: Shelf) -> Shelf:
        """Memory belongs to one program: it is its own equal."""
        return shelf
