"""What the hub's link hands arrivals to, over a house and a session on paper."""

from __future__ import annotations

from sqlalchemy import Connection

from device_profiles.delivery.clock import Ids
from device_profiles.delivery.courier import Courier
from device_profiles.delivery.outbox import Outbox
from device_profiles.delivery.uploads import Receiving
from hub.bus.link import HubLink, Services
from hub.bus.pieces import Pieces
from hub.ports.journal import Books
from hub.service.fleet import Fleet
from hub.service.relay import MaterialRelay
from tests.fakes.case_events import COUNTER_A
from tests.fakes.hub_house import House
from tests.fakes.paper_session import PaperSession
from tests.fakes.shipped import KINDS
from tests.fakes.standing_clock import NOON_MS


async def services_with_counter(house: House, session: PaperSession, link: HubLink) -> Services:
    """The services of a hub at which counter A is registered."""

    def register(books: Books) -> None:
        books.devices.add(COUNTER_A, "counter", "line\n", NOON_MS)

    shelf = house.shelf
    await shelf.do(register)
    ids = Ids(shelf.clock)
    return Services(
        messages=house.messages,
        fleet=Fleet(shelf.journal, KINDS),
        telemetry=house.web.telemetry,
        relay=MaterialRelay(shelf.journal, house.materials, link, ids),
        pieces=Pieces(shelf.journal, Receiving(house.materials), shelf.clock),
        courier=Courier(shelf.database, session, Outbox("hub", ids), shelf.clock, never_refused),
        links=house.web.links,
    )


def never_refused(_connection: Connection, message: object, receipt: object) -> None:
    msg = f"{message} was refused: {receipt}"
    raise AssertionError(msg)
