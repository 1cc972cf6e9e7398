"""The tables as they were when there came to be migrations: the hub's own, and those of the delivery layer.

A database that was made before has them already, and is adopted by leaving them as they are.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, Text

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "outgoing_streams",
        Column("receiver", Text, primary_key=True),
        Column("stream", Text, nullable=False),
        Column("last_seq", BigInteger, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "outbox",
        Column("stream", Text, primary_key=True),
        Column("seq", BigInteger, primary_key=True),
        Column("topic", Text, nullable=False),
        Column("payload", LargeBinary, nullable=False),
        Column("written_at", BigInteger, nullable=False),
        Column("due_at", BigInteger, nullable=False),
        Column("attempts", Integer, nullable=False),
        if_not_exists=True,
    )
    op.create_index("outbox_due", "outbox", ["due_at"], if_not_exists=True)
    op.create_table(
        "incoming_streams",
        Column("stream", Text, primary_key=True),
        Column("expected", BigInteger, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "parked",
        Column("stream", Text, primary_key=True),
        Column("seq", BigInteger, primary_key=True),
        Column("channel", Text, nullable=False),
        Column("payload", LargeBinary, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "refused",
        Column("stream", Text, primary_key=True),
        Column("seq", BigInteger, primary_key=True),
        Column("refusal", Text, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "quarantine",
        Column("number", Integer, primary_key=True, autoincrement=True),
        Column("arrived_at", BigInteger, nullable=False),
        Column("topic", Text, nullable=False),
        Column("code", Text, nullable=False),
        Column("says", Text, nullable=False),
        Column("sha256", Text, nullable=False),
        Column("payload", LargeBinary, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "journal",
        Column("subject", Text, primary_key=True),
        Column("number", Integer, primary_key=True),
        Column("kind", Text, nullable=False),
        Column("actor", Text, nullable=False),
        Column("body", Text, nullable=False),
        Column("previous", Text, nullable=False),
        Column("hash", Text, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "cases",
        Column("case_id", Text, primary_key=True),
        Column("branch", Text, nullable=False),
        Column("origin", Text, nullable=False),
        Column("procedure", Text, nullable=False),
        Column("phase", Text, nullable=False),
        Column("seeking", Boolean, nullable=False),
        Column("rank", BigInteger, nullable=False),
        Column("offered_to", Text),
        Column("handler", Text),
        Column("second", Text),
        Column("result", Text),
        Column("filed_at", BigInteger, nullable=False),
        Column("changed_at", BigInteger, nullable=False),
        if_not_exists=True,
    )
    op.create_index("cases_by_branch", "cases", ["branch", "changed_at"], if_not_exists=True)
    op.create_index("cases_seeking", "cases", ["branch", "seeking", "rank"], if_not_exists=True)
    op.create_index("cases_by_handler", "cases", ["handler", "result"], if_not_exists=True)
    op.create_index("cases_by_second", "cases", ["second", "result"], if_not_exists=True)
    op.create_table(
        "branches",
        Column("branch", Text, primary_key=True),
        Column("policy", Text),
        if_not_exists=True,
    )
    op.create_table(
        "people",
        Column("person", Text, primary_key=True),
        Column("name", Text, nullable=False),
        Column("branch", Text, nullable=False),
        Column("role", Text, nullable=False),
        Column("skills", Text, nullable=False),
        Column("capacity", Integer, nullable=False),
        Column("amount_limit", BigInteger, nullable=False),
        Column("password_hash", Text, nullable=False),
        Column("on_duty", Boolean, nullable=False),
        Column("counter", Text, unique=True),
        Column("on_break", Boolean, nullable=False),
        Column("assigned", Integer, nullable=False),
        Column("offered", Integer, nullable=False),
        Column("idle_since", BigInteger, nullable=False),
        Column("wrap_up_until", BigInteger, nullable=False),
        Column("unresponsive", Boolean, nullable=False),
        Column("seen_at", BigInteger, nullable=False),
        if_not_exists=True,
    )
    op.create_index("people_by_branch", "people", ["branch"], if_not_exists=True)
    op.create_table(
        "logins",
        Column("token_sha256", Text, primary_key=True),
        Column("person", Text, nullable=False),
        Column("expires_at", BigInteger, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "sign_in_codes",
        Column("counter", Text, primary_key=True),
        Column("code", Text, nullable=False),
        Column("expires_at", BigInteger, nullable=False),
        if_not_exists=True,
    )
    op.create_index("sign_in_codes_by_code", "sign_in_codes", ["code"], if_not_exists=True)
    op.create_table(
        "devices",
        Column("address", Text, primary_key=True),
        Column("kind", Text, nullable=False),
        Column("password_line", Text, nullable=False),
        Column("changed_at", BigInteger, nullable=False),
        Column("online", Boolean, nullable=False),
        Column("since", BigInteger),
        if_not_exists=True,
    )
    op.create_table(
        "feed",
        Column("person", Text, primary_key=True),
        Column("number", Integer, primary_key=True),
        Column("case_id", Text, nullable=False),
        Column("change", Text, nullable=False),
        Column("at", BigInteger, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "timers",
        Column("case_id", Text, primary_key=True),
        Column("kind", Text, primary_key=True),
        Column("number", Integer, nullable=False),
        Column("due", BigInteger, nullable=False),
        if_not_exists=True,
    )
    op.create_index("timers_due", "timers", ["due"], if_not_exists=True)
    op.create_table(
        "core_calls",
        Column("key", Text, primary_key=True),
        Column("case_id", Text, nullable=False),
        Column("due", BigInteger, nullable=False),
        Column("attempts", Integer, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "relays",
        Column("case_id", Text, primary_key=True),
        Column("counter", Text, primary_key=True),
        Column("name", Text, primary_key=True),
        Column("material", Text, nullable=False),
        if_not_exists=True,
    )
