"""What the customer is asked, and says, at the counter's screen."""

from __future__ import annotations

from fastapi import FastAPI

from device_profiles.contract.ids import Identifier
from edge_agent.casework.faces import Faces
from edge_agent.screen.views import ConsentRequest, ConsentView


def add_consent_routes(app: FastAPI, faces: Faces) -> None:
    """Add them to the counter's application."""

    @app.post("/api/cases/{case}/consent")
    async def record_consent(case: Identifier, request: ConsentRequest) -> ConsentView:
        """Record what the customer said; it is kept, and holds, even while the link is down."""
        kept = await faces.record_consent(case, request.covers, request.language, given=request.given)
        return ConsentView.of(kept)
