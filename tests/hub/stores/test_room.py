"""How the hub knows that its disk is nearly full."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.stores import room as room_module
from hub.stores.room import DiskRoom
from tests.servers.small_disk import MEGABYTE, small_disk


def test_it_is_short_below_the_reserve_and_not_above(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_module, "LOOK_EVERY_S", 0)
    with small_disk(tmp_path / "disk", 8 * MEGABYTE) as disk:
        room = DiskRoom(disk.folder, 4 * MEGABYTE)
        assert not room.is_short()
        disk.leave_free(3 * MEGABYTE)
        assert room.is_short()
        disk.empty()
        assert not room.is_short()


def test_it_does_not_look_for_every_case(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 8 * MEGABYTE) as disk:
        room = DiskRoom(disk.folder, 4 * MEGABYTE)
        assert not room.is_short()
        disk.fill()
        assert not room.is_short()
