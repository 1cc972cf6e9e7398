"""Deciding a case on the screen of the counter where its handler is signed in."""

from __future__ import annotations

from typing import Annotated

from fastapi import FastAPI
from pydantic import BaseModel, Field

from device_profiles.contract.ids import Identifier, Sha256
from device_profiles.contract.messages.case import Reason
from edge_agent.casework.deciding import Deciding

Reasons = Annotated[list[Reason], Field(max_length=20)]


class ReviewHereRequest(BaseModel):
    """Passed or not, and why not; `evidence` has the digests of the materials that the page showed."""

    passed: bool
    reasons: Reasons = Field(default_factory=list)
    evidence: list[Sha256] = Field(max_length=100)


class RecaptureHereRequest(BaseModel):
    """Which materials are wanted again, and what is wrong with them."""

    materials: list[Identifier] = Field(min_length=1, max_length=50)
    reasons: Annotated[Reasons, Field(min_length=1)]


def add_deciding_routes(app: FastAPI, deciding: Deciding) -> None:
    """Add them to the counter's application."""

    @app.post("/api/handled/{case}/review", status_code=204)
    async def review(case: Identifier, request: ReviewHereRequest) -> None:
        """Pass the case or not, in the name of its handler; the hub's answer comes with the state."""
        await deciding.review(case, request.evidence, request.reasons, passed=request.passed)

    @app.post("/api/handled/{case}/recapture", status_code=204)
    async def ask_again(case: Identifier, request: RecaptureHereRequest) -> None:
        """Ask the origin for materials again, in the name of the case's handler."""
        await deciding.ask_again(case, request.materials, request.reasons)
