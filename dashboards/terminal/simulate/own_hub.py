"""A hub with its broker in a folder, for whoever only wants to see a simulated fleet."""

from __future__ import annotations

import re
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from dashboards.terminal.demo.programs import Program
from device_profiles.serving import listen
from hub.domain.roster import Staff
from hub.registers import register_person
from hub.settings import HubSettings

OPERATOR = Staff("ops", "值班运维 Operator on duty", "sim/branch-001", "operator")
_INTERVAL: Final = re.compile(r"^(interval_s|silent_for_s) = ([0-9.]+)$", re.MULTILINE)
SILENT_AFTER: Final = 3
"""So many reports may fail to come before a device is called silent."""


def write_kinds(source: Path, folder: Path, interval_s: float) -> None:
    """Copy the kinds of device into the folder: a hub with these expects a report no oftener than so."""
    folder.mkdir(exist_ok=True)

    def slower(found: re.Match[str]) -> str:
        least_s = interval_s if found[1] == "interval_s" else SILENT_AFTER * interval_s
        return f"{found[1]} = {max(float(found[2]), least_s):g}"

    for file in source.glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        (folder / file.name).write_text(_INTERVAL.sub(slower, text), encoding="utf-8")


@asynccontextmanager
async def own_hub(
    folder: Path, interval_s: float, say: Callable[[str], None]
) -> AsyncIterator[HubSettings]:
    """Run `tongban hub run` in the folder, which is kept, on the ports of the settings; its settings.

    It expects reports as seldom as `interval_s`, where they are to come more seldom than the kinds say.

    Raises:
        AddressTakenError: another program, perhaps another hub, has the port; nothing was written.
        HouseError: it did not start.
        DatabaseUnavailableError: its database cannot be written.
    """
    # Else the hub that is there would answer, and be taken for the one that could not start.
    listen("127.0.0.1", HubSettings().http_port, "TONGBAN_HTTP_PORT").close()
    write_kinds(HubSettings().kinds_folder, folder / "kinds", interval_s)
    settings = HubSettings(
        hub_folder=folder / "hub", kinds_folder=folder / "kinds", database_url=None, broker_url=None
    )
    password = secrets.token_urlsafe(9)
    await register_person(settings, OPERATOR, password)
    url = f"http://127.0.0.1:{settings.http_port}"
    environment = {
        "TONGBAN_HUB_FOLDER": str(settings.hub_folder),
        "TONGBAN_KINDS_FOLDER": str(settings.kinds_folder),
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
