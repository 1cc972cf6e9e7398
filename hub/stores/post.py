"""What the hub has to say after the commit: to devices, to people's screens, and the bytes it owes."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert  # SQLite's dialect writes its ON CONFLICT just so

from device_profiles.contract.envelope import Body
from device_profiles.contract.ids import parse_device
from device_profiles.contract.messages.catalogue import channel_of
from device_profiles.contract.topics import down
from device_profiles.delivery.clock import Clock
from device_profiles.delivery.outbox import Outbox, Outgoing
from device_profiles.delivery.prepared import Prepared
from hub.domain.words import CaseId, DeviceName, EpochMs, PersonId
from hub.ports.journal import Change, CoreCall, Relay
from hub.stores import tables
from hub.stores.event_codec import material_from_text, material_to_text

CHANGES_KEPT: Final = 5_000
"""So many changes of a person's feed, the latest; a screen that missed more has read its lists anew."""
FORGET_EVERY: Final = 500
"""After so many the oldest are forgotten, together."""


class SqlPost:
    """The `Post` of one transaction; what must go out after the commit is collected here."""

    def __init__(self, connection: Connection, outbox: Outbox, clock: Clock) -> None:
        self._connection = connection
        self._outbox = outbox
        self._clock = clock
        self.outgoing: list[Outgoing] = []
        self.notified: list[tuple[PersonId, Change]] = []
        self.owed_anew: list[Relay] = []
        self.calls_core = False

    def mark(self) -> tuple[int, int, int]:
        """How much there is to say so far."""
        return len(self.outgoing), len(self.notified), len(self.owed_anew)

    def rewind(self, mark: tuple[int, int, int]) -> None:
        """What was written since the mark was undone, and must not be said either."""
        outgoing, notified, owed = mark
        del self.outgoing[outgoing:], self.notified[notified:], self.owed_anew[owed:]

    def tell(self, device: DeviceName, body: Body) -> None:
        """Write a numbered message for a device into the outbox."""
        topic = down(parse_device(device), channel_of("down", type(body)))
        self.outgoing.append(self._outbox.write(self._connection, device, topic, body))

    def notify(self, person: PersonId, case: CaseId, change: str) -> None:
        """Write a change into a person's feed.

        Two hubs may choose the same number: then the second finds it taken when the first has committed,
        and its whole transaction is run again (see `delivery.database`). So no number is ever left out.
        """
        number, now_ms = self.last_change(person) + 1, self._clock.now_ms()
        told = {"person": person, "number": number, "case_id": case, "change": change, "at": now_ms}
        _NOTIFY.change(self._connection, told)
        if number % FORGET_EVERY == 0:
            _FORGET.change(self._connection, {"of": person, "until": number - CHANGES_KEPT})
        self.notified.append((person, Change(number, case, change, now_ms)))

    def last_change(self, person: PersonId) -> int:
        """The number of the latest change in a person's feed; 0 before the first."""
        return int(_LAST_CHANGE.value(self._connection, {"of": person}) or 0)

    def feed(self, person: PersonId, after: int) -> list[Change]:
        """The changes of a person's feed with numbers above `after`."""
        table = tables.feed
        rows = self._connection.execute(
            select(table)
            .where(table.c.person == person, table.c.number > after)
            .order_by(table.c.number)
            .limit(500)
        )
        return [Change(row.number, row.case_id, row.change, row.at) for row in rows]

    def owe(self, relay: Relay) -> None:
        """A material is owed to a counter."""
        owed = {"case_id": relay.case, "counter": relay.counter, "name": relay.material.name}
        _OWE.change(self._connection, {**owed, "material": material_to_text(relay.material)})
        self.owed_anew.append(relay)

    def owed(self) -> list[Relay]:
        """All materials that are owed to counters."""
        rows = self._connection.execute(select(tables.relays))
        return [Relay(row.case_id, row.counter, material_from_text(row.material)) for row in rows]

    def pay(self, relay: Relay) -> bool:
        """The counter has it, or need not have it any more. False when it was dropped before."""
        which = {"case": relay.case, "to": relay.counter, "what": material_to_text(relay.material)}
        return _PAY.change(self._connection, which) > 0

    def forgive(self, case: CaseId, counter: DeviceName) -> None:
        """Nothing of the case is owed to that counter any more."""
        _FORGIVE.change(self._connection, {"case": case, "to": counter})

    def call_core(self, case: CaseId, key: str) -> None:
        """The bank's core is to be called, until it answers."""
        now_ms = self._clock.now_ms()
        self._connection.execute(
            insert(tables.core_calls).values(key=key, case_id=case, due=now_ms, attempts=0)
        )
        self.calls_core = True

    def due_core_calls(self, now_ms: EpochMs) -> list[CoreCall]:
        """The calls to make now."""
        table = tables.core_calls
        rows = self._connection.execute(select(table).where(table.c.due <= now_ms).limit(50))
        return [CoreCall(row.case_id, row.key, row.attempts) for row in rows]

    def put_off_core_call(self, call: CoreCall, due: EpochMs) -> None:
        """The core could not be reached: call again later."""
        table = tables.core_calls
        self._connection.execute(
            update(table).where(table.c.key == call.key).values(due=due, attempts=call.attempts + 1)
        )

    def end_core_call(self, key: str) -> None:
        """The core has answered."""
        self._connection.execute(delete(tables.core_calls).where(tables.core_calls.c.key == key))


_LAST_CHANGE: Final = Prepared(
    select(func.max(tables.feed.c.number)).where(tables.feed.c.person == bindparam("of"))
)
_NOTIFY: Final = Prepared(insert(tables.feed))
_FORGET: Final = Prepared(
    delete(tables.feed).where(
        tables.feed.c.person == bindparam("of"), tables.feed.c.number <= bindparam("until")
    )
)
_FRESH: Final = insert(tables.relays)
_OWE: Final = Prepared(
    _FRESH.on_conflict_do_update(
        index_elements=["case_id", "counter", "name"], set_={"material": _FRESH.excluded.material}
    )
)
_PAY: Final = Prepared(
    delete(tables.relays).where(
        tables.relays.c.case_id == bindparam("case"),
        tables.relays.c.counter == bindparam("to"),
        tables.relays.c.material == bindparam("what"),
    )
)
_FORGIVE: Final = Prepared(
    delete(tables.relays).where(
        tables.relays.c.case_id == bindparam("case"), tables.relays.c.counter == bindparam("to")
    )
)
