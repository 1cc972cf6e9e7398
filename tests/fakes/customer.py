"""A customer before a kiosk's agent, in the words of its page."""

from __future__ import annotations

import numpy as np

from dashboards.terminal.demo.alone.page import KioskPage
from dashboards.terminal.demo.people import Json
from edge_agent.capture.signature import signature_json
from edge_agent.devices.simulated.handwriting import handwritten_signature

XIAO = {"customer-name": "王小样", "id-number": "110105198001019987", "phone": "13800138000"}
SIGNATURE = signature_json(handwritten_signature(np.random.default_rng(7)))


class Customer(KioskPage):
    """Presses what the page would have them press; their signature is always the same."""

    async def signs(self, case: str, strokes: bytes = SIGNATURE) -> Json:
        """Sign on the pad."""
        return await super().signs(case, strokes)
