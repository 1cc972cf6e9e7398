"""The signature pad's port: what any pad is asked and what it answers.

Owns the words only. The usual pad is a touch screen: the local page sends its pointer events.
"""

from typing import Protocol

from edge_agent.capture.signature import Signature
from edge_agent.devices.peripheral import Peripheral


class SignaturePad(Peripheral, Protocol):
    """A peripheral on which a customer writes their name."""

    async def sign(self, case: str, written: bytes) -> Signature:
        """Return what the customer of this case wrote, once they said that they are done.

        `written` is what the local page sends, as `capture.signature.parse_signature` reads it, or nothing;
        a pad that is not the page does not look at it.

        Raises:
            NothingSignedError: nothing was written in time; ask the person and try again.
            SignatureError: what the page sent is no signature.
            PeripheralError: anything else that kept the pad from working.
        """
