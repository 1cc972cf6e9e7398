"""Words that the integration tests share: a good case, the next good message, the operator's view."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dashboards.terminal.demo.people import Handset, Json
from tests.integration.stranger import Stranger

APPLICATION: Final = {"customer-name": "张伟", "id-number": "11010519491231002X"}
NORTH_B2: Final = {"region": "north", "branch": "b2"}


def a_case(case: str, /, **instead: object) -> Json:
    """The body of a good `case.file`, but for what is given instead."""
    good = {"case": case, "target": NORTH_B2, "procedure": "open-account", "application": APPLICATION}
    return good | instead


async def show_code(counter: Stranger, code: str) -> None:
    """The counter shows a sign-in code for a minute, and the hub knows it."""
    expires_at = counter.message("void", {})["sent_at"] + 60_000
    await counter.applied(counter.say("event.sign_in_code", {"code": code, "expires_at": expires_at}))


async def goes_on(counter: Stranger) -> None:
    """The next good message is applied; it disturbs nobody."""
    await show_code(counter, "000000")


@dataclass
class Operator:
    """Who sees at the hub what was refused and put aside."""

    handset: Handset
    database: Path

    async def counts(self, code: str) -> tuple[int, int]:
        """How often the hub has refused for this reason, and how much it has put aside for it."""
        health = await self.handset.get("/api/health")
        return health["refused"].get(code, 0), health["quarantined"].get(code, 0)

    async def put_aside(self, topic: str, payload_sha256: str) -> tuple[str, str]:
        """Wait until these bytes are in quarantine; the code and the reason."""
        row = "SELECT code, says FROM quarantine WHERE topic = ? AND sha256 = ?"
        async with asyncio.timeout(20):
            while True:
                with closing(sqlite3.connect(self.database)) as connection:
                    found: list[tuple[str, str]] = connection.execute(
                        row, (topic, payload_sha256)
                    ).fetchall()
                if found:
                    return found[0]
                await asyncio.sleep(0.02)
