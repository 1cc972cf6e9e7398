"""The simulated signature pad: somebody who does not exist signs at once."""

import hashlib
from collections import Counter

import numpy as np

from edge_agent.capture.signature import Signature
from edge_agent.devices.simulated.handwriting import handwritten_signature


class SimulatedSignaturePad:
    """Answers with made-up strokes: the same seed and case give the same, asked again others."""

    name = "simulated"

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._signed: Counter[str] = Counter()

    async def sign(self, case: str) -> Signature:
        """Return a signature at once."""
        chance = hashlib.sha256(f"{self._seed}:{case}:{self._signed[case]}".encode()).digest()
        self._signed[case] += 1
        return handwritten_signature(np.random.default_rng(int.from_bytes(chance[:8], "big")))
