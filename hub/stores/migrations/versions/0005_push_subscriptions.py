"""Where people's browsers are called when their handset sleeps."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Text

revision = "0005"
down_revision = "0003"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "push_subscriptions",
        Column("token_sha256", Text, primary_key=True),
        Column("person", Text, nullable=False),
        Column("address", Text, nullable=False),
        if_not_exists=True,
    )
    op.create_index("push_subscriptions_by_person", "push_subscriptions", ["person"], if_not_exists=True)
