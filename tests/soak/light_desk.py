"""A reviewer's desk that speaks of live links as a page does, and has no peer connection."""

from __future__ import annotations

from typing import Any

from dashboards.terminal.demo.alone.wire_desk import WireDesk
from dashboards.terminal.demo.people import Json
from tests.soak.light_kiosk import SDP


class LightDesk(WireDesk):
    """Answers each offer with a few characters, and beats."""

    async def say(self, word: str, **rest: Any) -> None:
        """As a desk does; of a call that it ends, or begins again, it says no more until an offer comes."""
        if word in ("again", "close"):
            self._calls.pop(rest["call"], None)
        await super().say(word, **rest)

    async def _answered(self, offer: Json) -> str:
        assert offer["sdp"] == SDP
        return SDP

    def _state(self, _call: str) -> str:
        return "connected"
