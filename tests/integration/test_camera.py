"""A camera in the running agent: what it sees is on the screen, what fails there costs pictures only."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from pathlib import Path

import cv2
import httpx
import numpy as np
import psutil
import pytest

from dashboards.terminal.demo.people import Counter, Handset, Json
from edge_agent.devices.scanner import ScanRequest
from edge_agent.devices.simulated.scanner import photographs_of
from edge_agent.screen.camera_routes import MOST_LIVE
from tests.integration.words import APPLICATION
from tests.servers.agent import AgentServer
from tests.servers.hub import PASSWORD, HubServer
from tests.servers.program import open_folder

ADDRESS = "north/b1/counter-1"
BOUND_S = 60


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with open_folder() as folder:
        hub = HubServer(folder)
        hub.add_person("ops", "north/b1", role="operator")
        try:
            yield hub
        finally:
            hub.stop()


@pytest.fixture
def lobby(tmp_path: Path) -> Path:
    """Where the counter's camera is looked for."""
    return tmp_path / "lobby.avi"


@pytest.fixture
def counter(hub: HubServer, lobby: Path, tmp_path: Path) -> Iterator[AgentServer]:
    more = {"TONGBAN_AGENT_CAMERA": f"file:{lobby}"}
    agent = AgentServer("counter-1", hub.add_device(ADDRESS), tmp_path, **more)
    try:
        yield agent
    finally:
        agent.stop()


@pytest.fixture
def kiosk(hub: HubServer, tmp_path: Path) -> Iterator[AgentServer]:
    agent = AgentServer("kiosk-1", hub.add_device("north/b1/kiosk-1", "kiosk"), tmp_path)
    try:
        yield agent
    finally:
        agent.stop()


async def test_a_document_before_the_camera_becomes_a_material_and_a_dead_child_is_replaced(
    hub: HubServer, counter: AgentServer, lobby: Path, http: httpx.AsyncClient
) -> None:
    counter.start()
    screen = Counter("counter-1", counter.url, http)
    before = await screen.until("no camera", lambda state: camera_in(state) == "unplugged")
    assert before["presence"]["what"] == "unseen"
    assert before["scanners"] == ["simulated", "folder", "camera"]
    assert (await http.get(f"{counter.url}/api/camera/preview.jpg")).json()["code"] == "no_picture"

    film_of_id_card(lobby)
    await screen.until("pictures", lambda state: camera_in(state) == "ready")
    case = await screen.file("north/b2", "open-account", APPLICATION)
    taken = await screen.scan(case, "id-card-front", "camera")
    assert taken["source"] == "video lobby.avi"
    found = {finding["kind"] for finding in taken["material"]["findings"]}
    assert {"page-found", "id-number-valid"} <= found

    hub.start()
    ops = await Handset.log_in("ops", PASSWORD, hub.url, http)
    await until_known(ops, "ready")
    for _ in range(MOST_LIVE + 1):  # who has left takes nobody's place
        await sees_live_pictures(counter, http)

    child = eyes_of(counter)
    child.send_signal(signal.SIGSEGV)
    failed = await until_known(ops, "failed")
    assert "signal 11" in failed["says"]
    await until_known(ops, "ready")
    assert eyes_of(counter) != child
    await sees_live_pictures(counter, http)
    assert image_libraries_of(counter) == set()

    last = eyes_of(counter)
    counter.stop()
    assert not last.is_running()


async def test_a_kiosk_sees_who_comes(kiosk: AgentServer, http: httpx.AsyncClient) -> None:
    """Its camera is simulated where nothing else is set, and it needs no hub."""
    kiosk.start()
    screen = Counter("kiosk-1", kiosk.url, http)
    seen = await screen.until("a customer", lambda state: state["presence"]["what"] == "one")
    assert "One person" in seen["presence"]["says"]
    preview = await http.get(f"{kiosk.url}/api/camera/preview.jpg")
    assert (preview.status_code, preview.headers["content-type"]) == (200, "image/jpeg")
    assert int(preview.headers["x-age-ms"]) < 3_000


def film_of_id_card(file: Path) -> None:
    """Somebody holds their ID card before the camera: two seconds of it, at ten pictures a second."""
    request = ScanRequest("id-card-front", "film", "open-account", APPLICATION)
    (card,) = photographs_of(request, 1)
    image = cv2.imdecode(np.frombuffer(card.jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    drawn = file.with_name("drawn.avi")
    writer = cv2.VideoWriter(
        str(drawn), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*"mp4v"), 10.0, (image.shape[1], image.shape[0])
    )
    for _ in range(20):
        writer.write(image)
    writer.release()
    drawn.rename(file)


async def sees_live_pictures(counter: AgentServer, http: httpx.AsyncClient) -> None:
    """Look for three pictures, then leave."""
    async with asyncio.timeout(BOUND_S):
        while True:
            async with http.stream("GET", f"{counter.url}/api/camera/live") as live:
                if live.status_code != 200:  # who left just now has not been noticed yet
                    await asyncio.sleep(0.05)
                    continue
                shown = b""
                async for piece in live.aiter_bytes():
                    shown += piece
                    if shown.count(b"Content-Type: image/jpeg") == 3:
                        return


def camera_in(state: Json) -> str | None:
    """How the camera is, on the screen."""
    return {each["peripheral"]: each["condition"] for each in state["peripherals"]}.get("camera")


async def until_known(ops: Handset, condition: str) -> Json:
    """Wait until the hub knows that the counter's camera is so."""
    async with asyncio.timeout(BOUND_S):
        while True:
            devices = {device["address"]: device for device in await ops.get("/api/devices")}
            for known in devices[ADDRESS]["peripherals"]:
                if (known["peripheral"], known["condition"]) == ("camera", condition):
                    return known
            await asyncio.sleep(0.05)


def eyes_of(agent: AgentServer) -> psutil.Process:
    """The process in which the agent looks through its camera."""
    children = psutil.Process(agent.pid).children(recursive=True)
    (child,) = [child for child in children if "edge_agent.eyes" in child.cmdline()]
    return child


def image_libraries_of(agent: AgentServer) -> set[str]:
    """What the agent itself has loaded of OpenCV and dlib."""
    loaded = {Path(each.path).name for each in psutil.Process(agent.pid).memory_maps()}
    return {name for name in loaded if name.startswith(("cv2", "_dlib", "dlib"))}
