"""What every card reader promises. A new driver adds a subclass below."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

import pytest

from edge_agent.devices.card_reader import CardReader
from edge_agent.devices.errors import NoCardError, PeripheralBusyError, PeripheralGoneError
from edge_agent.devices.pcsc import PcscReader
from edge_agent.devices.simulated.card import SimulatedCard, SimulatedCardReader
from edge_agent.devices.smart_card import CardRefusedError, look_at, read_file, select_application
from tests.servers.pcscd import PcscServer

Lays = Callable[[SimulatedCard], AbstractContextManager[None]]
WALLET = bytes.fromhex("A000000003000000")
TEXT = bytes(range(256)) * 3


@pytest.fixture(scope="module")
def pcsc() -> Iterator[PcscServer]:
    with PcscServer() as pcsc:
        yield pcsc


class CardReaderContract:
    """A subclass has a fixture `reader`, and `lays`, which lays a card into it."""

    async def test_a_travel_document_is_known_and_stays_locked(
        self, reader: CardReader, lays: Lays
    ) -> None:
        card = SimulatedCard()
        with lays(card):
            async with reader.card() as inside:
                seen = await look_at(inside)
                with pytest.raises(CardRefusedError) as refused:
                    await read_file(inside, 0x011E)
        assert (seen.atr, seen.is_emrtd, seen.is_locked) == (card.atr, True, True)
        assert refused.value.status == 0x6982

    async def test_another_card_is_none(self, reader: CardReader, lays: Lays) -> None:
        with lays(SimulatedCard(aid=WALLET)):
            async with reader.card() as inside:
                assert not (await look_at(inside)).is_emrtd

    async def test_an_open_file_is_read_whole(self, reader: CardReader, lays: Lays) -> None:
        for content in (TEXT, TEXT[:224], TEXT[:448], b"short", b""):
            with lays(SimulatedCard(aid=WALLET, files={0x0101: content})):
                async with reader.card() as inside:
                    await select_application(inside, WALLET)
                    assert await read_file(inside, 0x0101) == content

    async def test_a_file_that_is_not_there_is_refused(self, reader: CardReader, lays: Lays) -> None:
        with lays(SimulatedCard(aid=WALLET, files={})):
            async with reader.card() as inside:
                with pytest.raises(CardRefusedError, match="6A82"):
                    await read_file(inside, 0x0101)

    async def test_without_a_card_there_is_nothing_to_speak_with(self, reader: CardReader) -> None:
        with pytest.raises(NoCardError, match="No card"):
            async with reader.card():
                pass
        assert (await reader.look()).condition == "ready"

    def test_a_person_knows_the_reader_by_its_name(self, reader: CardReader) -> None:
        assert reader.name


class TestSimulatedCardReader(CardReaderContract):
    @pytest.fixture
    def reader(self) -> SimulatedCardReader:
        return SimulatedCardReader()

    @pytest.fixture
    def lays(self, reader: SimulatedCardReader) -> Lays:
        @contextmanager
        def lay(card: SimulatedCard) -> Iterator[None]:
            reader.laid = card
            yield
            reader.laid = None

        return lay

    async def test_an_unplugged_one_is_gone(self, reader: SimulatedCardReader) -> None:
        reader.is_plugged_in = False
        assert (await reader.look()).condition == "unplugged"
        with pytest.raises(PeripheralGoneError):
            async with reader.card():
                pass


class TestPcscReader(CardReaderContract):
    @pytest.fixture
    def reader(self, pcsc: PcscServer) -> PcscReader:
        return PcscReader("Tests")

    @pytest.fixture
    def lays(self, pcsc: PcscServer) -> Lays:
        return pcsc.card

    async def test_a_card_that_is_taken_away_is_told(self, pcsc: PcscServer, reader: PcscReader) -> None:
        with ExitStack() as held:
            held.enter_context(pcsc.card(SimulatedCard()))
            async with reader.card() as inside:
                await look_at(inside)
                await asyncio.to_thread(held.close)
                with pytest.raises(NoCardError):
                    await look_at(inside)

    async def test_a_card_that_another_program_speaks_with_is_busy(
        self, reader: PcscReader, lays: Lays
    ) -> None:
        with lays(SimulatedCard()):
            async with reader.card():
                with pytest.raises(PeripheralBusyError):
                    async with PcscReader("Tests").card():
                        pass

    async def test_a_reader_of_another_name_is_gone(self, pcsc: PcscServer) -> None:
        assert (await PcscReader("Elsewhere").look()).condition == "unplugged"


async def test_without_pyscard_a_person_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "smartcard", None)
    state = await PcscReader().look()
    assert (state.condition, "pyscard is not installed" in state.says) == ("unplugged", True)
