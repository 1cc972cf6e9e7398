"""What a hub makes of the retained words that devices leave behind."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from device_profiles.contract import topics
from device_profiles.contract.ids import parse_device
from device_profiles.contract.messages.health import Offline
from device_profiles.delivery.clock import Ids
from hub.bus.link import HubLink
from tests.fakes.case_events import COUNTER_A
from tests.fakes.hub_house import House, house_on
from tests.fakes.hub_services import services_with_counter
from tests.fakes.paper_listener import PaperListener
from tests.fakes.paper_session import PaperSession
from tests.hub.bus.test_link_on_a_full_disk import said
from tests.hub.service.test_telemetry import running
from tests.hub.stores.shelf import Shelf

GONE = topics.state(parse_device("north/b9/counter-9"))
FAREWELL = said(Offline(boot="b1"), None)


@dataclass
class Hub:
    house: House
    link: HubLink
    session: PaperSession

    async def put_aside(self) -> int:
        return sum((await self.house.shelf.do(lambda books: books.quarantined())).values())


@pytest.fixture
async def hub(shelf: Shelf, tmp_path: Path) -> AsyncIterator[Hub]:
    house, session = house_on(shelf, tmp_path), PaperSession()
    link = HubLink(session, PaperListener(), shelf.journal, Ids(shelf.clock))
    services = await services_with_counter(house, session, link)
    async with running(house.web.telemetry) as tasks:
        linked = tasks.create_task(link.run(services))
        yield Hub(house, link, session)
        assert not linked.done()
        linked.cancel()


async def test_the_last_will_of_a_device_that_is_gone_comes_once(hub: Hub) -> None:
    await hub.session.brings(GONE, FAREWELL)
    taken_back = hub.session.published[0]
    assert (taken_back.topic, taken_back.payload, taken_back.retained) == (GONE, b"", True)
    assert hub.link.refused == {"not_enrolled": 1}
    await hub.session.brings(taken_back.topic, taken_back.payload)  # the broker tells the hub, too
    assert hub.link.refused == {"not_enrolled": 1}
    assert await hub.put_aside() == 1


async def test_what_registered_devices_retain_stays(hub: Hub) -> None:
    await hub.session.brings(topics.state(parse_device(COUNTER_A)), FAREWELL)
    assert [each for each in hub.session.published if each.retained] == []
    assert hub.link.refused == {}


async def test_a_ghost_that_cannot_be_taken_back_now_is_only_told(hub: Hub) -> None:
    hub.session.goes_down()
    await hub.session.brings(GONE, FAREWELL)
    assert hub.link.refused == {"not_enrolled": 1}
    assert hub.session.published == []
