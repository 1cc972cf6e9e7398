"""One transaction's view of all that the hub keeps.

SQL keeps to what every PostgreSQL-compatible engine has (DESIGN section 10).
"""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from device_profiles.contract.envelope import Envelope
from device_profiles.contract.errors import Refusal
from device_profiles.contract.messages.receipt import Receipt
from device_profiles.delivery import inbox, outbox
from device_profiles.delivery.clock import Clock
from device_profiles.delivery.inbox import Apply, Parcel
from device_profiles.delivery.outbox import Outbox
from device_profiles.delivery.tables import quarantine
from hub.stores.alarms import SqlAlarms
from hub.stores.callbacks import SqlCallbacks
from hub.stores.cases import SqlCases
from hub.stores.devices import SqlDevices
from hub.stores.folded_cases import FoldedCases
from hub.stores.hubs import SqlHubs
from hub.stores.notices import SqlNotices
from hub.stores.oversight import SqlOversight
from hub.stores.people import SqlPeople
from hub.stores.post import SqlPost
from hub.stores.push import SqlSubscriptions


class SqlBooks:
    """The `Books` of one transaction."""

    def __init__(self, connection: Connection, writer: Outbox, clock: Clock, folded: FoldedCases) -> None:
        self._connection = connection
        self._clock = clock
        self.cases = SqlCases(connection, clock, folded)
        self.people = SqlPeople(connection)
        self.devices = SqlDevices(connection)
        self.post = SqlPost(connection, writer, clock)
        self.subscriptions = SqlSubscriptions(connection)
        self.oversight = SqlOversight(connection)
        self.callbacks = SqlCallbacks(connection)
        self.alarms = SqlAlarms(connection)
        self.notices = SqlNotices(connection)
        self.hubs = SqlHubs(connection)

    def take_in(self, parcel: Parcel, apply: Apply) -> list[Receipt]:
        """Settle a numbered message by the rules of its stream (see `delivery.inbox`)."""

        def apply_or_take_back(connection: Connection, envelope: Envelope) -> Refusal | None:
            mark = self.post.mark()
            refusal = apply(connection, envelope)
            if refusal is not None:
                self.post.rewind(mark)
            return refusal

        return inbox.take_in(self._connection, parcel, apply_or_take_back)

    def quarantine(self, topic: str, payload: bytes, refusal: Refusal) -> None:
        """Keep a message that was not understood, with the reason."""
        inbox.keep_aside(self._connection, self._clock.now_ms(), topic, payload, refusal)

    def unsettled(self) -> int:
        """How many messages to devices wait for their receipts."""
        return outbox.backlog(self._connection).messages

    def quarantined(self) -> dict[str, int]:
        """How many messages are in quarantine, by the reason's code."""
        rows = self._connection.execute(select(quarantine.c.code, func.count()).group_by(quarantine.c.code))
        return {row[0]: row[1] for row in rows}
