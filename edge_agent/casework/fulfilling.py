"""What the bank asked the machine to do once a case was passed: give out the card, and print the receipt.

Owns that a card is given out once under its key, whatever crashes: the attempt is written down before
anything moves, the answer after. What was begun and has no answer, nobody knows: a person must look.
"""

from __future__ import annotations

import asyncio
from typing import Final

import structlog
from sqlalchemy import Connection

from device_profiles.contract.messages.case import Fulfil, Fulfilled
from device_profiles.delivery.patience import Patience
from edge_agent.casework.errors import CounterError
from edge_agent.casework.printing import Printing
from edge_agent.casework.records import Records, Transaction
from edge_agent.devices.attendance import Attendance
from edge_agent.devices.card_dispenser import CardDispenser
from edge_agent.devices.errors import PeripheralError
from edge_agent.store import fulfilments, origin_cases
from edge_agent.store.fulfilments import Fulfilment

DISPENSER: Final = "card-dispenser"
"""What device profiles call it."""
NOBODY_KNOWS: Final = (
    "The machine stopped while it gave out the card: a person must look whether it came out."
)
LONGEST_REFUSAL: Final = 300

_log = structlog.get_logger()


class Fulfilling:
    """Does one thing after another."""

    def __init__(
        self,
        records: Records,
        dispenser: CardDispenser | None,
        attendance: Attendance,
        printing: Printing,
    ) -> None:
        self._records = records
        self._dispenser = dispenser
        self._attendance = attendance
        self._printing = printing
        self._patience = Patience("fulfilment")
        self.news = asyncio.Event()
        """Set when the hub may have asked for something, or a case may have its result."""

    def asked(self, transaction: Transaction, asked: Fulfil) -> None:
        """The hub asks for it; asked once more, it gets the same answer."""
        known = fulfilments.get(transaction.connection, asked.key)
        if known is None:
            fulfilments.ask(transaction.connection, asked.key, asked.case)
        elif known.state in {"done", "receipted"}:
            transaction.tell_hub(_answer(known))

    async def run(self) -> None:
        """Do what was asked until cancelled; first of all, own up to what a crash left in between."""
        for begun in await self._patience.insist(lambda: self._read("begun")):
            _log.error("fulfilment interrupted", case=begun.case, key=begun.key)
            await self._settle(begun, None, NOBODY_KNOWS)
        while True:
            self.news.clear()
            for asked in await self._patience.insist(lambda: self._read("asked")):
                await self._do(asked)
            for done in await self._patience.insist(lambda: self._read("done")):
                await self._print_receipt(done)
            await self.news.wait()

    async def _read(self, state: fulfilments.Progress) -> list[Fulfilment]:
        return await self._records.read(lambda connection: fulfilments.standing_at(connection, state))

    async def _do(self, asked: Fulfilment) -> None:
        await self._patience.insist(lambda: self._put(asked, "begun"))
        reference, refusal = None, None
        try:
            reference = await self._dispense()
        except PeripheralError as error:
            refusal = str(error)
        except Exception:  # noqa: BLE001  a task's boundary: the next start would find it begun, and say the same
            _log.exception("not fulfilled", case=asked.case)
            refusal = NOBODY_KNOWS
        await self._settle(asked, reference, refusal)

    async def _dispense(self) -> str:
        if self._dispenser is None:
            raise PeripheralError("This machine has no card dispenser: none is set up.")
        with self._attendance.using(DISPENSER):
            return await self._dispenser.dispense()

    async def _settle(self, asked: Fulfilment, reference: str | None, refusal: str | None) -> None:
        def settle(transaction: Transaction) -> None:
            fulfilments.put_answer(transaction.connection, asked.key, reference, refusal)
            known = fulfilments.get(transaction.connection, asked.key)
            assert known is not None
            transaction.tell_hub(_answer(known))

        await self._patience.insist(lambda: self._records.change(settle))

    async def _print_receipt(self, done: Fulfilment) -> None:
        """The receipt of what was done, once the case has its result; it goes the way of every print."""

        def has_result(connection: Connection) -> bool:
            filed = origin_cases.get(connection, done.case)
            return filed is not None and filed.result is not None

        if not await self._patience.insist(lambda: self._records.read(has_result)):
            return
        await self._patience.insist(lambda: self._put(done, "receipted"))
        try:
            await self._printing.print_receipt(done.case)
        except (CounterError, PeripheralError) as error:
            _log.info("receipt not printed", case=done.case, reason=str(error))

    async def _put(self, asked: Fulfilment, state: fulfilments.Progress) -> None:
        await self._records.change(
            lambda transaction: fulfilments.put(transaction.connection, asked.key, state)
        )


def _answer(known: Fulfilment) -> Fulfilled:
    refusal = None if known.refusal is None else known.refusal[:LONGEST_REFUSAL]
    return Fulfilled(case=known.case, key=known.key, reference=known.reference, refusal=refusal)
