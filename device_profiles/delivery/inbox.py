"""The receiver's half of a durable stream: each number is settled once, in order.

In one transaction with what the message changes: a lower number is a repetition and gets the same
receipt; a higher one is parked; the expected one is applied, and then what was parked behind it.
A refusal settles its number too, and never blocks the ones behind it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert  # SQLite's dialect writes its ON CONFLICT just so

from device_profiles.contract.codec import decode
from device_profiles.contract.envelope import HUB, Envelope, Header, StreamId, receiver_of, sender_of
from device_profiles.contract.errors import ContractError, Refusal, RefusedError, UnreadableError
from device_profiles.contract.ids import EpochMs
from device_profiles.contract.messages.event import Void
from device_profiles.contract.messages.receipt import Receipt
from device_profiles.contract.topics import Channel, Direction, Topic
from device_profiles.delivery.prepared import Prepared
from device_profiles.delivery.tables import incoming_streams, parked, quarantine, refused

MOST_PARKED: Final = 1_000
"""Beyond this a message ahead of its turn is left to its sender, who will send it again."""
MOST_KEPT_ASIDE: Final = 1_000
"""So many messages quarantine holds, at most 64 KiB each; then the oldest makes room."""

Apply = Callable[[Connection, Envelope], Refusal | None]
"""Acts on one message within the transaction; a returned refusal undoes what it wrote."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A numbered message that arrived: the envelope, or why its content is refused."""

    direction: Direction
    channel: Channel
    stream: StreamId
    seq: int
    payload: bytes
    content: Envelope | Refusal


def read_parcel(topic: Topic, sender: str, payload: bytes) -> Parcel:
    """Read a numbered message; a body that breaks the contract becomes a refusal under its number.

    Raises:
        UnreadableError: no number can be read, or the stream is not from that sender to this receiver.
    """
    content: Envelope | Refusal
    header: Header | Envelope
    try:
        header = content = decode(topic.direction, topic.channel, payload)
    except RefusedError as error:
        header, content = error.header, error.refusal
    if header.stream is None or header.seq is None:
        raise UnreadableError("not_an_envelope", f"{header.type} needs a stream and a number", "stream")
    if sender_of(header.stream) != sender:
        raise UnreadableError("wrong_stream", f"{sender} may not write {header.stream}", "stream")
    receiver = HUB if topic.direction == "up" else str(topic.device)
    if receiver_of(header.stream) != receiver:
        raise UnreadableError("wrong_stream", f"{header.stream} is not written for {receiver}", "stream")
    return Parcel(topic.direction, topic.channel, header.stream, header.seq, payload, content)


def take_in(connection: Connection, parcel: Parcel, apply: Apply) -> list[Receipt]:
    """Settle a parcel, if it is its turn, and all that its coming unblocks. Returns the receipts due."""
    expected = _expected(connection, parcel.stream)
    if parcel.seq < expected:
        return [_repeat(connection, parcel.stream, parcel.seq)]
    if parcel.seq > expected:
        _park(connection, parcel)
        return []
    receipts = []
    turn: Parcel | None = parcel
    while turn is not None:
        receipts.append(_settle(connection, turn, apply))
        expected += 1
        turn = _unpark(connection, parcel.direction, parcel.stream, expected)
    _ADVANCE.change(connection, {"of": parcel.stream, "next": expected})
    return receipts


def keep_aside(
    connection: Connection, arrived_at: EpochMs, topic: str, payload: bytes, refusal: Refusal
) -> None:
    """Put a message that was not understood into quarantine, with the reason."""
    number = connection.execute(
        insert(quarantine)
        .values(
            arrived_at=arrived_at,
            topic=topic[:500],
            code=refusal.code,
            says=refusal.says,
            sha256=hashlib.sha256(payload).hexdigest(),
            payload=payload[:65_536],
        )
        .returning(quarantine.c.number)
    ).scalar_one()
    connection.execute(delete(quarantine).where(quarantine.c.number <= number - MOST_KEPT_ASIDE))


def _expected(connection: Connection, stream: StreamId) -> int:
    """The next number of the stream. The row stays locked until the transaction ends."""
    found = _EXPECTED.value(connection, {"of": stream})
    if found is None:  # its first message, which an equal hub may be taking in as well
        _BEGIN.change(connection, {"stream": stream, "expected": 1})
        found = _EXPECTED.value(connection, {"of": stream})
    assert found is not None
    return int(found)


def _settle(connection: Connection, parcel: Parcel, apply: Apply) -> Receipt:
    refusal: Refusal | None
    if isinstance(parcel.content, Refusal):
        refusal = parcel.content
    elif isinstance(parcel.content.body, Void):
        refusal = None
    else:
        _SAVEPOINT.change(connection)
        refusal = apply(connection, parcel.content)
        if refusal is not None:
            _UNDO.change(connection)
        _RELEASE.change(connection)
    if refusal is None:
        return Receipt(outcome="applied", stream=parcel.stream, seq=parcel.seq)
    connection.execute(
        insert(refused).values(stream=parcel.stream, seq=parcel.seq, refusal=refusal.model_dump_json())
    )
    return Receipt(outcome="refused", stream=parcel.stream, seq=parcel.seq, refusal=refusal)


def _repeat(connection: Connection, stream: StreamId, seq: int) -> Receipt:
    text = connection.execute(
        select(refused.c.refusal).where(refused.c.stream == stream, refused.c.seq == seq)
    ).scalar_one_or_none()
    if text is None:
        return Receipt(outcome="applied", stream=stream, seq=seq)
    return Receipt(outcome="refused", stream=stream, seq=seq, refusal=Refusal.model_validate_json(text))


def _park(connection: Connection, parcel: Parcel) -> None:
    here = (parked.c.stream == parcel.stream) & (parked.c.seq == parcel.seq)
    waiting = connection.execute(
        select(func.count()).select_from(parked).where(parked.c.stream == parcel.stream)
    ).scalar_one()
    if waiting >= MOST_PARKED or connection.execute(select(parked.c.seq).where(here)).first():
        return
    connection.execute(
        insert(parked).values(
            stream=parcel.stream, seq=parcel.seq, channel=parcel.channel.value, payload=parcel.payload
        )
    )


def _unpark(connection: Connection, direction: Direction, stream: StreamId, seq: int) -> Parcel | None:
    row = _UNPARK.row(connection, {"of": stream, "number": seq})
    if row is None:
        return None
    channel = Channel(row.channel)
    content: Envelope | Refusal
    try:
        content = decode(direction, channel, row.payload)
    except ContractError as error:  # it had a number when it was parked, so it settles that number
        content = error.refusal
    return Parcel(direction, channel, stream, seq, row.payload, content)


_SAVEPOINT: Final = Prepared(text("SAVEPOINT message"))
_UNDO: Final = Prepared(text("ROLLBACK TO SAVEPOINT message"))
_RELEASE: Final = Prepared(text("RELEASE SAVEPOINT message"))
_BEGIN: Final = Prepared(insert(incoming_streams).on_conflict_do_nothing())
_EXPECTED: Final = Prepared(
    select(incoming_streams.c.expected)
    .where(incoming_streams.c.stream == bindparam("of"))
    .with_for_update()
)
_ADVANCE: Final = Prepared(
    update(incoming_streams)
    .where(incoming_streams.c.stream == bindparam("of"))
    .values(expected=bindparam("next"))
)
_UNPARK: Final = Prepared(
    delete(parked)
    .where(parked.c.stream == bindparam("of"), parked.c.seq == bindparam("number"))
    .returning(parked.c.channel, parked.c.payload)
)
