"""The sender's half of a durable stream: number, keep, and forget only on a receipt.

Functions of a connection, so that a message is written in the transaction of the state it comes from.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert  # SQLite's dialect writes its ON CONFLICT just so

from device_profiles.contract.codec import encode
from device_profiles.contract.envelope import Body, Envelope, Header, StreamId
from device_profiles.contract.ids import EpochMs
from device_profiles.contract.messages.event import Void
from device_profiles.contract.messages.receipt import Receipt
from device_profiles.delivery.clock import Ids
from device_profiles.delivery.prepared import Prepared
from device_profiles.delivery.tables import outbox, outgoing_streams

FIRST_RETRY_MS: Final = 2_000
LONGEST_RETRY_MS: Final = 60_000


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A numbered message as it goes to the broker."""

    stream: StreamId
    seq: int
    topic: str
    payload: bytes
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Backlog:
    """What still waits for receipts."""

    messages: int
    oldest_written_at: EpochMs | None


@dataclass(frozen=True, slots=True)
class Outbox:
    """Writes messages into streams that begin with this database's own epoch."""

    sender: str
    ids: Ids

    def write(
        self, connection: Connection, receiver: str, topic: str, body: Body, re: str | None = None
    ) -> Outgoing:
        """Number a message and keep it until its receipt comes."""
        stream, seq = self._next_number(connection, receiver)
        now_ms = self.ids.clock.now_ms()
        payload = self._payload(stream, seq, body, re)
        _INSERT.change(
            connection,
            {
                "stream": stream,
                "seq": seq,
                "topic": topic,
                "payload": payload,
                "written_at": now_ms,
                "due_at": now_ms + FIRST_RETRY_MS,
                "attempts": 0,
            },
        )
        return Outgoing(stream, seq, topic, payload)

    def void(
        self, connection: Connection, receipt: Receipt, receiver: str
    ) -> tuple[Outgoing, Outgoing] | None:
        """Put a `void` under the number of a message that the receiver could not read.

        Returns the message given up and the one in its place; None when no message here has those
        bytes, or when they are a `void` already: who cannot read that either gets it again, later.
        """
        written_to = select(outgoing_streams.c.stream).where(outgoing_streams.c.receiver == receiver)
        for row in connection.execute(select(outbox).where(outbox.c.stream.in_(written_to))).all():
            if hashlib.sha256(row.payload).hexdigest() != receipt.sha256:
                continue
            if Header.model_validate_json(row.payload).type == Void.type_name:
                return None
            says = receipt.refusal.says if receipt.refusal else "unreadable"
            payload = self._payload(row.stream, row.seq, Void(reason=says[:300]), None)
            here = (outbox.c.stream == row.stream) & (outbox.c.seq == row.seq)
            connection.execute(update(outbox).where(here).values(payload=payload))
            return (
                Outgoing(row.stream, row.seq, row.topic, row.payload, row.attempts),
                Outgoing(row.stream, row.seq, row.topic, payload),
            )
        return None

    def _payload(self, stream: StreamId, seq: int, body: Body, re: str | None) -> bytes:
        return encode(
            Envelope(
                id=self.ids.message_id(),
                type=body.type_name,
                version=body.version,
                sent_at=self.ids.clock.now_ms(),
                stream=stream,
                seq=seq,
                re=re,
                body=body,
            )
        )

    def _next_number(self, connection: Connection, receiver: str) -> tuple[StreamId, int]:
        row = _NEXT_NUMBER.row(connection, {"to": receiver})
        if row is None:  # the first to this receiver, whom an equal hub may be writing to as well
            stream = f"{self.sender}>{receiver}#{self.ids.epoch()}"
            _BEGIN.change(connection, {"receiver": receiver, "stream": stream, "last_seq": 0})
            row = _NEXT_NUMBER.row(connection, {"to": receiver})
            assert row is not None
        return row.stream, row.last_seq


def settle(connection: Connection, stream: StreamId, seq: int) -> Outgoing | None:
    """Forget a message whose receipt came. None when it was settled before."""
    row = _SETTLE.row(connection, {"of": stream, "number": seq})
    return None if row is None else Outgoing(stream, seq, row.topic, row.payload)


def settle_all(connection: Connection, numbers: Sequence[tuple[StreamId, int]]) -> None:
    """Forget messages whose receipts came."""
    _SETTLE_ALL.change_all(connection, [{"of": stream, "number": seq} for stream, seq in numbers])


def due(connection: Connection, now_ms: EpochMs, most: int) -> list[Outgoing]:
    """What should be sent (again) now, in order within each stream; the next time is put off.

    What an equal hub is looking at in this moment is left to it.
    """
    rows = connection.execute(
        select(outbox)
        .where(outbox.c.due_at <= now_ms)
        .order_by(outbox.c.stream, outbox.c.seq)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()
    _put_off(connection, now_ms, [(row.stream, row.seq, row.attempts) for row in rows])
    return [Outgoing(row.stream, row.seq, row.topic, row.payload, row.attempts + 1) for row in rows]


def make_all_due(connection: Connection, now_ms: EpochMs) -> None:
    """The link is back: all that waits for a receipt is to be sent again."""
    connection.execute(update(outbox).values(due_at=now_ms))


def make_due_for(connection: Connection, receiver: str, now_ms: EpochMs) -> None:
    """The receiver is back: what waits for its receipts is to be sent again."""
    theirs = select(outgoing_streams.c.stream).where(outgoing_streams.c.receiver == receiver)
    connection.execute(update(outbox).where(outbox.c.stream.in_(theirs)).values(due_at=now_ms))


def backlog(connection: Connection) -> Backlog:
    """How much waits for receipts, and since when."""
    row = connection.execute(select(func.count(), func.min(outbox.c.written_at)).select_from(outbox)).one()
    return Backlog(row[0], row[1])


def _put_off(connection: Connection, now_ms: EpochMs, rows: Iterable[tuple[str, int, int]]) -> None:
    later: Sequence[dict[str, object]] = [
        {"of": stream, "number": seq, "due": now_ms + retry_delay_ms(attempts + 1), "tried": attempts + 1}
        for stream, seq, attempts in rows
    ]
    if later:
        _PUT_OFF.change_all(connection, later)


def retry_delay_ms(attempts: int) -> int:
    """Exponential backoff with full jitter over its upper half, so that senders do not march in step."""
    ceiling = min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** min(attempts, 10))
    return int(ceiling * random.uniform(0.5, 1.0))  # noqa: S311  spreads load, guards nothing


_INSERT: Final = Prepared(insert(outbox))
_BEGIN: Final = Prepared(insert(outgoing_streams).on_conflict_do_nothing())
_NEXT_NUMBER: Final = Prepared(
    update(outgoing_streams)
    .where(outgoing_streams.c.receiver == bindparam("to"))
    .values(last_seq=outgoing_streams.c.last_seq + 1)
    .returning(outgoing_streams.c.stream, outgoing_streams.c.last_seq)
)
_SETTLE: Final = Prepared(
    delete(outbox)
    .where(outbox.c.stream == bindparam("of"), outbox.c.seq == bindparam("number"))
    .returning(outbox.c.topic, outbox.c.payload)
)
_SETTLE_ALL: Final = Prepared(
    delete(outbox).where(outbox.c.stream == bindparam("of"), outbox.c.seq == bindparam("number"))
)
_PUT_OFF: Final = Prepared(
    update(outbox)
    .where(outbox.c.stream == bindparam("of"), outbox.c.seq == bindparam("number"))
    .values(due_at=bindparam("due"), attempts=bindparam("tried"))
)
