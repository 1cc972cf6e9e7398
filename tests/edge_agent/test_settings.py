"""The credential file: used, or said to be wrong in words that help."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from device_profiles.profiles import load_kinds
from edge_agent.bootstrap import build
from edge_agent.fitting import fit
from edge_agent.settings import AgentSettings, CredentialError, read_credential

CONTENT = {
    "address": {"region": "north", "branch": "b1", "device": "counter-1"},
    "kind": "counter",
    "host": "127.0.0.1",
    "port": 1883,
    "username": "north.b1.counter-1",
    "password": "kept to itself",
}


def credential_file(folder: Path, content: bytes, mode: int = 0o600) -> Path:
    path = folder / "device.json"
    path.write_bytes(content)
    path.chmod(mode)
    return path


def test_a_credential_is_read_and_its_password_not_shown(tmp_path: Path) -> None:
    credential = read_credential(credential_file(tmp_path, json.dumps(CONTENT).encode()))
    assert (str(credential.address), credential.port) == ("north/b1/counter-1", 1883)
    assert "kept to itself" not in repr(credential)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_a_file_that_others_can_read_is_not_used(tmp_path: Path, mode: int) -> None:
    path = credential_file(tmp_path, json.dumps(CONTENT).encode(), mode)
    with pytest.raises(CredentialError, match=rf"others can read it; run: chmod 600 {path}"):
        read_credential(path)


def test_a_missing_file_says_what_writes_it(tmp_path: Path) -> None:
    with pytest.raises(CredentialError, match=r"No such file.*`tongban devices add` writes it"):
        read_credential(tmp_path / "device.json")


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(CredentialError, match="directory"):
        read_credential(tmp_path)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", r"device\.json: Invalid JSON"),
        (b"\xff\xfe", r"device\.json: .*not UTF-8"),
        (b"[]", r"device\.json: Input should be an object"),
        (json.dumps({**CONTENT, "port": 0}).encode(), r"device\.json: port: Input should be greater"),
        (json.dumps({**CONTENT, "mood": 1}).encode(), r"device\.json: mood: Extra inputs"),
        (json.dumps({**CONTENT, "kind": "A Counter"}).encode(), r"device\.json: kind: String should match"),
        (json.dumps({**CONTENT, "address": {}}).encode(), r"device\.json: address\.region: Field required"),
    ],
)
def test_a_file_of_another_kind_is_told_by_place_and_reason(
    tmp_path: Path, content: bytes, says: str
) -> None:
    with pytest.raises(CredentialError, match=says) as error:
        read_credential(credential_file(tmp_path, content))
    assert "kept to itself" not in str(error.value)


async def test_a_kind_that_there_is_not_is_named(tmp_path: Path) -> None:
    path = credential_file(tmp_path, json.dumps({**CONTENT, "kind": "vending-machine"}).encode())
    settings = AgentSettings(credential=path, folder=tmp_path / "device")
    with pytest.raises(CredentialError, match=r"no kind 'vending-machine': counter"):
        async with build(settings, read_credential(path)):
            pass


@pytest.mark.parametrize("camera", ["webcam", "device:x", "file:", "http://guard:secret@lobby"])
async def test_a_camera_that_there_is_not_is_named_without_its_secrets(tmp_path: Path, camera: str) -> None:
    path = credential_file(tmp_path, json.dumps(CONTENT).encode())
    settings = AgentSettings(credential=path, folder=tmp_path / "device", camera=camera)
    with pytest.raises(ValueError, match=r"TONGBAN_AGENT_CAMERA.*is not a camera: simulated, dev") as told:
        async with build(settings, read_credential(path)):
            pass
    assert "secret" not in str(told.value)


@pytest.mark.parametrize(
    ("kind", "camera", "name"),
    [
        ("counter", "", None),
        ("counter", "simulated", "simulated camera"),
        ("counter", "file:/srv/lobby.avi", "video lobby.avi"),
        ("kiosk", "", "simulated camera"),
        ("kiosk", "none", None),
        ("kiosk", "rtsp://guard:secret@lobby.example/1", "camera lobby.example"),
    ],
)
def test_a_camera_is_simulated_only_where_the_kind_must_have_one(
    kind: str, camera: str, name: str | None
) -> None:
    fitted = fit(AgentSettings(camera=camera), load_kinds()[kind], NoMarks())
    assert (None if fitted.camera is None else fitted.camera.name) == name
    assert "secret" not in repr(fitted)
    assert ("camera" in fitted.missing(load_kinds()[kind])) == ((kind, camera) == ("kiosk", "none"))


class NoMarks:
    async def all(self) -> frozenset[str]:
        return frozenset()


@pytest.mark.parametrize("scanners", ["laser", "simulated,laser", "folder", "folder:", ""])
async def test_a_scanner_that_there_is_not_is_named(tmp_path: Path, scanners: str) -> None:
    path = credential_file(tmp_path, json.dumps(CONTENT).encode())
    settings = AgentSettings(credential=path, folder=tmp_path / "device", scanners=scanners)
    with pytest.raises(
        ValueError, match=r"TONGBAN_AGENT_SCANNERS.*is not a scanner: simulated, folder:PATH, sane:DEVICE"
    ):
        async with build(settings, read_credential(path)):
            pass
