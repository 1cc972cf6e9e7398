"""A disk fills up under the hub, or under a counter: nothing confirmed is lost, and it recovers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from dashboards.terminal.demo.people import Counter, Handset, Json, RefusedError
from tests.integration.test_recovery import People
from tests.servers.bank import Bank, open_bank
from tests.servers.hub import PASSWORD
from tests.servers.program import open_folder
from tests.servers.small_disk import MEGABYTE, SmallDisk, small_disk

RESERVE_MB = 24


@dataclass
class Place:
    """A bank of which one program has a disk of its own, and the folder of the logs."""

    bank: Bank
    disk: SmallDisk
    logs: Path

    def last_words(self) -> str:
        return self.bank.last_words()


@pytest.fixture
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    """The program whose folder is small is given by `small`."""
    with (
        open_folder() as folder,
        small_disk(folder / request.param, 64 * MEGABYTE) as disk,
        open_bank(folder, TONGBAN_DISK_RESERVE_MB=str(RESERVE_MB)) as bank,
    ):
        yield Place(bank, disk, folder)


@pytest.fixture
async def people(place: Place, http: httpx.AsyncClient) -> People:
    bank = place.bank
    handsets = [await Handset.log_in(who, PASSWORD, bank.hub.url, http) for who in ("li", "audit", "ops")]
    counters = (
        Counter("counter A", bank.counter_a.url, http),
        Counter("counter B", bank.counter_b.url, http),
    )
    people = People(bank, *counters, *handsets)
    await people.li_signs_in()
    return people


small_disk_of_the_hub = pytest.mark.parametrize("place", ["hub"], indirect=True)
small_disk_of_counter_a = pytest.mark.parametrize("place", ["counter-a"], indirect=True)


@small_disk_of_the_hub
async def test_short_of_room_the_hub_takes_no_new_case_and_goes_on_with_the_old(
    place: Place, people: People
) -> None:
    case = await people.file()
    await people.li.until_told(case, "offered")
    place.disk.leave_free((RESERVE_MB - 4) * MEGABYTE)
    refused = await filed_until(people, refused=True)
    assert refused["refusal"]["code"] == "disk_full"
    assert refused["told"] == []
    assert refused["case"] not in {line["case"] for line in (await people.li.get("/api/cases"))["cases"]}
    assert (await people.ops.get("/api/health"))["refused"]["disk_full"] >= 1
    await people.li.accept(case)
    await people.finish(case)
    place.disk.empty()
    another = (await filed_until(people, refused=False))["case"]
    await people.li.accept(another)
    await people.finish(another)


@small_disk_of_the_hub
async def test_on_a_full_disk_the_hub_lives_on_and_nothing_is_lost(
    place: Place, people: People, http: httpx.AsyncClient
) -> None:
    pid = place.bank.hub.pid
    case = await people.file()
    await people.li.until_told(case, "offered")
    await people.li.accept(case)
    await people.counter_a.filed(case, "accepted", lambda filed: bool(filed["told"]))

    place.disk.fill()
    login = {"person": "li", "password": PASSWORD}
    refused = await until_refused(http, f"{place.bank.hub.url}/api/login", login)
    assert refused.status_code == 503
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["retry-after"] == "10"
    assert refused.json()["code"] == "disk_full"
    await people.counter_a.scan(case, "application-form", "simulated")
    filed_meanwhile = await people.file()
    await until_turned_down(people, 3)
    filed = await people.counter_a.filed(case, "itself", lambda _: True)
    assert [capture["on_its_way"] for capture in filed["captures"]] == [True]
    assert (await people.counter_a.state())["waiting_messages"] >= 1
    assert place.bank.hub.pid == pid

    place.disk.empty()
    await people.finish(case)
    await people.li.until_told(filed_meanwhile, "offered")
    await people.li.accept(filed_meanwhile)
    await people.finish(filed_meanwhile)
    assert place.bank.hub.pid == pid
    said = (place.logs / "hub.log").read_text()
    assert "Traceback" not in said
    assert 1 <= said.count("nothing can be kept") <= 10


@small_disk_of_counter_a
async def test_on_a_full_disk_a_counter_says_so_and_nothing_is_half_made(
    place: Place, people: People, http: httpx.AsyncClient
) -> None:
    pid, counter = place.bank.counter_a.pid, people.counter_a
    case = await people.file()
    await people.li.until_told(case, "offered")

    place.disk.fill()
    refused = await until_refused(http, f"{place.bank.counter_a.url}/api/sign-in-code", None)
    assert (refused.status_code, refused.json()["code"]) == (503, "disk_full")
    for impossible in (people.file(), counter.scan(case, "application-form", "simulated")):
        with pytest.raises(RefusedError) as met:
            await impossible
        assert met.value.code == "disk_full"
    assert list(place.disk.folder.glob("materials/*/*.part")) == []
    await people.li.accept(case)
    await until_said(place.logs / "counter-a.log", "nothing can be kept")
    state = await look(counter.state)
    assert [(filed["case"], filed["told"], filed["captures"]) for filed in state["filed"]] == [
        (case, [], [])
    ]

    place.disk.empty()
    await people.finish(case)
    assert place.bank.counter_a.pid == pid
    assert "Traceback" not in (place.logs / "counter-a.log").read_text()


async def filed_until(people: People, *, refused: bool) -> Json:
    """File until a case is refused, or is taken: the hub looks at its disk once a second."""
    async with asyncio.timeout(30):
        while True:
            case = await people.file()
            await people.until_settled()
            filed = await people.counter_a.filed(case, "itself", lambda _: True)
            if (filed["refusal"] is not None) is refused:
                return filed
            if refused:  # not yet: it must not stand in the way
                await people.counter_a.cancel(case, "")


async def until_refused(http: httpx.AsyncClient, url: str, body: Json) -> httpx.Response:
    """Ask for something to be kept until it cannot: what the database's log had room for comes first."""
    async with asyncio.timeout(60):
        while (answer := await http.post(url, json=body)).is_success:
            pass
    return answer


async def until_turned_down(people: People, times: int) -> None:
    """Until the hub has turned down so much more for want of room."""

    async def turned_down() -> int:
        health = await look(lambda: people.ops.get("/api/health"))
        return int(health["refused"].get("disk_full", 0))

    before = await turned_down()
    async with asyncio.timeout(60):
        while True:
            if await turned_down() >= before + times:
                return
            await asyncio.sleep(0.1)


async def look(ask: Callable[[], Awaitable[Json]]) -> Json:
    """Look at something; again, if the look fell into one commit with what finds no room."""
    async with asyncio.timeout(30):
        while True:
            try:
                return await ask()
            except RefusedError as error:
                if error.code != "disk_full":
                    raise


async def until_said(log: Path, words: str) -> None:
    """Until a program's log has these words."""
    async with asyncio.timeout(60):
        while True:
            if words in await asyncio.to_thread(log.read_text):
                return
            await asyncio.sleep(0.05)
