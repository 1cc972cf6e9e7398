"""The simulated signature pad: somebody who does not exist signs at once."""

import asyncio
import hashlib
from collections import Counter

from edge_agent.capture.signature import Signature
from edge_agent.devices.peripheral import PeripheralState


class SimulatedSignaturePad:
    """Answers with made-up strokes: the same seed and case give the same, asked again others."""

    name = "simulated"

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._signed: Counter[str] = Counter()

    async def look(self) -> PeripheralState:
        """It is always there."""
        return PeripheralState("ready", "It works.")

    async def sign(self, case: str, written: bytes) -> Signature:
        """Return a signature at once."""
        chance = hashlib.sha256(f"{self._seed}:{case}:{self._signed[case]}".encode()).digest()
        self._signed[case] += 1
        return await asyncio.to_thread(_written, int.from_bytes(chance[:8], "big"))


def _written(seed: int) -> Signature:
    import numpy as np  # noqa: PLC0415  a device on which nobody signs must start fast

    from edge_agent.devices.simulated.handwriting import handwritten_signature  # noqa: PLC0415  as above

    return handwritten_signature(np.random.default_rng(seed))
