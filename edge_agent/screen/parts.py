"""What the screen stands on: the parts of the agent, as `bootstrap` built them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from device_profiles.delivery.session import Session
from device_profiles.profiles import Procedure
from edge_agent.casework.capturing import Capturing
from edge_agent.casework.deciding import Deciding
from edge_agent.casework.faces import Faces
from edge_agent.casework.handling import HandledCases
from edge_agent.casework.origin import OriginCases
from edge_agent.casework.records import Records
from edge_agent.casework.uploads import Uploads
from edge_agent.devices.attendance import Attendance
from edge_agent.eyes.port import Eyes
from edge_agent.health.reporting import Health
from edge_agent.media.calls import Calls
from edge_agent.screen.kiosk_parts import KioskParts
from edge_agent.screen.paper_routes import PaperParts


@dataclass(frozen=True, slots=True)
class ScreenParts:
    """The parts; `handset` is the address of the people's handset page, empty where it is not known.

    `kiosk` where customers stand alone before this device.
    """

    records: Records
    origin: OriginCases
    capturing: Capturing
    handling: HandledCases
    deciding: Deciding
    uploads: Uploads
    faces: Faces
    session: Session
    health: Health
    attendance: Attendance
    scanners: Sequence[str]
    procedures: Mapping[str, Procedure]
    papers: PaperParts
    pages: Path
    eyes: Eyes | None = None
    handset: str = ""
    calls: Calls | None = None
    kiosk: KioskParts | None = None
