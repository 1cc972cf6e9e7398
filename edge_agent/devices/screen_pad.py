"""The local page as a signature pad: its pointer events are the signature."""

import asyncio

from edge_agent.capture.signature import Signature, parse_signature
from edge_agent.devices.errors import NothingSignedError
from edge_agent.devices.peripheral import PeripheralState


class ScreenPad:
    """Believes what the page sends, within the contract's bounds."""

    name = "screen"

    async def look(self) -> PeripheralState:
        """It is there whenever the page is."""
        return PeripheralState("ready", "It works.")

    async def sign(self, case: str, written: bytes) -> Signature:
        """Return what the page sent.

        Raises:
            NothingSignedError: the page sent nothing.
            SignatureError: what it sent is no signature.
        """
        if not written:
            raise NothingSignedError("The pad is the counter's own screen: ask the customer to sign on it.")
        return await asyncio.to_thread(parse_signature, written)
