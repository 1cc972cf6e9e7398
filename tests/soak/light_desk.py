"""A reviewer's desk that speaks of live links as a page does, and has no peer connection."""

from __future__ import annotations

from typing import Any

from tests.servers.desk import Desk
from tests.soak.light_kiosk import SDP


class LightDesk(Desk):
    """Answers each offer with a few characters, and beats."""

    async def say(self, word: str, **rest: Any) -> None:
        """As a desk does; of a call that it ends, or begins again, it says no more until an offer comes."""
        if word in ("again", "close"):
            self._call = None
        await super().say(word, **rest)

    async def _answered(self, sdp: str) -> str:
        assert sdp == SDP
        return SDP

    def _state(self) -> str:
        return "connected"
