"""Prepared statements: the same answers and the same errors as SQLAlchemy's own way to run them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError, OperationalError

from device_profiles.delivery.database import IN_MEMORY, open_sqlite
from device_profiles.delivery.prepared import Prepared

TABLES = MetaData()
people = Table(
    "people",
    TABLES,
    Column("person", Text, primary_key=True),
    Column("on_duty", Boolean, nullable=False),
    Column("cases", Integer, nullable=False),
    Column("stamp", LargeBinary),
)
ADD = Prepared(insert(people))
EVERYONE = Prepared(select(people).order_by(people.c.person))
BY_NAME = Prepared(select(people).where(people.c.person == bindparam("of")))
TAKES_A_CASE = Prepared(
    update(people)
    .where(people.c.person == bindparam("of"))
    .values(cases=people.c.cases + 1)
    .returning(people.c.cases)
)
LEAVES = Prepared(delete(people).where(people.c.person == bindparam("of")))
MOST_CASES = Prepared(select(func.max(people.c.cases)))
LI = {"person": "li", "on_duty": True, "cases": 2, "stamp": b"\x00\xff"}
WANG = {"person": "wang", "on_duty": False, "cases": 0, "stamp": None}


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = open_sqlite(Path(IN_MEMORY), TABLES)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def test_what_was_written_is_found_in_the_types_of_its_columns(connection: Connection) -> None:
    ADD.change_all(connection, [LI, WANG])
    li, wang = EVERYONE.rows(connection)
    assert (li.person, li.on_duty, li.cases, li.stamp) == ("li", True, 2, b"\x00\xff")
    assert wang.on_duty is False
    assert list(EVERYONE.rows(connection)) == list(connection.execute(select(people)).all())


def test_one_row_or_none_and_one_value_or_none(connection: Connection) -> None:
    assert BY_NAME.row(connection, {"of": "li"}) is None
    assert MOST_CASES.value(connection) is None
    ADD.change(connection, LI)
    found = BY_NAME.row(connection, {"of": "li"})
    assert found is not None
    assert found.cases == 2
    assert MOST_CASES.value(connection) == 2


def test_a_change_tells_what_it_returns_and_how_many_rows_it_met(connection: Connection) -> None:
    ADD.change(connection, LI)
    assert TAKES_A_CASE.value(connection, {"of": "li"}) == 3  # the 1 stands in the statement itself
    assert LEAVES.change(connection, {"of": "wang"}) == 0
    assert LEAVES.change(connection, {"of": "li"}) == 1


def test_the_same_statement_with_fewer_columns_is_put_into_words_anew(connection: Connection) -> None:
    ADD.change(connection, LI)
    ADD.change(connection, {"person": "wang", "on_duty": False, "cases": 0})
    assert [row.stamp for row in EVERYONE.rows(connection)] == [b"\x00\xff", None]


def test_errors_are_those_that_the_database_is_watched_for(connection: Connection) -> None:
    ADD.change(connection, LI)
    with pytest.raises(IntegrityError):
        ADD.change(connection, LI)
    with pytest.raises(IntegrityError):
        ADD.change_all(connection, [WANG, LI])
    TABLES.drop_all(connection)
    with pytest.raises(OperationalError) as caught:
        EVERYONE.rows(connection)
    assert "parameters" not in str(caught.value)  # no value of anybody's comes into a log


def test_a_statement_whose_words_depend_on_its_values_is_not_taken(connection: Connection) -> None:
    some = Prepared(select(people).where(people.c.person.in_(bindparam("these", expanding=True))))
    with pytest.raises(TypeError, match="depend on its values"):
        some.rows(connection, {"these": ["li", "wang"]})
