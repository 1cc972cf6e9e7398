"""coturn, as `deploy/coturn` sets it up, takes the credentials that the hub makes, and no others."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from aioice import stun, turn

from device_profiles.contract.messages.signal import IceServer
from device_profiles.delivery.clock import SystemClock
from hub.service.turn import LIFETIME_S, TurnServers
from tests.fakes.standing_clock import StandingClock
from tests.servers.coturn import coturn

SECRET = "5f2d1c0b9a8877665544332211009f8e"
PATIENCE_S = 20


class Ear(asyncio.DatagramProtocol):
    """Hears what is relayed."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[tuple[bytes, tuple[str, int]]] = asyncio.Queue()

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        self.heard.put_nowait((data, address))


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    with coturn(tmp_path, SECRET) as port:
        yield port


def credentials(port: int, secret: str = SECRET, late_ms: int = 0) -> IceServer:
    """What the hub gives somebody, or gave them so long ago."""
    clock = StandingClock(SystemClock().now_ms() - late_ms)
    (server,) = TurnServers(clock, [f"turn:127.0.0.1:{port}"], secret).ice_for("north.b1.kiosk-1")
    return server


async def relay_for(server: IceServer, port: int, ear: Ear) -> turn.TurnTransport:
    """A place at the relay, whose words come to the ear."""
    async with asyncio.timeout(PATIENCE_S):
        transport, _ = await turn.create_turn_endpoint(
            lambda: ear, ("127.0.0.1", port), username=server.username, password=server.credential
        )
        return transport


async def test_what_the_hub_made_opens_a_relay_through_which_both_speak(port: int) -> None:
    kiosk, desk = Ear(), Ear()
    of_kiosk = await relay_for(credentials(port), port, kiosk)
    of_desk = await relay_for(credentials(port), port, desk)
    try:
        address = of_desk.get_extra_info("sockname")
        async with asyncio.timeout(PATIENCE_S):
            of_desk.sendto(b"are you there?", of_kiosk.get_extra_info("sockname"))
            of_kiosk.sendto(b"a picture", address)
            while (await desk.heard.get())[0] != b"a picture":
                pass
    finally:
        of_kiosk.close()
        of_desk.close()


@pytest.mark.parametrize(
    ("secret", "late_ms"),
    [("guessed", 0), (SECRET, 1000 * (LIFETIME_S + 60))],
    ids=["another's secret", "a name that has expired"],
)
async def test_what_anybody_else_made_opens_nothing(port: int, secret: str, late_ms: int) -> None:
    with pytest.raises(stun.TransactionFailed, match="401"):
        await relay_for(credentials(port, secret, late_ms), port, Ear())
