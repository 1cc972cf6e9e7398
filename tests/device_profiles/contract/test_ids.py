"""Identifiers and addresses."""

import re
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from device_profiles.contract.envelope import STREAM_PATTERN, sender_of, stream_down, stream_up
from device_profiles.contract.ids import (
    UUID_PATTERN,
    BranchAddress,
    DeviceAddress,
    case_id,
    is_identifier,
    parse_branch,
    parse_device,
    uuid7,
)

COUNTER = DeviceAddress(region="north", branch="b1", device="counter-1")


@pytest.mark.parametrize("text", ["a", "7", "counter-1", "a" * 63])
def test_an_identifier(text: str) -> None:
    assert is_identifier(text)


@pytest.mark.parametrize("text", ["", "-a", "A", "a.b", "a/b", "a b", "é", "a\n", "a" * 64])
def test_no_identifier(text: str) -> None:
    assert not is_identifier(text)


def test_addresses_read_back_as_they_are_written() -> None:
    assert parse_device(str(COUNTER)) == COUNTER
    assert parse_branch(str(COUNTER.home)) == BranchAddress(region="north", branch="b1")


@pytest.mark.parametrize("text", ["", "north", "north/", "north/B1", "north/b1/counter-1/more"])
def test_what_is_no_address_says_how_to_write_one(text: str) -> None:
    with pytest.raises(ValueError, match="write region/branch,"):
        parse_branch(text)
    with pytest.raises(ValueError, match="write region/branch/device,"):
        parse_device(text)


@given(some.integers(0, 2**48 - 1), some.binary(min_size=10, max_size=10))
def test_a_uuid7_is_one_and_carries_its_time(now_ms: int, chance: bytes) -> None:
    text = uuid7(now_ms, chance)
    assert re.fullmatch(UUID_PATTERN, text)
    assert UUID(text).version == 7
    assert UUID(text).int >> 80 == now_ms


@given(some.integers(0, 2**48 - 2), some.binary(min_size=10, max_size=10))
def test_a_later_uuid7_sorts_behind(now_ms: int, chance: bytes) -> None:
    assert uuid7(now_ms, chance) < uuid7(now_ms + 1, chance)


def test_a_case_begins_with_the_region_that_owns_it() -> None:
    assert case_id("north", uuid7(0, bytes(10))) == "north-00000000000070008000000000000000"


def test_streams_name_their_sender() -> None:
    assert stream_up(COUNTER, "5f3a") == "north/b1/counter-1>hub#5f3a"
    assert stream_down(COUNTER, "5f3a") == "hub>north/b1/counter-1#5f3a"
    assert sender_of(stream_up(COUNTER, "5f3a")) == "north/b1/counter-1"
    assert re.fullmatch(STREAM_PATTERN, stream_down(COUNTER, "5f3a"))
