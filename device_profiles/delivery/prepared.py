"""Statements that are put into words once, and from then on go to the driver as they are (ADR 32).

`Connection.execute` looks a statement up, binds and wraps anew each time, which costs seven times what
SQLite takes to find a row by its key. What a statement is here is still SQLAlchemy's: its words for each
dialect, its types, its errors. For statements that run many times a case; the others stay with `execute`.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from sqlalchemy import Connection, Dialect
from sqlalchemy.engine.interfaces import DBAPIModule
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ClauseElement, ReturnsRows

Values = Mapping[str, object]
_Converter = Callable[[Any], Any]
NOTHING: Final[Values] = {}
_record: Callable[..., Any] = namedtuple  # its names are known only when a statement is put into words


@dataclass(frozen=True, slots=True)
class _Wording:
    """A statement in one dialect. `places`: the name, usual value and conversion of each bound value."""

    text: str
    places: tuple[tuple[str, object, _Converter | None], ...]
    by_name: bool
    row: Callable[[Sequence[object]], Any]
    conversions: tuple[tuple[int, _Converter], ...]

    def bind(self, values: Values) -> Any:
        bound = [
            values.get(name, usual) if convert is None else convert(values.get(name, usual))
            for name, usual, convert in self.places
        ]
        if not self.by_name:
            return bound
        return {place[0]: value for place, value in zip(self.places, bound, strict=True)}

    def read(self, found: Sequence[object]) -> Any:
        if self.conversions:
            changed = list(found)
            for place, convert in self.conversions:
                changed[place] = convert(changed[place])
            found = changed
        return self.row(found)


class Prepared:
    """One statement. Values go in by the names of its bound parameters; rows come out as named tuples.

    It must not have an `IN` of many values: its words would depend on how many.
    """

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement
        self._wordings: dict[tuple[str, tuple[str, ...]], _Wording] = {}

    def rows(self, connection: Connection, values: Values = NOTHING) -> list[Any]:
        """Every row found, or returned.

        Raises:
            DBAPIError: what the driver raised, in SQLAlchemy's words; so do the methods below.
        """
        wording = self._wording(connection.dialect, values)
        cursor = _cursor(connection)
        try:
            cursor.execute(wording.text, wording.bind(values))
            found = cursor.fetchall()
        except connection.dialect.loaded_dbapi.Error as error:
            _give_up(connection, wording.text, error, cursor)
        finally:
            cursor.close()
        return [wording.read(row) for row in found]

    def row(self, connection: Connection, values: Values = NOTHING) -> Any | None:
        """The row found, of which there is at most one; None when there is none."""
        found = self.rows(connection, values)
        return found[0] if found else None

    def value(self, connection: Connection, values: Values = NOTHING) -> Any | None:
        """The first column of the row found; None when there is none."""
        found = self.rows(connection, values)
        return found[0][0] if found else None

    def change(self, connection: Connection, values: Values = NOTHING) -> int:
        """Write; how many rows it met."""
        wording = self._wording(connection.dialect, values)
        cursor = _cursor(connection)
        try:
            cursor.execute(wording.text, wording.bind(values))
            return int(cursor.rowcount)
        except connection.dialect.loaded_dbapi.Error as error:
            _give_up(connection, wording.text, error, cursor)
        finally:
            cursor.close()

    def change_all(self, connection: Connection, many: Sequence[Values]) -> None:
        """Write with each of many sets of values, which name the same parameters."""
        wording = self._wording(connection.dialect, many[0])
        cursor = _cursor(connection)
        try:
            cursor.executemany(wording.text, [wording.bind(values) for values in many])
        except connection.dialect.loaded_dbapi.Error as error:
            _give_up(connection, wording.text, error, cursor)
        finally:
            cursor.close()

    def _wording(self, dialect: Dialect, values: Values) -> _Wording:
        which = (dialect.name, tuple(values))
        known = self._wordings.get(which)
        if known is None:
            known = self._wordings[which] = _put_into_words(self._statement, dialect, sorted(values))
        return known


def _put_into_words(statement: ClauseElement, dialect: Dialect, names: list[str]) -> _Wording:
    compiled = statement.compile(dialect=dialect, column_keys=names)
    assert isinstance(compiled, SQLCompiler)
    if compiled.post_compile_params or compiled.insert_prefetch or compiled.update_prefetch:
        msg = f"its words depend on its values: {compiled}"
        raise TypeError(msg)
    usual = compiled.params
    kinds = {name: bound.type for bound, name in compiled.bind_names.items()}
    in_order = compiled.positiontup if compiled.positional else list(kinds)
    columns = list(statement.exported_columns) if isinstance(statement, ReturnsRows) else []
    readers = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
    return _Wording(
        text=str(compiled),
        places=tuple(
            (name, usual[name], kinds[name].dialect_impl(dialect).bind_processor(dialect))
            for name in in_order or ()
        ),
        by_name=not compiled.positional,
        row=_record("Row", [column.key or "" for column in columns], rename=True)._make,
        conversions=tuple((place, reader) for place, reader in enumerate(readers) if reader is not None),
    )


def _cursor(connection: Connection) -> Any:
    """A cursor of the driver's own, within the transaction that is open."""
    return connection.connection.cursor()


def _give_up(connection: Connection, text: str, error: DBAPIModule.Error, cursor: Any) -> NoReturn:
    """Raise as `Connection.execute` would, and let go of a connection that is lost."""
    dialect = connection.dialect
    is_lost = dialect.is_disconnect(error, connection.connection.dbapi_connection, cursor)
    raised = DBAPIError.instance(
        text, None, error, dialect.loaded_dbapi.Error, connection_invalidated=is_lost, dialect=dialect
    )
    if is_lost:
        connection.invalidate(error)
    raise raised from error
