"""The hub's own tables, beside those of the delivery layer in the same database."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    false,
    text,
)

METADATA: Final = MetaData()

journal: Final = Table(
    "journal",
    METADATA,
    Column("subject", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

cases: Final = Table(
    "cases",
    METADATA,
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
    Column("tail", Text),
    Column("since", BigInteger),
    Column("accepted_at", BigInteger),
    Column("closed_at", BigInteger),
    Column("declined", Integer),
    Column("expired", Integer),
    Index("cases_of_branch", "branch", "filed_at", "case_id"),
    Index("cases_by_result", "branch", "result", "filed_at", "case_id"),
    Index("cases_seeking", "branch", "seeking", "rank"),
    Index("cases_by_handler", "handler", "result"),
    Index("cases_by_second", "second", "result"),
    Index("cases_by_offered_to", "offered_to", "result"),
    Index("cases_by_tail", "tail"),
    Index("cases_filed", "filed_at", "case_id"),
    Index("cases_in_flight", "result", "filed_at", "case_id"),
    Index("cases_closed", "closed_at", "case_id"),
)
"""What lists and the router look cases up by; derived from the journal in the same transaction.

`tail` is the end of the id, as people read it to each other; `declined` and `expired` count offers.
"""

branches: Final = Table(
    "branches", METADATA, Column("branch", Text, primary_key=True), Column("policy", Text)
)
"""One row a branch: the lock that makes a branch's decisions follow one another."""

people: Final = Table(
    "people",
    METADATA,
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
    Column("desk_open", Boolean, nullable=False, server_default=false()),
    Index("people_by_branch", "branch"),
)

logins: Final = Table(
    "logins",
    METADATA,
    Column("token_sha256", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)

push_subscriptions: Final = Table(
    "push_subscriptions",
    METADATA,
    Column("token_sha256", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("address", Text, nullable=False),
    Index("push_subscriptions_by_person", "person"),
)
"""Where the browser of a login is called."""

callbacks: Final = Table(
    "callbacks",
    METADATA,
    Column("case_id", Text, primary_key=True),
    Column("branch", Text, nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    Column("done_by", Text),
    Column("done_at", BigInteger),
    Index("callbacks_owed", "branch", "done_at", "asked_at"),
)
"""The calls that branches owe customers who did not wait."""

sign_in_codes: Final = Table(
    "sign_in_codes",
    METADATA,
    Column("counter", Text, primary_key=True),
    Column("code", Text, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Index("sign_in_codes_by_code", "code"),
)

devices: Final = Table(
    "devices",
    METADATA,
    Column("address", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("password_line", Text, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("online", Boolean, nullable=False),
    Column("since", BigInteger),
)

peripherals: Final = Table(
    "peripherals",
    METADATA,
    Column("device", Text, primary_key=True),
    Column("peripheral", Text, primary_key=True),
    Column("condition", Text, nullable=False),
    Column("says", Text, nullable=False),
    Column("since", BigInteger, nullable=False),
)
"""What each device last said of its peripherals."""

feed: Final = Table(
    "feed",
    METADATA,
    Column("person", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("case_id", Text, nullable=False),
    Column("change", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

timers: Final = Table(
    "timers",
    METADATA,
    Column("case_id", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("due", BigInteger, nullable=False),
    Index("timers_due", "due"),
)

core_calls: Final = Table(
    "core_calls",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("case_id", Text, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
)
"""What the bank's core was asked and has not answered yet."""

relays: Final = Table(
    "relays",
    METADATA,
    Column("case_id", Text, primary_key=True),
    Column("counter", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("material", Text, nullable=False),
)

alarms: Final = Table(
    "alarms",
    METADATA,
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
    Index(
        *("alarms_open", "device", "rule"),
        unique=True,
        sqlite_where=text("cleared_at IS NULL"),
        postgresql_where=text("cleared_at IS NULL"),
    ),
    Index("alarms_raised", "raised_at", "alarm"),
    Index("alarms_of_branch", "branch", "raised_at", "alarm"),
    Index("alarms_cleared", "cleared_at", "alarm"),
)
"""Every alarm that was raised. Of a device and a rule, one is open at the most."""

alarm_acts: Final = Table(
    "alarm_acts",
    METADATA,
    Column("alarm", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("act", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("to", Text),
    Column("at", BigInteger, nullable=False),
)
"""What people did about an alarm; nothing here is ever changed."""

notices: Final = Table(
    "notices",
    METADATA,
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
    Index("notices_owed", "sent_at", "given_up_at", "due"),
    Index("notices_by_recipient", "recipient", "written_at"),
    Index("notices_written", "written_at", "notice"),
)
"""What people outside were told of alarms, or are still to be told."""

notices_of_alarms: Final = Table(
    "notices_of_alarms",
    METADATA,
    Column("recipient", Text, primary_key=True),
    Column("alarm", Text, primary_key=True),
    Column("notice", Text, nullable=False),
    Column("cleared_in", Text),
    Index(
        *("notices_untold", "recipient", "alarm"),
        sqlite_where=text("cleared_in IS NULL"),
        postgresql_where=text("cleared_in IS NULL"),
    ),
    Index("notices_told", "notice"),
    Index("notices_of_alarm", "alarm"),
)
"""Who was told of which alarm, so that nobody is told twice; `cleared_in`: the notice that it cleared."""

hubs: Final = Table(
    "hubs",
    METADATA,
    Column("hub", Text, primary_key=True),
    Column("since", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
)
"""The hubs that work with this journal, and when each last said so."""
