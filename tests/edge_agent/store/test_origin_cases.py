"""What the counter's disk says is still to be sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection

from device_profiles.contract.errors import Refusal
from device_profiles.contract.messages.case import MaterialRecord, News, Told
from device_profiles.delivery.database import open_sqlite
from edge_agent.store import origin_cases, tables
from tests.fakes.standing_clock import NOON_MS

CASE = "north-01"
REFUSAL = Refusal(code="unknown_branch", says="nobody works there")


@contextmanager
def disk(file: Path) -> Iterator[Connection]:
    engine = open_sqlite(file, tables.METADATA)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    with disk(tmp_path / "device.sqlite") as connection:
        yield connection


def record(name: str = "application-form", digit: str = "0") -> MaterialRecord:
    return MaterialRecord(
        name=name, sha256=digit * 64, size_bytes=1, media_type="image/jpeg", captured_at=NOON_MS
    )


def filed(connection: Connection, case: str = CASE, *news: News, at: int = NOON_MS) -> None:
    """A case filed here, of which the hub has told these things."""
    origin_cases.add(connection, case, "north/b2", "open-account", {}, at)
    for word in news:
        found = origin_cases.get(connection, case)
        assert found is not None
        origin_cases.put_told(connection, found, Told(case=case, news=word))


def captured(connection: Connection, case: str = CASE, what: MaterialRecord | None = None) -> None:
    origin_cases.put_capture(connection, case, what or record(), "scan-1", None)


def ready(connection: Connection) -> list[str]:
    return [capture.case for capture in origin_cases.waiting_captures(connection)]


def test_a_capture_is_ready_once_its_case_is_accepted(connection: Connection) -> None:
    filed(connection)
    captured(connection)
    assert (ready(connection), origin_cases.count_waiting(connection)) == ([], 1)
    filed(connection, "north-02", "waiting", "accepted")
    captured(connection, "north-02")
    assert (ready(connection), origin_cases.count_waiting(connection)) == (["north-02"], 2)


@pytest.mark.parametrize("end", ["succeeded", "failed", "cancelled", "expired"])
def test_nothing_of_a_case_that_ended_waits_any_more(connection: Connection, end: News) -> None:
    filed(connection, CASE, "accepted", end)
    captured(connection)
    assert (ready(connection), origin_cases.count_waiting(connection)) == ([], 0)


def test_nothing_of_a_case_that_was_refused_waits(connection: Connection) -> None:
    filed(connection)
    captured(connection)
    origin_cases.put_refusal(connection, CASE, REFUSAL)
    assert origin_cases.count_waiting(connection) == 0


def test_a_refused_capture_does_not_wait_until_it_is_captured_anew(connection: Connection) -> None:
    filed(connection, CASE, "accepted")
    captured(connection)
    origin_cases.put_capture_refused(connection, CASE, record(), REFUSAL)
    assert (ready(connection), origin_cases.count_waiting(connection)) == ([], 0)
    captured(connection, what=record(digit="1"))
    assert (ready(connection), origin_cases.count_waiting(connection)) == ([CASE], 1)


def test_a_case_is_not_forgotten_behind_hundreds_filed_after_it(connection: Connection) -> None:
    filed(connection, CASE, "accepted")
    captured(connection)
    for number in range(250):
        filed(connection, f"north-9{number:03}", at=NOON_MS + 1 + number)
    assert ready(connection) == [CASE]


def test_what_is_stored_is_the_capture_that_was_sent(connection: Connection) -> None:
    filed(connection, CASE, "accepted")
    captured(connection)
    (sent,) = origin_cases.waiting_captures(connection)
    captured(connection, what=record(digit="1"))
    assert not origin_cases.put_stored(connection, sent)
    (anew,) = origin_cases.waiting_captures(connection)
    assert origin_cases.put_stored(connection, anew)
    assert ready(connection) == []


def test_a_screen_lists_the_latest_case_first(connection: Connection) -> None:
    for minute in (2, 1, 3):
        filed(connection, f"north-0{minute}", at=NOON_MS + minute)
    assert [case.case for case in origin_cases.all_cases(connection)] == [
        "north-03",
        "north-02",
        "north-01",
    ]


def test_chinese_words_come_back_as_written(tmp_path: Path) -> None:
    file = tmp_path / "other.sqlite"
    with disk(file) as connection:
        origin_cases.add(connection, CASE, "north/b2", "open-account", {"customer-name": "王小样"}, NOON_MS)
        found = origin_cases.get(connection, CASE)
        assert found is not None
        told = Told(case=CASE, news="failed", reasons=("签名缺失",), materials=("application-form",))
        origin_cases.put_told(connection, found, told)
    with disk(file) as connection:
        again = origin_cases.get(connection, CASE)
        assert again is not None
        assert (again.application, again.told) == ({"customer-name": "王小样"}, (told,))
