"""Tells the hub whether the camera can be believed, of each case whose review rests on its pictures.

Owns what is told and when. What a camera's faults are, `eyes` finds out.
"""

from __future__ import annotations

from typing import Literal

from device_profiles.contract.messages.case import NoteCamera
from device_profiles.delivery.patience import Patience
from edge_agent.casework.records import Records, Transaction
from edge_agent.devices.happenings import Happening, PictureBack, PictureFaulty, PictureLost
from edge_agent.eyes.port import Eyes
from edge_agent.store import origin_cases


class Sight:
    """What the camera of this device shows, as far as it can be believed."""

    def __init__(self, records: Records, eyes: Eyes) -> None:
        self._records = records
        self._eyes = eyes
        self._patience = Patience("sight")
        self.now: Literal["showing", "frozen", "black", "lost"] = "lost"

    def tell(self, transaction: Transaction) -> None:
        """Of the customer's case, if they have one."""
        for filed in origin_cases.not_left(transaction.connection):
            if not filed.is_closed:
                transaction.tell_hub(NoteCamera(case=filed.case, sight=self.now))

    async def run(self) -> None:
        """Listen and tell until cancelled."""
        with self._eyes.listen() as happenings:
            if self._eyes.presence.what != "unseen":
                self.now = "showing"
            async for happening in happenings:
                if self._changes(happening):
                    await self._patience.insist(lambda: self._records.change(self.tell))

    def _changes(self, happening: Happening) -> bool:
        before = self.now
        match happening:
            case PictureLost():
                self.now = "lost"
            case PictureFaulty(what=what):
                self.now = what
            case PictureBack():
                self.now = "showing"
            case _:
                pass
        return self.now != before
