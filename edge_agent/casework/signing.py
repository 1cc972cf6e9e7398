"""A signature from the pad becomes a material, and is drawn for whoever has to look at it.

Owns what is asked of a pad and what is said of what it gave. The strokes are what is kept; a drawing is
made anew each time, in the worker.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

from edge_agent.capture.drawn import DrawnAs, drawn_signature
from edge_agent.capture.examination import Examination
from edge_agent.capture.signature import check_signature, parse_signature, signature_json
from edge_agent.casework.capturing import Captured, Capturing
from edge_agent.casework.errors import NoSuchCaseError, RefusedError
from edge_agent.devices.attendance import Attendance
from edge_agent.devices.errors import NothingSignedError, PeripheralGoneError
from edge_agent.devices.signature_pad import SignaturePad
from edge_agent.imaging import Worker
from edge_agent.store.origin_cases import Capture

PAD: Final = "signature-pad"
"""What device profiles call it."""
_MEDIA_TYPES: Final[dict[DrawnAs, str]] = {"png": "image/png", "svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Signing:
    """The signature pad of this device, if it has one."""

    capturing: Capturing
    pad: SignaturePad | None
    attendance: Attendance
    worker: Worker

    async def sign(self, case: str, material: str, written: bytes) -> Capture:
        """Keep what the customer wrote, as strokes; `written` is what the local page sends.

        Raises:
            NoSuchCaseError: no such case was filed here.
            RefusedError: the case is closed, or no such material is signed on the pad.
            SignatureError: what the page sent is no signature.
            NothingSignedError: nothing was written.
            PeripheralError: anything else that kept the pad from working.
        """
        kind = await self.capturing.wanted(case, material)
        if kind.signed_on != "pad":
            raise RefusedError("unknown_material", f"{material} is not signed on the pad", "material")
        if self.pad is None:
            raise PeripheralGoneError("This counter has no signature pad: none is set up.")
        with self.attendance.using(PAD):
            signature = await self.pad.sign(case, written)
        if not signature.strokes:
            raise NothingSignedError("Nothing was written on the pad: ask the customer to sign.")
        findings = await asyncio.to_thread(check_signature, signature)
        content = await asyncio.to_thread(signature_json, signature)
        captured = Captured(content, "application/json", self.pad.name)
        return await self.capturing.keep(case, material, captured, Examination(None, findings))

    async def drawn(self, content: bytes, media_type: str, drawn_as: DrawnAs) -> tuple[bytes, str]:
        """A material's bytes as a drawing; the drawing's file and its media type.

        Raises:
            NoSuchCaseError: the material is no signature from a pad.
            SignatureError: its bytes are none, whatever its record says.
            NotLookedAtError: the worker did not come to an end with it.
        """
        if media_type != "application/json":
            raise NoSuchCaseError("this material is a picture or a file, not a signature from a pad")
        signature = await asyncio.to_thread(parse_signature, content)
        return await self.worker.run(drawn_signature, signature, drawn_as), _MEDIA_TYPES[drawn_as]
