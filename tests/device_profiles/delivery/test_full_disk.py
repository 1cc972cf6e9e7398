"""What keeps things, on a real file system without room: nothing half-made stays, and it goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert

from device_profiles.contract.chunks import CHUNK_BYTES
from device_profiles.delivery import tables
from device_profiles.delivery.database import Database, open_sqlite
from device_profiles.delivery.errors import DiskFullError
from device_profiles.delivery.sealed_files import SealedFiles
from tests.servers.small_disk import MEGABYTE, SmallDisk, small_disk

CASE = "north-01"
CONTENT = bytes(range(251)) * (3 * CHUNK_BYTES // 251)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk", 8 * MEGABYTE) as disk:
        yield disk


def test_a_material_that_does_not_fit_leaves_nothing_behind(disk: SmallDisk) -> None:
    files = SealedFiles(disk.folder / "materials", bytes(32))
    files.put(CASE, b"before")
    disk.leave_free(2 * CHUNK_BYTES)
    free_bytes = disk.free_bytes
    with pytest.raises(DiskFullError):
        files.put(CASE, CONTENT)
    assert disk.free_bytes == free_bytes
    disk.empty()
    assert files.read(CASE, files.put(CASE, CONTENT)) == CONTENT


def test_a_case_whose_key_does_not_fit_gets_a_good_one_later(disk: SmallDisk) -> None:
    files = SealedFiles(disk.folder / "materials", bytes(32))
    disk.fill()
    with pytest.raises(DiskFullError):
        files.put(CASE, CONTENT)
    disk.empty()
    assert files.read(CASE, files.put(CASE, CONTENT)) == CONTENT


async def test_the_database_says_that_the_disk_is_full_and_goes_on_when_it_is_not(disk: SmallDisk) -> None:
    def write(number: int) -> dict[str, object]:
        return {"stream": "a>b#1", "seq": number, "channel": "case", "payload": bytes(100_000)}

    with Database(open_sqlite(disk.folder / "hub.sqlite", tables.METADATA)) as database:
        disk.fill()
        with pytest.raises(DiskFullError):
            await database.run(lambda connection: connection.execute(insert(tables.parked), write(1)))
        disk.empty()
        await database.run(lambda connection: connection.execute(insert(tables.parked), write(1)))
