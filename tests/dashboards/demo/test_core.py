"""The demo's core, asked as the hub asks a bank's core."""

from __future__ import annotations

import pytest

from dashboards.terminal.demo.core import open_core
from hub.banking.http import HttpCoreBanking
from hub.ports.core_banking import CoreAnswer, CoreOrder, CoreUnavailableError

ORDER = CoreOrder("key-1", "north-01a2", "report-lost-card", {"card-number": "6200000000000000000"})
OTHER = CoreOrder("key-2", "north-01a3", "report-lost-card", {"customer-name": "王小样"})


async def test_each_key_is_carried_out_once_and_has_its_own_reference() -> None:
    async with open_core() as core:
        banking = HttpCoreBanking(core.url, timeout_s=5)
        first, again, other = [await banking.carry_out(order) for order in (ORDER, ORDER, OTHER)]
    assert first == again == CoreAnswer("HX-000001", None)
    assert other == CoreAnswer("HX-000002", None)
    assert (core.asked["key-1"], core.carried_out["key-1"]) == (2, 1)


async def test_a_lost_answer_is_had_by_asking_again() -> None:
    async with open_core() as core:
        core.lose_next_answer()
        with pytest.raises(CoreUnavailableError):
            await HttpCoreBanking(core.url, timeout_s=0.2).carry_out(ORDER)
        assert core.carried_out == {"key-1": 1}
        assert await HttpCoreBanking(core.url, timeout_s=5).carry_out(ORDER) == CoreAnswer(
            "HX-000001", None
        )
    assert (core.asked["key-1"], core.carried_out["key-1"]) == (2, 1)
