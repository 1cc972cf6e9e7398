"""A counter whose disk is full: none of its loops ends, and nothing that the hub says is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

import pytest
from structlog.testing import capture_logs

from device_profiles.contract.messages.case import Told
from device_profiles.contract.topics import Channel, down
from tests.fakes.counter_cases import assigned, captures, files_case
from tests.fakes.counter_health import health_of
from tests.fakes.counter_house import COUNTER, CounterHouse
from tests.fakes.full_disk import FullDisk


@pytest.fixture
def disk(counter: CounterHouse, monkeypatch: pytest.MonkeyPatch) -> FullDisk:
    return FullDisk(counter.records._database, monkeypatch)


@pytest.mark.parametrize("what", ["a numbered message", "what cannot be read"])
async def test_what_cannot_be_kept_gets_no_receipt_until_it_is_said_again(
    counter: CounterHouse, disk: FullDisk, what: str
) -> None:
    async def is_said() -> None:
        if what == "a numbered message":
            await counter.hub.says(assigned(), seq=1)
        else:
            await counter.session.brings(down(COUNTER, Channel.CASE), b"{")

    disk.full = True
    with capture_logs() as told:
        for _ in range(3):
            if what == "a numbered message":
                with pytest.raises(AssertionError, match="no receipt came"):
                    await is_said()
            else:
                await is_said()
    assert counter.session.published == []
    assert said_of(told, "arrivals") == ["nothing can be kept"]
    disk.full = False
    await is_said()
    assert len(counter.session.published) == 1


@pytest.mark.parametrize("loop", ["health", "uploads"])
async def test_a_loop_outlasts_it_and_says_so_once(
    counter: CounterHouse, disk: FullDisk, loop: str
) -> None:
    health = health_of(counter, 0.001)
    run: Callable[[], Awaitable[None]] = {"health": health.run, "uploads": counter.uploads.run}[loop]
    case = await files_case(counter)
    await captures(counter, case, "application-form")
    await counter.hub.says(Told(case=case, news="accepted"))
    before = len(counter.session.published)
    disk.full = True
    with capture_logs() as told:
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(_awaited(run))
            await disk.met(times=5)
            assert len(counter.session.published) == before
            disk.full = False
            await counter.session.until_published(before + 1)
            assert not running.done()
            running.cancel()
    assert said_of(told, loop) == ["nothing can be kept"]


def said_of(told: Sequence[Mapping[str, object]], work: str) -> list[object]:
    """The errors told of one kind of work: others meet the same full disk, and none says so twice."""
    errors = [line for line in told if line["log_level"] == "error"]
    doing = [line["doing"] for line in errors]
    assert len(set(doing)) == len(doing), errors
    return [line["event"] for line in errors if line["doing"] == work]


async def _awaited(run: Callable[[], Awaitable[None]]) -> None:
    await run()
