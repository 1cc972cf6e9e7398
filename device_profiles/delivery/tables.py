"""The tables of the guarantee. They stand in the same database as the state that messages come from."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text

METADATA: Final = MetaData()

outgoing_streams: Final = Table(
    "outgoing_streams",
    METADATA,
    Column("receiver", Text, primary_key=True),
    Column("stream", Text, nullable=False),
    Column("last_seq", BigInteger, nullable=False),
)

outbox: Final = Table(
    "outbox",
    METADATA,
    Column("stream", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("topic", Text, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("written_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Index("outbox_due", "due_at"),
)

incoming_streams: Final = Table(
    "incoming_streams",
    METADATA,
    Column("stream", Text, primary_key=True),
    Column("expected", BigInteger, nullable=False),
)

parked: Final = Table(
    "parked",
    METADATA,
    Column("stream", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("payload", LargeBinary, nullable=False),
)

refused: Final = Table(
    "refused",
    METADATA,
    Column("stream", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("refusal", Text, nullable=False),
)
"""Numbers that were settled by a refusal, so that a repeated message gets the same answer."""

quarantine: Final = Table(
    "quarantine",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("arrived_at", BigInteger, nullable=False),
    Column("topic", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("says", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("payload", LargeBinary, nullable=False),
)
