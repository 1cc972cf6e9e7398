"""The agent's settings: environment variables `TONGBAN_AGENT_…`, read once, and the credential file."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from device_profiles.contract.ids import DeviceAddress, Identifier


class CredentialError(Exception):
    """The credential file is missing, readable by others, or not one of ours."""


class Credential(BaseModel):
    """Who this device is, and how it reaches the broker (`tongban devices add` writes it)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    address: DeviceAddress
    kind: Identifier
    host: str
    port: int = Field(ge=1, le=65535)
    username: str
    password: str = Field(repr=False)


def _models_folder() -> Path:
    """Where set-up keeps models that are not part of this repository (deploy/setup/face_model.sh)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tongban" / "models"


class AgentSettings(BaseSettings):
    """Where the agent keeps things, what it scans with, and where its screen listens."""

    model_config = SettingsConfigDict(env_prefix="TONGBAN_AGENT_", extra="ignore")

    credential: Path = Path("var/device.json")
    folder: Path = Path("var/device")
    screen_port: int = Field(default=8801, ge=0, le=65535)
    scanners: str = "simulated"
    """Comma-separated, the first is the usual one: `simulated`, `folder:PATH` where scans appear, or
    `sane:DEVICE` as `scanimage --list-devices` names it."""
    face_model: Path | None = None
    """The manifest of an operator's own face model; its file lies beside it."""
    models_folder: Path = Field(default_factory=_models_folder)
    """Where the face model lies that set-up fetched."""
    printer: str = "simulated"
    """`simulated`, `folder:PATH`, `ipp://HOST:PORT/printers/QUEUE`, or `none`."""
    camera: str = ""
    """`simulated`, `device:NUMBER`, `rtsp://ADDRESS`, `file:PATH`, or `none`; when empty, a simulated one
    where the kind of device must have a camera."""
    card_reader: str = "simulated"
    """`simulated`, `pcsc` for the first reader, `pcsc:NAME` for the one whose name begins so, or `none`."""
    signature_pad: str = "screen"
    """`screen` for the page itself, `simulated`, or `none`."""
    card_dispenser: str = "simulated"
    """`simulated`, `simulated:STOCK` with so many cards, or `none`."""
    review_centre: str = ""
    """`REGION/BRANCH`, whose reviewers serve whoever stands alone before this device."""
    pages_folder: Path = Path(__file__).parents[1] / "dashboards" / "web" / "dist"
    """The pages of the screen."""
    handset_url: str = ""
    """The address of people's handset page at the hub, for the QR code by which they sign in here."""
    seed: int = 0
    """What the simulated scanner draws from."""


def read_credential(path: Path) -> Credential:
    """Read the credential file.

    Raises:
        CredentialError: it cannot be used; the text says why and what to do.
    """
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        msg = f"{path}: {error.strerror}; `tongban devices add` writes it"
        raise CredentialError(msg) from error
    except UnicodeDecodeError as error:
        msg = f"{path}: not a credential file: its bytes are not UTF-8"
        raise CredentialError(msg) from error
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        msg = f"{path}: others can read it; run: chmod 600 {path}"
        raise CredentialError(msg)
    try:
        return Credential.model_validate_json(text)
    except ValidationError as error:
        fault = error.errors(include_input=False)[0]
        msg = ": ".join([str(path), *filter(None, [".".join(map(str, fault["loc"]))]), fault["msg"]])
        raise CredentialError(msg) from error
