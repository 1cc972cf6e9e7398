"""The filing side: a case is filed, followed to its result, and the hub's news is kept.

All of it works while the link is down: what needs the hub waits in the outbox.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final

from device_profiles.contract.errors import Refusal
from device_profiles.contract.ids import BranchAddress, case_id
from device_profiles.contract.messages.case import (
    AskForAnother,
    CancelCase,
    FileCase,
    FinishCollecting,
    Language,
    ResultShown,
    Told,
)
from device_profiles.delivery.sealed_files import SealedFiles
from device_profiles.profiles import Procedure
from edge_agent.casework.errors import RefusedError
from edge_agent.casework.filed import filed_case
from edge_agent.casework.records import Records, Transaction
from edge_agent.store import attempts, origin_cases, recaptures
from edge_agent.store.origin_cases import Capture, OriginCase

APPLICATION: Final = "application"
"""What the application is called where it is asked for again, as a material is by its name."""


class OriginCases:
    """The cases filed at this counter."""

    def __init__(
        self,
        records: Records,
        procedures: Mapping[str, Procedure],
        files: SealedFiles,
    ) -> None:
        self._records = records
        self._procedures = procedures
        self._files = files

    async def file(
        self,
        target: BranchAddress,
        procedure: str,
        application: Mapping[str, str],
        language: Language | None = None,
    ) -> OriginCase:
        """File a case; where the procedure says so, its application may follow.

        Raises:
            RefusedError: the procedure is unknown, or a field breaks its rules.
        """
        known = self._procedures.get(procedure)
        if known is None:
            raise RefusedError("unknown_procedure", f"there is no procedure {procedure}", "procedure")
        follows = known.application_later and not application
        if not follows and (fault := known.first_fault(application)):
            raise RefusedError("invalid_application", fault[1], f"application.{fault[0]}")
        case = case_id(target.region, self._records.ids.message_id())
        now_ms = self._records.ids.clock.now_ms()

        def file(transaction: Transaction) -> OriginCase:
            connection = transaction.connection
            origin_cases.add(connection, case, str(target), procedure, application, now_ms)
            transaction.tell_hub(
                FileCase(
                    case=case,
                    target=target,
                    procedure=procedure,
                    application=dict(application),
                    language=language,
                )
            )
            return filed_case(connection, case)

        return await self._records.change(file)

    async def finish(self, case: str) -> None:
        """The person says that everything was captured.

        Raises:
            NoSuchCaseError: no such case was filed here.
            RefusedError: a required material is missing.
        """

        def finish(transaction: Transaction) -> None:
            filed = filed_case(transaction.connection, case)
            captured = origin_cases.captures_of(transaction.connection, case)
            if missing := self._missing(filed, captured):
                titles = [self._title(filed, name) for name in missing]
                raise RefusedError("materials_missing", f"still to be captured: {', '.join(titles)}")
            if not filed.collected:
                origin_cases.put_collected(transaction.connection, case, collected=True)
                recaptures.settle(transaction.connection, case)
                self.tell_if_all_stored(transaction, case)

        await self._records.change(finish)

    async def show_result(self, case: str) -> None:
        """The person has seen the result; the customer's papers leave this device.

        Raises:
            NoSuchCaseError: no such case was filed here.
            RefusedError: it has no result yet.
        """

        def show(transaction: Transaction) -> None:
            filed = filed_case(transaction.connection, case)
            if filed.result is None and filed.refusal is None:
                raise RefusedError("not_in_phase", "the case has no result yet")
            if filed.result is not None and not filed.result_shown:
                transaction.tell_hub(ResultShown(case=case))
            origin_cases.put_result_shown(transaction.connection, case)

        await self._records.change(show)
        await asyncio.to_thread(self._files.forget, case)

    async def is_open(self, case: str) -> bool:
        """Whether a case was filed here and has not ended."""
        filed = await self._records.read(lambda connection: origin_cases.get(connection, case))
        return filed is not None and not filed.is_closed

    async def cancel(self, case: str, reason: str) -> None:
        """Take the case back; the hub's answer is its result.

        Raises:
            NoSuchCaseError: no such case was filed here.
            RefusedError: it has a result already.
        """

        def cancel(transaction: Transaction) -> None:
            if filed_case(transaction.connection, case).result is not None:
                raise RefusedError("not_in_phase", "the case has its result already")
            transaction.tell_hub(CancelCase(case=case, reason=reason))

        await self._records.change(cancel)

    async def ask_for_another(self, case: str) -> None:
        """Do not wait for the person who promised; the hub looks for someone else.

        Raises:
            NoSuchCaseError: no such case was filed here.
        """

        def ask(transaction: Transaction) -> None:
            filed_case(transaction.connection, case)
            transaction.tell_hub(AskForAnother(case=case))

        await self._records.change(ask)

    def told(self, transaction: Transaction, told: Told) -> Refusal | None:
        """Keep what the hub told of a case filed here."""
        connection = transaction.connection
        filed = origin_cases.get(connection, told.case)
        if filed is None:
            return Refusal(code="unknown_case", says=f"no case {told.case} was filed here")
        origin_cases.put_told(connection, filed, told)
        if told.news in {"recapture", "reviewed"}:
            origin_cases.put_collected(connection, told.case, collected=False)
        if told.news == "recapture":
            recaptures.add(connection, told.case, told.materials)
            attempts.forget(connection, told.case, told.materials)
        if told.news == "accepted" and not self._procedures[filed.procedure].asks_for_anything:
            origin_cases.put_collected(connection, told.case, collected=True)
            self.tell_if_all_stored(transaction, told.case)
        if told.news in origin_cases.RESULTS and filed.result_shown:
            transaction.tell_hub(ResultShown(case=told.case))  # whoever it was for has left
        return None

    def tell_if_all_stored(self, transaction: Transaction, case: str) -> None:
        """Once the person is done and the hub has all that it did not refuse, say so."""
        filed = filed_case(transaction.connection, case)
        captured = origin_cases.captures_of(transaction.connection, case)
        is_whole = filed.collected and not self._missing(filed, captured)
        if is_whole and all(capture.stored for capture in captured if capture.refusal is None):
            transaction.tell_hub(FinishCollecting(case=case))

    def _missing(self, filed: OriginCase, captured: Sequence[Capture]) -> tuple[str, ...]:
        """What is required in this round and was not captured, or not so that the hub would have it."""
        procedure = self._procedures[filed.procedure]
        names = frozenset(capture.record.name for capture in captured if capture.refusal is None)
        lacking = procedure.missing(names, filed.round)
        return (APPLICATION, *lacking) if procedure.application_later and not filed.application else lacking

    def _title(self, filed: OriginCase, name: str) -> str:
        kind = self._procedures[filed.procedure].materials.get(name)
        return name if kind is None else kind.title.en
