"""Reads, once every program has ended, what the hub and the devices have written down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, func, select

from device_profiles.delivery import tables as delivery_tables
from device_profiles.delivery.database import open_sqlite
from edge_agent.store import handled_cases, origin_cases
from hub.domain.chain import Entry
from hub.fitting import DATABASE, open_journal
from hub.ports.journal import Books
from tests.faults.bank import CAPACITY, COUNTERS, SEATS, FaultyBank
from tests.faults.history import CaseHistory, CoreOrder, Device, History, Stream
from tests.faults.playbook import Script


async def gather(
    bank: FaultyBank, scripts: Iterable[Script], feeds: Mapping[str, tuple[int, ...]]
) -> History:
    """The history of a run whose programs have all ended."""
    scripts = tuple(scripts)

    def read(books: Books) -> dict[str, tuple[Entry, ...]]:
        return {script.case: tuple(books.cases.entries(script.case)) for script in scripts}

    async with open_journal(bank.hub.own_database) as journal:
        journals = await journal.transact(read)
        unsettled = await journal.transact(lambda books: books.unsettled())
    devices: dict[str, Device | None] = {}
    left_over: list[tuple[str, str]] = []
    streams: list[Stream] = []
    with _open(bank.hub.folder / DATABASE) as hub:
        for letter, counter in bank.counters.items():
            with _open(counter.folder / "device.sqlite") as device:
                left_over += [(letter, held.assigned.case) for held in handled_cases.all_cases(device)]
                unsettled += _waiting(device)
                streams += [*_streams(device, hub), *_streams(hub, device, COUNTERS[letter])]
                devices |= {
                    script.case: _device(device, script.case)
                    for script in scripts
                    if script.plan.origin == letter
                }
    return History(
        cases=tuple(
            CaseHistory(
                case=script.case,
                device=devices[script.case],
                entries=journals[script.case],
                scanned=script.scanned,
                looks=tuple(script.looks),
                seen=script.seen,
            )
            for script in scripts
        ),
        capacity=dict.fromkeys(SEATS, CAPACITY),
        feeds=feeds,
        core={
            key: CoreOrder(reference, bank.core.carried_out[key])
            for key, reference in bank.core.references.items()
        },
        streams=tuple(streams),
        left_over=tuple(left_over),
        unsettled=unsettled,
    )


def _device(connection: Connection, case: str) -> Device | None:
    filed = origin_cases.get(connection, case)
    if filed is None:
        return None
    captured = origin_cases.captures_of(connection, case)
    return Device(
        told=tuple(told.model_dump(mode="json") for told in filed.told),
        captured={capture.record.name: capture.record.sha256 for capture in captured},
        refused=filed.refusal is not None,
    )


def _waiting(connection: Connection) -> int:
    count = select(func.count()).select_from(delivery_tables.outbox)
    return int(connection.execute(count).scalar_one())


def _streams(sender: Connection, receiver: Connection, only_to: str | None = None) -> list[Stream]:
    sent, taken = delivery_tables.outgoing_streams, delivery_tables.incoming_streams
    expected = {row.stream: row.expected for row in receiver.execute(select(taken))}
    return [
        Stream(row.stream, row.last_seq, expected.get(row.stream, 1))
        for row in sender.execute(select(sent))
        if only_to in (None, row.receiver)
    ]


@contextmanager
def _open(file: Path) -> Iterator[Connection]:
    engine = open_sqlite(file, delivery_tables.METADATA)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
