"""Who was told that an alarm cleared, what makes its history short to search, and which hubs there are."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, Text, inspect, text

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add them. Of what cleared before, nobody is told any more."""
    known = {column["name"] for column in inspect(op.get_bind()).get_columns("notices_of_alarms")}
    if "cleared_in" not in known:
        op.add_column("notices_of_alarms", Column("cleared_in", Text))
        op.execute(
            "UPDATE notices_of_alarms SET cleared_in = notice WHERE alarm IN"
            " (SELECT alarm FROM alarms WHERE cleared_at IS NOT NULL)"
        )
    untold = text("cleared_in IS NULL")
    op.create_index(
        *("notices_untold", "notices_of_alarms", ["recipient", "alarm"]),
        sqlite_where=untold,
        postgresql_where=untold,
        if_not_exists=True,
    )
    op.create_index("notices_told", "notices_of_alarms", ["notice"], if_not_exists=True)
    op.create_index("notices_of_alarm", "notices_of_alarms", ["alarm"], if_not_exists=True)
    op.create_index("alarms_cleared", "alarms", ["cleared_at", "alarm"], if_not_exists=True)
    op.create_table(
        "hubs",
        Column("hub", Text, primary_key=True),
        Column("since", BigInteger, nullable=False),
        Column("seen_at", BigInteger, nullable=False),
        if_not_exists=True,
    )
