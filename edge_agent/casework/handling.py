"""The handling side: cases that come to this counter because their handler is signed in here."""

from __future__ import annotations

import asyncio
import secrets
from typing import Final

from sqlalchemy import Connection

from device_profiles.contract.errors import Refusal
from device_profiles.contract.messages.case import (
    CaseAssigned,
    CaseReleased,
    CollectingFinished,
    CollectingReopened,
    MaterialRelayed,
    MaterialShown,
)
from device_profiles.contract.messages.event import (
    PersonLeft,
    PersonSignedIn,
    PersonSignedOut,
    SignInCodeShown,
)
from device_profiles.delivery.sealed_files import SealedFiles
from edge_agent.casework.errors import NoSuchCaseError
from edge_agent.casework.records import Records, Transaction
from edge_agent.store import counter_decisions, handled_cases

CODE_LIVES_MS: Final = 120_000


class HandledCases:
    """The cases handled at this counter, and the person who handles them."""

    def __init__(self, records: Records, files: SealedFiles) -> None:
        self._records = records
        self._files = files

    async def show_code(self) -> tuple[str, int]:
        """Show a fresh one-time code; the code and when it expires (Unix ms)."""
        code = f"{secrets.randbelow(10**6):06d}"
        expires_at = self._records.ids.clock.now_ms() + CODE_LIVES_MS
        await self._records.change(
            lambda transaction: transaction.tell_hub(SignInCodeShown(code=code, expires_at=expires_at))
        )
        return code, expires_at

    async def leave(self) -> None:
        """The person presses "leave"; the hub ends the binding."""

        def leave(transaction: Transaction) -> None:
            person = handled_cases.person(transaction.connection)
            if person is not None:
                transaction.tell_hub(PersonLeft(person=person.person))

        await self._records.change(leave)

    async def material(self, case: str, name: str) -> tuple[bytes, str]:
        """What the handler looks at: the very bytes that came, decrypted; and their media type.

        Raises:
            NoSuchCaseError: the case is not handled here, or the material has not come.
        """
        handled = await self._records.read(lambda connection: handled_cases.get(connection, case))
        records = () if handled is None else handled.materials
        record = next((found for found in records if found.name == name), None)
        if record is None:
            raise NoSuchCaseError(f"there is no {name} of {case} here")
        content = await asyncio.to_thread(self._files.read, case, record.sha256)
        return content, record.media_type

    async def expects(self, case: str) -> bool:
        """Whether bytes for this case may be kept here."""
        return await self._records.read(lambda connection: handled_cases.get(connection, case)) is not None

    # -- what the hub says, each within the transaction that settles the message

    def assigned(self, connection: Connection, message: CaseAssigned) -> None:
        """The case is handled here from now on."""
        counter_decisions.drop(connection, message.case)
        handled_cases.put(connection, message)

    def relayed(self, transaction: Transaction, message: MaterialRelayed) -> Refusal | None:
        """A material is here: verify that it is, and say so."""
        record = message.material
        if handled_cases.get(transaction.connection, message.case) is None:
            return Refusal(code="unknown_case", says=f"case {message.case} is not handled here")
        if not self._files.has(message.case, record.sha256):
            return Refusal(code="material_not_stored", says=f"the bytes of {record.name} are not here")
        handled_cases.put_material(transaction.connection, message.case, record)
        shown = MaterialShown(case=message.case, name=record.name, sha256=record.sha256)
        transaction.tell_hub(shown)
        return None

    def ready(self, connection: Connection, message: CollectingFinished) -> None:
        """The handler may decide, or decide anew."""
        handled_cases.put_ready(connection, message.case, ready=True)
        counter_decisions.drop(connection, message.case)

    def reopened(self, connection: Connection, message: CollectingReopened) -> None:
        """Materials are asked for again: until they are in, nothing is to be decided."""
        handled_cases.put_ready(connection, message.case, ready=False)

    def released(self, connection: Connection, message: CaseReleased) -> None:
        """Nothing of the case stays here."""
        counter_decisions.drop(connection, message.case)
        handled_cases.drop(connection, message.case)
        self._files.forget(message.case)

    def signed_in(self, connection: Connection, message: PersonSignedIn) -> None:
        """The hub bound a person to this counter."""
        handled_cases.put_person(connection, message.person)

    def signed_out(self, connection: Connection, message: PersonSignedOut) -> None:
        """The binding ended, unless another person is here already."""
        present = handled_cases.person(connection)
        if present is not None and present.person == message.person:
            handled_cases.put_person(connection, None)
