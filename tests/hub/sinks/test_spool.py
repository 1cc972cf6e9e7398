"""Readings that wait on the disk: none is lost by a kill, none is invented, and there is an end to it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from hub.domain.readings import Reading
from hub.ports.telemetry import SpoolFullError
from hub.sinks import spool as spooling
from hub.sinks.spool import DiskSpool
from tests.hub.sinks.contract import reading
from tests.servers.small_disk import small_disk

MEGABYTE = 1_000_000


def some(*numbers: int) -> list[Reading]:
    return [reading(number=number, boot="通 b1") for number in numbers]


def files_in(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def length_of(file: Path) -> int:
    return file.stat().st_size


async def all_of(spool: DiskSpool) -> list[int]:
    """Take everything out, three at a time."""
    numbers = []
    while readings := await spool.oldest(3):
        numbers += [one.number for one in readings]
        await spool.forget()
    return numbers


async def test_what_goes_in_comes_out_in_order_and_leaves_nothing_behind(tmp_path: Path) -> None:
    spool = DiskSpool(tmp_path, MEGABYTE)
    await spool.append(some(1, 2, 3, 4))
    await spool.append(some(5))
    assert spool.size.readings == 5
    assert spool.size.size_bytes == sum(map(length_of, files_in(tmp_path)))
    assert await spool.oldest(3) == some(1, 2, 3)
    assert await spool.oldest(10) == some(1, 2, 3, 4, 5)
    assert await all_of(spool) == [1, 2, 3, 4, 5]
    assert (spool.size.readings, spool.size.size_bytes, files_in(tmp_path)) == (0, 0, [])
    await spool.append(some(6))
    assert await all_of(spool) == [6]
    await spool.close()


async def test_it_is_made_of_files_that_are_deleted_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spooling, "SEGMENT_BYTES", 1)
    spool = DiskSpool(tmp_path, MEGABYTE)
    for number in (1, 2, 3):
        await spool.append(some(number))
    assert len(files_in(tmp_path)) == 3
    assert await spool.oldest(3) == some(1)
    await spool.forget()
    assert len(files_in(tmp_path)) == 2
    await spool.append(some(4))
    assert await all_of(spool) == [2, 3, 4]
    await spool.close()


async def test_after_a_kill_all_that_was_not_handed_over_is_there_and_more_can_be_added(
    tmp_path: Path,
) -> None:
    spool = DiskSpool(tmp_path, MEGABYTE)
    await spool.append(some(1, 2, 3, 4))
    await spool.oldest(2)
    await spool.forget()
    again = DiskSpool(tmp_path, MEGABYTE)
    await again.append(some(5))
    assert again.size.readings == 5  # the file that was begun is handed over again from its beginning
    assert await all_of(again) == [1, 2, 3, 4, 5]
    await again.close()
    await spool.close()


async def test_wherever_a_kill_tears_the_last_write_what_was_whole_is_kept_and_the_rest_is_told(
    tmp_path: Path,
) -> None:
    whole = DiskSpool(tmp_path / "whole", MEGABYTE)
    await whole.append(some(1, 2))
    accepted_bytes = whole.size.size_bytes
    await whole.append(some(3))
    [file] = files_in(tmp_path / "whole")
    content = file.read_bytes()
    for length in range(accepted_bytes, len(content) + 1):
        (tmp_path / f"cut-{length}").mkdir()
        (tmp_path / f"cut-{length}" / file.name).write_bytes(content[:length])
        with capture_logs() as logs:
            spool = DiskSpool(tmp_path / f"cut-{length}", MEGABYTE)
        assert await all_of(spool) == ([1, 2, 3] if length == len(content) else [1, 2])
        torn = [log["torn_bytes"] for log in logs]
        assert torn == ([] if length in {accepted_bytes, len(content)} else [length - accepted_bytes])
        await spool.close()
    await whole.close()


async def test_a_record_damaged_on_the_disk_is_told_and_the_others_are_kept(tmp_path: Path) -> None:
    spool = DiskSpool(tmp_path, MEGABYTE)
    await spool.append(some(1, 2, 3))
    await spool.close()
    [file] = files_in(tmp_path)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with capture_logs() as logs:
        again = DiskSpool(tmp_path, MEGABYTE)
    assert [log["event"] for log in logs] == ["spool torn"]
    assert again.size.readings == 2
    assert await all_of(again) == [1, 3]
    await again.close()


async def test_beyond_its_bound_it_takes_nothing_until_something_left(tmp_path: Path) -> None:
    spool = DiskSpool(tmp_path, 1_000)
    await spool.append(some(1, 2, 3, 4, 5))
    for _ in range(2):
        with pytest.raises(SpoolFullError, match="wait already"):
            await spool.append(some(*range(6, 11)))
    assert 0 < spool.size.size_bytes <= 1_000
    assert await all_of(spool) == [1, 2, 3, 4, 5]
    await spool.append(some(1))
    assert spool.size.readings == 1
    await spool.close()


async def test_on_a_full_disk_nothing_is_half_added(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", MEGABYTE) as disk:
        spool = DiskSpool(disk.folder / "spool", 10 * MEGABYTE)
        await spool.append(some(1))
        disk.leave_free(8_192)
        with pytest.raises(SpoolFullError, match="No space left"):
            await spool.append(some(*range(2, 500)))
        for _ in range(3):
            with pytest.raises(SpoolFullError):
                await spool.append(some(*range(2, 500)))
        disk.empty()
        await spool.append(some(2))
        with capture_logs() as logs:
            again = DiskSpool(disk.folder / "spool", MEGABYTE)
        assert logs == []
        assert again.size.readings == 2
        assert await all_of(spool) == [1, 2]
        await spool.close()
        await again.close()


async def test_many_may_add_while_one_takes(tmp_path: Path) -> None:
    spool = DiskSpool(tmp_path, MEGABYTE)
    taken: list[int] = []

    async def take() -> None:
        while len(taken) < 100:
            taken.extend(await all_of(spool))

    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        tasks.create_task(take())
        for start in range(0, 100, 10):
            tasks.create_task(spool.append(some(*range(start, start + 10))))
    assert sorted(taken) == list(range(100))
    await spool.close()
