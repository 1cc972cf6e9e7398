"""The signature pad's port: what any pad is asked and what it answers.

Owns the words only. The real pad is a touch screen: the local page sends its pointer events as the JSON
that `capture.signature.parse_signature` reads.
"""

from typing import Protocol

from edge_agent.capture.signature import Signature


class SignaturePad(Protocol):
    """A peripheral on which a customer writes their name."""

    name: str

    async def sign(self, case: str) -> Signature:
        """Return what the customer of this case wrote, once they said that they are done.

        Raises:
            NothingSignedError: nothing was written in time; ask the person and try again.
            PeripheralError: anything else that kept the pad from working.
        """
