"""The device's own tables, beside those of the delivery layer in the same file."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Integer, MetaData, Table, Text

METADATA: Final = MetaData()

origin_cases: Final = Table(
    "origin_cases",
    METADATA,
    Column("case_id", Text, primary_key=True),
    Column("branch", Text, nullable=False),
    Column("procedure", Text, nullable=False),
    Column("application", Text, nullable=False),
    Column("filed_at", BigInteger, nullable=False),
    Column("told", Text, nullable=False),
    Column("refusal", Text),
    Column("collected", Boolean, nullable=False),
    Column("result_shown", Boolean, nullable=False),
)

captures: Final = Table(
    "captures",
    METADATA,
    Column("case_id", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("record", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("page_sha256", Text),
    Column("stored", Boolean, nullable=False),
    Column("refusal", Text),
)

consents: Final = Table(
    "consents",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("case_id", Text, nullable=False, index=True),
    Column("said", Text, nullable=False),
    Column("refusal", Text),
)
"""What customers said when they were asked; a later answer does not take the place of an earlier."""

handled_cases: Final = Table(
    "handled_cases",
    METADATA,
    Column("case_id", Text, primary_key=True),
    Column("assigned", Text, nullable=False),
    Column("ready", Boolean, nullable=False),
)

counter_decisions: Final = Table(
    "counter_decisions",
    METADATA,
    Column("case_id", Text, primary_key=True),
    Column("said", Text, nullable=False),
    Column("said_at", BigInteger, nullable=False),
    Column("refusal", Text),
)
"""What the person signed in here decided of a case, until it leaves this counter or is collected anew."""

shown_materials: Final = Table(
    "shown_materials",
    METADATA,
    Column("case_id", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("record", Text, nullable=False),
)

recaptures: Final = Table(
    "recaptures",
    METADATA,
    Column("case_id", Text, primary_key=True),
    Column("name", Text, primary_key=True),
)
"""The materials that a handler asked for again, until each is captured anew."""

fulfilments: Final = Table(
    "fulfilments",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("case_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reference", Text),
    Column("refusal", Text),
)
"""What the hub asked this device to do, each under its key: written down before it is begun, and after."""

attempts: Final = Table(
    "attempts",
    METADATA,
    Column("case_id", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("count", Integer, nullable=False),
)
"""How often a customer who stands alone has tried to show each material, until it is asked for again."""

printed_forms: Final = Table(
    "printed_forms",
    METADATA,
    Column("case_id", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("digest", Text, primary_key=True),
    Column("times", Integer, nullable=False),
    Column("first_at", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
)

recorded_segments: Final = Table(
    "recorded_segments",
    METADATA,
    Column("case_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("segment", Text, nullable=False),
    Column("settled", Boolean, nullable=False),
)
"""The stretches of recordings, chained; `settled` once the hub has one, or will never have it."""

recordings: Final = Table(
    "recordings",
    METADATA,
    Column("case_id", Text, primary_key=True),
    Column("ended_at", BigInteger),
    Column("missing", Text),
)
"""Recordings of which the hub has not been told that they are over; `ended_at` once filming has ended."""

taken_scans: Final = Table("taken_scans", METADATA, Column("mark", Text, primary_key=True))
"""The marks of what scanners gave and was kept, or was of no use: they need not give it again."""

signed_in: Final = Table(
    "signed_in",
    METADATA,
    Column("place", Integer, primary_key=True),
    Column("person", Text, nullable=False),
    Column("name", Text, nullable=False),
)
"""At most one row: a counter has one place."""

kept_readings: Final = Table(
    "kept_readings",
    METADATA,
    Column("place", Integer, primary_key=True, autoincrement=True),
    Column("readings", Text, nullable=False),
)
"""Readings that the hub could not be told yet, oldest first; a bounded number."""
