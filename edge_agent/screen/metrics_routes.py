"""`/metrics`: this device for a Prometheus server (or its agent) on this machine; nobody else gets here."""

from __future__ import annotations

from fastapi import FastAPI, Response

from edge_agent.screen.parts import ScreenParts


def add_metrics_route(app: FastAPI, parts: ScreenParts) -> None:
    """Add it. What answers is imported with the first scrape: most devices have none, and start faster."""

    @app.get("/metrics", include_in_schema=False)
    async def scrape() -> Response:
        from device_profiles.scrape import exposition  # noqa: PLC0415
        from edge_agent.screen.metrics import families_of  # noqa: PLC0415

        return exposition("agent", families_of(parts, await parts.health.kept()))
