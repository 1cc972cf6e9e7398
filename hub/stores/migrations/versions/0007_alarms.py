"""Alarms, what people did about them, and who was told."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, Double, Integer, Text, text

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add them."""
    op.create_table(
        "alarms",
        Column("alarm", Text, primary_key=True),
        Column("device", Text, nullable=False),
        Column("branch", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("rule", Text, nullable=False),
        Column("severity", Text, nullable=False),
        Column("metric", Text),
        Column("value", Double),
        Column("bound", Double),
        Column("raised_at", BigInteger, nullable=False),
        Column("cleared_at", BigInteger),
        Column("acknowledged_at", BigInteger),
        Column("acknowledged_by", Text),
        Column("assigned_to", Text),
        Column("assigned_at", BigInteger),
        if_not_exists=True,
    )
    is_open = text("cleared_at IS NULL")
    op.create_index(
        *("alarms_open", "alarms", ["device", "rule"]),
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
        if_not_exists=True,
    )
    op.create_index("alarms_raised", "alarms", ["raised_at", "alarm"], if_not_exists=True)
    op.create_index("alarms_of_branch", "alarms", ["branch", "raised_at", "alarm"], if_not_exists=True)
    op.create_table(
        "alarm_acts",
        Column("alarm", Text, primary_key=True),
        Column("number", Integer, primary_key=True),
        Column("act", Text, nullable=False),
        Column("by", Text, nullable=False),
        Column("to", Text),
        Column("at", BigInteger, nullable=False),
        if_not_exists=True,
    )
    _add_notices()


def _add_notices() -> None:
    op.create_table(
        "notices",
        Column("notice", Text, primary_key=True),
        Column("recipient", Text, nullable=False),
        Column("title", Text, nullable=False),
        Column("text", Text, nullable=False),
        Column("written_at", BigInteger, nullable=False),
        Column("due", BigInteger, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("sent_at", BigInteger),
        Column("given_up_at", BigInteger),
        Column("says", Text),
        if_not_exists=True,
    )
    op.create_index("notices_owed", "notices", ["sent_at", "given_up_at", "due"], if_not_exists=True)
    op.create_index("notices_by_recipient", "notices", ["recipient", "written_at"], if_not_exists=True)
    op.create_index("notices_written", "notices", ["written_at", "notice"], if_not_exists=True)
    op.create_table(
        "notices_of_alarms",
        Column("recipient", Text, primary_key=True),
        Column("alarm", Text, primary_key=True),
        Column("notice", Text, nullable=False),
        if_not_exists=True,
    )
