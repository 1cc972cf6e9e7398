"""Reviewers' desks that are open, and the calls that are owed to customers who did not wait."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Text, false, inspect

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add them; no desk is open before a page says so."""
    known = {column["name"] for column in inspect(op.get_bind()).get_columns("people")}
    if "desk_open" not in known:
        op.add_column("people", Column("desk_open", Boolean, nullable=False, server_default=false()))
    op.create_table(
        "callbacks",
        Column("case_id", Text, primary_key=True),
        Column("branch", Text, nullable=False),
        Column("asked_at", BigInteger, nullable=False),
        Column("done_by", Text),
        Column("done_at", BigInteger),
        if_not_exists=True,
    )
    op.create_index("callbacks_owed", "callbacks", ["branch", "done_at", "asked_at"], if_not_exists=True)
