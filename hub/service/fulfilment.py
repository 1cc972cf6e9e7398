"""Calls the bank's core for cases that were passed, until it has answered.

What is owed to the core is a row. A hub that dies between the call and its answer leaves the row, and
the next asks again under the same key, for which the core does the work once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final, TypeVar

import structlog

from device_profiles.delivery.clock import Clock
from device_profiles.delivery.outbox import retry_delay_ms
from device_profiles.delivery.patience import Patience
from hub.domain.case import Case
from hub.domain.commands import CoreAnswered
from hub.ports.core_banking import CoreAnswer, CoreBanking, CoreOrder, CoreUnavailableError
from hub.ports.journal import Books, CoreCall, Journal
from hub.service.deciding import Decider

ResultT = TypeVar("ResultT")

LOOK_AGAIN_S: Final = 1.0

_log = structlog.get_logger()


class FulfilmentCalls:
    """Makes the calls that are due."""

    def __init__(self, journal: Journal, decider: Decider, core: CoreBanking, clock: Clock) -> None:
        self._journal = journal
        self._decider = decider
        self._core = core
        self._clock = clock
        self._owed_more = asyncio.Event()
        self._patience = Patience("calls of the core")

    def wake(self) -> None:
        """More is owed than before."""
        self._owed_more.set()

    async def run(self) -> None:
        """Call until cancelled."""
        while True:
            self._owed_more.clear()
            due = await self._transact(self._due)
            async with asyncio.TaskGroup() as tasks:  # one that hangs holds up no other
                for call in due:
                    tasks.create_task(self._call(call), name=f"core {call.key}")
            try:
                async with asyncio.timeout(LOOK_AGAIN_S):
                    await self._owed_more.wait()
            except TimeoutError:
                continue

    def _due(self, books: Books) -> list[CoreCall]:
        return books.post.due_core_calls(self._clock.now_ms())

    async def _call(self, call: CoreCall) -> None:
        def read(books: Books) -> Case:
            return books.cases.get(call.case)

        case = await self._transact(read)
        order = CoreOrder(call.key, call.case, case.rules.procedure, dict(case.application))
        try:
            answer = await self._core.carry_out(order)
        except CoreUnavailableError as error:
            due = self._clock.now_ms() + retry_delay_ms(call.attempts)
            _log.warning("core not reached", case=call.case, attempts=call.attempts + 1, reason=str(error))
            await self._transact(lambda books: books.post.put_off_core_call(call, due))
            return
        await self._transact(lambda books: self._take_answer(books, call, answer))

    async def _transact(self, work: Callable[[Books], ResultT]) -> ResultT:
        """Until it is kept: nothing more is asked of a core whose answers cannot be written down."""
        return await self._patience.insist(lambda: self._journal.transact(work))

    def _take_answer(self, books: Books, call: CoreCall, answer: CoreAnswer) -> None:
        books.post.end_core_call(call.key)
        answered = CoreAnswered(call.key, answer.reference, answer.refusal)
        self._decider.act(books, call.case, answered, actor="core")
