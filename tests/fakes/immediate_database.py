"""A database that does each unit of work on the spot, so that virtual time cannot overtake it."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from sqlalchemy import MetaData

from device_profiles.delivery.database import Database, Work, open_sqlite

ResultT = TypeVar("ResultT")


class ImmediateDatabase(Database):
    """In memory, without a thread. `error` is raised by every unit of work while it is set."""

    def __init__(self, *tables: MetaData) -> None:
        self._engine = open_sqlite(Path(":memory:"), *tables)
        self.error: Exception | None = None

    async def run(self, work: Work[ResultT]) -> ResultT:
        return self.do(work)

    def do(self, work: Work[ResultT]) -> ResultT:
        """The same, for who is not asynchronous."""
        if self.error is not None:
            raise self.error
        with self._engine.begin() as connection:
            return work(connection)

    def close(self) -> None:
        self._engine.dispose()
