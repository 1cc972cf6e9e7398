"""Serves the application on one address."""

from __future__ import annotations

import uvicorn
from fastapi import FastAPI


async def serve(app: FastAPI, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT, which are then given on to the program."""
    config = uvicorn.Config(
        app, host, port, log_level="warning", access_log=False, lifespan="off", timeout_graceful_shutdown=1
    )
    await uvicorn.Server(config).serve()
