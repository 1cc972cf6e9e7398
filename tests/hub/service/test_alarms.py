"""Alarms of a fleet: raised once, cleared by themselves, kept over a restart, and no storm."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

import pytest
from sqlalchemy import delete

from device_profiles.contract.ids import parse_device
from device_profiles.contract.messages.health import Readings
from device_profiles.delivery.clock import Ids
from device_profiles.profiles import load_kinds
from hub.domain.readings import Heard
from hub.domain.roster import Staff
from hub.domain.words import Rule
from hub.ports.alarms import Alarm
from hub.ports.journal import Books
from hub.service.alarm_acts import AlarmActs
from hub.service.alarms import Alarms
from hub.service.telemetry import TelemetryIntake
from hub.stores import tables
from tests.fakes.case_events import BRANCH_B, COUNTER_A, COUNTER_B, teller
from tests.fakes.hub_house import House
from tests.fakes.telemetry import MemorySpool, MemoryTelemetryStore
from tests.hub.stores.shelf import Shelf

KINDS = load_kinds()
T = TypeVar("T")


class Fleet:
    """Counters under the alarms of one hub, with a clock that passes when told."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.shelf: Shelf = house.shelf
        self.alarms = self._alarms()
        self._numbers: dict[str, int] = {}

    def _alarms(self) -> Alarms:
        return Alarms(self.shelf.journal, KINDS, Ids(self.shelf.clock), self.shelf.clock)

    async def has(self, *counters: str) -> None:
        for counter in counters:
            await self.house.has_counter(counter)
        await self.alarms.load()

    async def restarts(self) -> None:
        """Another hub on the same journal."""
        self.alarms = self._alarms()
        await self.alarms.load()

    def says(self, counter: str = COUNTER_B, **metrics: float) -> None:
        number = self._numbers[counter] = self._numbers.get(counter, 0) + 1
        now_ms = self.shelf.clock.now_ms()
        self.alarms.hear(
            Heard(counter, "counter", "b1", number, now_ms, now_ms, historical=False, metrics=metrics)
        )

    async def passes(self, seconds: float, *talking: str, **metrics: float) -> None:
        """Time passes, ten seconds at once; these counters go on talking."""
        for _ in range(round(seconds / 10)):
            self.shelf.clock.pass_ms(10_000)
            for counter in talking:
                self.says(counter, **metrics)
            await self.alarms.look()

    @property
    def commits(self) -> int:
        return len(self.shelf.committed)

    async def open(self) -> list[Alarm]:
        return await self.shelf.do(lambda books: books.alarms.open())

    async def names(self) -> list[str]:
        return [alarm.rule for alarm in await self.open()]

    async def cleared(self) -> list[Alarm]:
        return await self.shelf.do(lambda books: books.alarms.cleared(None, None, 99))


@pytest.fixture
def fleet(house: House) -> Fleet:
    return Fleet(house)


async def test_a_full_disk_is_raised_once_and_clears_by_itself(fleet: Fleet) -> None:
    await fleet.has(COUNTER_B)
    await fleet.passes(120, COUNTER_B, disk_free_mb=200)
    (alarm,) = await fleet.open()
    assert (alarm.rule, alarm.device, alarm.branch) == ("disk-low", COUNTER_B, BRANCH_B)
    assert (alarm.severity, alarm.metric, alarm.value, alarm.limit) == ("needs", "disk_free_mb", 200, 500)
    await fleet.passes(10, COUNTER_B, disk_free_mb=1500)
    assert await fleet.open() == []
    (past,) = await fleet.cleared()
    assert (past.alarm, past.cleared_at) == (alarm.alarm, fleet.shelf.clock.now_ms())


async def test_nothing_is_written_while_nothing_changes(fleet: Fleet) -> None:
    await fleet.has(COUNTER_B)
    await fleet.passes(60, COUNTER_B, disk_free_mb=200)
    rows = await fleet.open()
    for number in range(20):
        fleet.says(disk_free_mb=200 + number)
        before = fleet.commits
        await fleet.alarms.look()
        assert fleet.commits == before
    assert await fleet.open() == rows


async def test_a_silent_counter_is_told_and_heard_again(fleet: Fleet) -> None:
    await fleet.has(COUNTER_B, COUNTER_A)
    await fleet.passes(50, COUNTER_A)
    assert await fleet.open() == []
    await fleet.passes(10, COUNTER_A)
    (alarm,) = await fleet.open()
    assert (alarm.device, alarm.rule, alarm.value, alarm.limit) == (COUNTER_B, "silent", 60, 60)
    await fleet.passes(10, COUNTER_A, COUNTER_B)
    assert await fleet.open() == []


async def test_a_counter_that_speaks_while_the_register_is_read_is_not_silent(
    fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fleet.has(COUNTER_B)
    await fleet.passes(110, COUNTER_B)
    read = fleet.shelf.journal.transact

    async def slowly(work: Callable[[Books], T]) -> T:
        fleet.shelf.clock.pass_ms(200)
        fleet.says()
        return await read(work)

    monkeypatch.setattr(fleet.shelf.journal, "transact", slowly)
    fleet.shelf.clock.pass_ms(29_000)
    await fleet.alarms.look()
    monkeypatch.undo()
    assert await fleet.names() == []


async def test_a_counter_that_was_never_there_is_not_missed(fleet: Fleet) -> None:
    await fleet.shelf.do(lambda books: books.devices.add(COUNTER_B, "counter", "line\n", 0))
    await fleet.has()
    await fleet.passes(300)
    assert await fleet.open() == []


async def test_a_hub_that_starts_again_raises_nothing_twice_and_forgets_nothing(fleet: Fleet) -> None:
    await fleet.has(COUNTER_B, COUNTER_A)
    await fleet.passes(120, COUNTER_B, disk_free_mb=200)
    before = await fleet.open()
    assert {alarm.rule for alarm in before} == {"disk-low", "silent"}
    await fleet.restarts()
    await fleet.passes(30)
    assert await fleet.open() == before
    await fleet.passes(30, COUNTER_B, COUNTER_A, disk_free_mb=700)
    assert await fleet.open() == [alarm for alarm in before if alarm.rule == "disk-low"]
    await fleet.passes(10, COUNTER_B, COUNTER_A, disk_free_mb=1000)
    assert await fleet.open() == []


async def test_a_restart_of_the_hub_is_no_silence_of_the_devices(fleet: Fleet) -> None:
    await fleet.has(COUNTER_B)
    await fleet.passes(10, COUNTER_B)
    fleet.shelf.clock.pass_ms(600_000)
    await fleet.restarts()
    await fleet.passes(50)
    assert await fleet.open() == []
    await fleet.passes(10)
    assert await fleet.names() == ["silent"]


async def test_a_counter_that_came_later_was_not_silent_before(fleet: Fleet) -> None:
    await fleet.has(COUNTER_B)
    await fleet.passes(600, COUNTER_B)
    await fleet.house.has_counter(COUNTER_A)
    await fleet.passes(80, COUNTER_B)
    assert await fleet.open() == []
    await fleet.passes(10, COUNTER_B)
    (alarm,) = await fleet.open()
    assert (alarm.device, alarm.rule, alarm.value) == (COUNTER_A, "silent", 60)


async def test_a_hub_that_slept_blames_nobody(fleet: Fleet) -> None:
    await fleet.has(COUNTER_B)
    await fleet.passes(10, COUNTER_B)
    fleet.shelf.clock.pass_ms(3_600_000)
    await fleet.alarms.look()
    assert await fleet.open() == []
    fleet.shelf.clock.pass_ms(-7_200_000)
    await fleet.alarms.look()
    await fleet.passes(50)
    assert await fleet.open() == []
    await fleet.passes(10)
    (alarm,) = await fleet.open()
    fleet.shelf.clock.pass_ms(3_600_000)
    await fleet.alarms.look()
    assert await fleet.open() == [alarm], "nor does it forgive anybody"


async def test_a_whole_fleet_that_falls_silent_is_one_transaction(fleet: Fleet) -> None:
    counters = [f"north/b{number % 9}/counter-{number}" for number in range(300)]

    def register(books: Books) -> None:
        for counter in counters:
            books.devices.add(counter, "counter", "line\n", 0)
            books.devices.set_presence(counter, 0, online=True)

    await fleet.house.has(teller("chen", role="operator"), teller("li"))
    await fleet.shelf.do(register)
    await fleet.alarms.load()
    await fleet.passes(10, *counters)
    await fleet.passes(50)
    before = fleet.commits
    await fleet.passes(10)
    assert len(await fleet.open()) == 300
    raising = [commit for commit in fleet.shelf.committed[before:] if commit.notified]
    assert len(raising) == 1
    ((person, change),) = raising[0].notified
    assert (person, change.change, change.case) == ("chen", "alarms", "")
    await fleet.passes(10, *counters)
    assert await fleet.open() == []


async def test_the_alarms_of_a_retired_device_close(fleet: Fleet) -> None:
    await fleet.has(COUNTER_B)
    await fleet.passes(60)
    assert await fleet.names() == ["silent"]
    gone = delete(tables.devices).where(tables.devices.c.address == COUNTER_B)
    await fleet.shelf.behind(lambda connection: connection.execute(gone))
    await fleet.passes(30)
    assert await fleet.open() == []
    await fleet.passes(120)
    assert await fleet.open() == []


async def test_what_a_former_hub_left_of_a_device_that_is_gone_closes(fleet: Fleet) -> None:
    await fleet.has(COUNTER_B)
    await fleet.passes(60)
    gone = delete(tables.devices).where(tables.devices.c.address == COUNTER_B)
    await fleet.shelf.behind(lambda connection: connection.execute(gone))
    await fleet.restarts()
    await fleet.alarms.look()
    assert await fleet.open() == []


async def test_a_device_that_became_another_kind_is_judged_as_such(fleet: Fleet) -> None:
    await fleet.has(COUNTER_B)
    await fleet.passes(60, COUNTER_B, disk_free_mb=200)
    assert await fleet.names() == ["disk-low"]
    await fleet.shelf.do(lambda books: books.devices.add(COUNTER_B, "kiosk", "line\n", 1))
    await fleet.passes(40)
    now_ms = fleet.shelf.clock.now_ms()
    fleet.alarms.hear(
        Heard(COUNTER_B, "kiosk", "b2", 1, now_ms, now_ms, historical=False, metrics={"disk_free_mb": 9000})
    )
    await fleet.alarms.look()
    assert await fleet.open() == []


async def test_what_the_intake_has_kept_is_what_is_judged(fleet: Fleet) -> None:
    await fleet.has(COUNTER_B)
    clock = fleet.shelf.clock
    intake = TelemetryIntake(
        *(MemoryTelemetryStore(), MemorySpool(), KINDS, clock),
        longest_wait_s=0.001,
        heard=fleet.alarms.hear,
    )
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(intake.run())
        for number, free_mb in ((1, 900), (2, 200), (3, 200), (4, 200), (5, 200)):
            clock.pass_ms(10_000)
            metrics = {"disk_free_mb": free_mb, "cpu_percent": 400.0, "mood": 1.0}
            message = Readings(boot="b1", number=number, measured_at=clock.now_ms(), metrics=metrics)
            await intake.take(message, parse_device(COUNTER_B), "counter")
        running.cancel()
    await fleet.alarms.look()
    assert await fleet.names() == ["disk-low"]


async def test_acknowledging_and_assigning_say_who_did_it(fleet: Fleet) -> None:
    await fleet.house.has(teller("chen", role="operator"), teller("zhao", role="operator"), teller("li"))
    chen, zhao = await _staff(fleet, "chen"), await _staff(fleet, "zhao")
    await fleet.has(COUNTER_B)
    await fleet.passes(60)
    (alarm,) = await fleet.open()
    acts = AlarmActs(fleet.shelf.journal, fleet.shelf.clock)
    assert await acts.acknowledge(alarm.alarm, chen) is None
    assert await acts.acknowledge(alarm.alarm, chen) is None
    assert _code(await acts.acknowledge(alarm.alarm, zhao)) == "not_expected"
    assert _code(await acts.assign(alarm.alarm, "li", chen)) == "invalid_request"
    assert await acts.assign(alarm.alarm, "zhao", chen) is None
    kept = await fleet.shelf.do(lambda books: books.alarms.acts(alarm.alarm))
    assert [(act.act, act.by, act.to) for act in kept] == [
        ("acknowledged", "chen", None),
        ("assigned", "chen", "zhao"),
    ]
    await fleet.passes(10, COUNTER_B)
    assert _code(await acts.acknowledge(alarm.alarm, chen)) == "not_expected"
    assert _code(await acts.assign("a9", "zhao", chen)) == "not_found"
    (past,) = await fleet.cleared()
    assert (past.acknowledged_by, past.assigned_to) == ("chen", "zhao")


async def _staff(fleet: Fleet, person: str) -> Staff:
    staff = await fleet.shelf.do(lambda books: books.people.get(person))
    assert staff is not None
    return staff


def _code(refused: Rule | None) -> str | None:
    return None if refused is None else refused.code
