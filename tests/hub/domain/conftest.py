"""What every script of the playbook starts with: a branch, a counter that files, the clock, the core."""

from __future__ import annotations

import pytest

from tests.fakes.standing_clock import NOON_MS
from tests.hub.domain.playbook import BankClock, BranchOffice, Core, Counter
from tests.model.bank import Bank


@pytest.fixture
def bank() -> Bank:
    return Bank(NOON_MS)


@pytest.fixture
def branch(bank: Bank) -> BranchOffice:
    return BranchOffice(bank, "north/b2")


@pytest.fixture
def sister(bank: Bank) -> BranchOffice:
    return BranchOffice(bank, "north/b3")


@pytest.fixture
def counter_a(bank: Bank) -> Counter:
    return Counter(bank, "north/b1/counter-1")


@pytest.fixture
def clock(bank: Bank) -> BankClock:
    return BankClock(bank)


@pytest.fixture
def core(bank: Bank) -> Core:
    return Core(bank)
