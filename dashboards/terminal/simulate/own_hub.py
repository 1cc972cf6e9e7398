"""A hub with its broker in a folder, for whoever only wants to see a simulated fleet."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from dashboards.terminal.demo.programs import Program
from hub.domain.roster import Staff
from hub.registers import register_person
from hub.settings import HubSettings

OPERATOR = Staff("ops", "值班运维 Operator on duty", "sim/branch-001", "operator")


@asynccontextmanager
async def own_hub(folder: Path, say: Callable[[str], None]) -> AsyncIterator[HubSettings]:
    """Run `tongban hub run` in the folder, which is kept, on the ports of the settings; its settings.

    Raises:
        HouseError: it did not start.
        DatabaseUnavailableError: its database cannot be written.
    """
    settings = HubSettings(hub_folder=folder / "hub", database_url=None, broker_url=None)
    password = secrets.token_urlsafe(9)
    await register_person(settings, OPERATOR, password)
    url = f"http://127.0.0.1:{settings.http_port}"
    environment = {
        "TONGBAN_HUB_FOLDER": str(settings.hub_folder),
        "TONGBAN_DATABASE_URL": "",
        "TONGBAN_BROKER_URL": "",
    }
    hub = Program("hub", ["hub", "run"], environment, f"{url}/openapi.json", folder)
    await hub.launch()
    try:
        await hub.until_up()
        say(f"A hub runs in {folder}: {url}/ops.html as {OPERATOR.person}, password {password}")
        yield settings
    finally:
        await hub.stop()
