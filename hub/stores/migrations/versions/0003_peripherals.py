"""What each device last said of its peripherals."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, Text

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table; a database that was made by the code's tables has it already."""
    op.create_table(
        "peripherals",
        Column("device", Text, primary_key=True),
        Column("peripheral", Text, primary_key=True),
        Column("condition", Text, nullable=False),
        Column("says", Text, nullable=False),
        Column("since", BigInteger, nullable=False),
        if_not_exists=True,
    )
