"""Which peripherals this device has: the profile says which there may be, the settings with which drivers.

Owns the words of those settings. It starts and tries nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from device_profiles.profiles import DeviceKind
from edge_agent.devices.camera_setting import SIMULATED, CameraSetting
from edge_agent.devices.card_dispenser import CardDispenser
from edge_agent.devices.card_reader import CardReader
from edge_agent.devices.folder_printer import FolderPrinter
from edge_agent.devices.ipp_printer import IppPrinter
from edge_agent.devices.pcsc import PcscReader
from edge_agent.devices.peripheral import Peripheral
from edge_agent.devices.printer import Printer
from edge_agent.devices.sane import SaneScanner
from edge_agent.devices.scanner import DocumentScanner, Marks
from edge_agent.devices.screen_pad import ScreenPad
from edge_agent.devices.signature_pad import SignaturePad
from edge_agent.devices.simulated.card import SimulatedCardReader
from edge_agent.devices.simulated.card_dispenser import SimulatedCardDispenser
from edge_agent.devices.simulated.document_scanner import SimulatedScanner
from edge_agent.devices.simulated.printer import SimulatedPrinter
from edge_agent.devices.simulated.signature_pad import SimulatedSignaturePad
from edge_agent.devices.watched_folder import WatchedFolderScanner
from edge_agent.settings import AgentSettings

SCAN_WAIT_S: Final = 20.0
SETTING_OF: Final = {
    "scanner": "TONGBAN_AGENT_SCANNERS",
    "printer": "TONGBAN_AGENT_PRINTER",
    "camera": "TONGBAN_AGENT_CAMERA",
    "card-reader": "TONGBAN_AGENT_CARD_READER",
    "signature-pad": "TONGBAN_AGENT_SIGNATURE_PAD",
    "card-dispenser": "TONGBAN_AGENT_CARD_DISPENSER",
}
"""The peripherals of a profile that are fitted here, and what says with which driver."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """The drivers. `scanners` has the screen's names, the usual first; `names` the profile's for each.

    `camera` is looked through by the agent's eyes, a process of its own.
    """

    scanners: Mapping[str, DocumentScanner]
    names: Mapping[str, str]
    printer: Printer | None
    card_reader: CardReader | None
    camera: CameraSetting | None = None
    signature_pad: SignaturePad | None = None
    card_dispenser: CardDispenser | None = None

    @property
    def peripherals(self) -> Mapping[str, Peripheral]:
        """Those that can be asked how they are, by the profile's name; a second scanner is `scanner-2`."""
        found: dict[str, Peripheral] = {self.names[key]: scanner for key, scanner in self.scanners.items()}
        if self.printer is not None:
            found["printer"] = self.printer
        if self.card_reader is not None:
            found["card-reader"] = self.card_reader
        if self.signature_pad is not None:
            found["signature-pad"] = self.signature_pad
        if self.card_dispenser is not None:
            found["card-dispenser"] = self.card_dispenser
        return found

    def has(self, name: str) -> bool:
        """Whether there is a driver for what the profile calls so."""
        return name in self.peripherals or (name == "camera" and self.camera is not None)

    def missing(self, kind: DeviceKind) -> list[str]:
        """What the profile requires, and the settings leave out."""
        return [
            name
            for name, peripheral in kind.peripherals.items()
            if peripheral.required and name in SETTING_OF and not self.has(name)
        ]


def fit(settings: AgentSettings, kind: DeviceKind, marks: Marks) -> Fitted:
    """The drivers that the settings name, as far as the profile has the peripheral.

    Raises:
        ValueError: the settings name a driver that there is not.
    """
    scanners = _scanners(settings, marks)
    camera = kind.peripherals.get("camera")
    return Fitted(
        scanners=scanners,
        names={key: _numbered("scanner", number) for number, key in enumerate(scanners, start=1)},
        printer=_printer(settings.printer) if "printer" in kind.peripherals else None,
        card_reader=_card_reader(settings.card_reader) if "card-reader" in kind.peripherals else None,
        camera=None if camera is None else _camera(settings, required=camera.required),
        signature_pad=_signature_pad(settings) if "signature-pad" in kind.peripherals else None,
        card_dispenser=_dispenser(settings.card_dispenser)
        if "card-dispenser" in kind.peripherals
        else None,
    )


def _scanners(settings: AgentSettings, marks: Marks) -> dict[str, DocumentScanner]:
    found: dict[str, DocumentScanner] = {}
    drivers: Counter[str] = Counter()
    for setting in settings.scanners.split(","):
        driver = setting.strip().partition(":")[0]
        drivers[driver] += 1
        found[_numbered(driver, drivers[driver])] = _scanner(setting, settings.seed, marks)
    return found


def _scanner(setting: str, seed: int, marks: Marks) -> DocumentScanner:
    driver, _, what = setting.strip().partition(":")
    match driver:
        case "simulated":
            return SimulatedScanner(seed)
        case "folder" if what:
            return WatchedFolderScanner(Path(what), marks, SCAN_WAIT_S)
        case "sane" if what:
            return SaneScanner(what)
        case _:
            known = "simulated, folder:PATH, sane:DEVICE"
            msg = f"{SETTING_OF['scanner']}: {setting!r} is not a scanner: {known}"
            raise ValueError(msg)


def _printer(setting: str) -> Printer | None:
    driver, _, what = setting.strip().partition(":")
    match driver:
        case "none":
            return None
        case "simulated":
            return SimulatedPrinter()
        case "folder" if what:
            return FolderPrinter(Path(what))
        case "ipp" | "ipps" if what.startswith("//"):
            return IppPrinter(setting.strip())
        case _:
            known = "simulated, folder:PATH, ipp://HOST:PORT/printers/QUEUE, none"
            msg = f"{SETTING_OF['printer']}: {setting!r} is not a printer: {known}"
            raise ValueError(msg)


def _camera(settings: AgentSettings, *, required: bool) -> CameraSetting | None:
    source = settings.camera.strip() or (SIMULATED if required else "none")
    if source == "none":
        return None
    try:
        return CameraSetting(source, settings.seed)
    except ValueError as error:
        known = "simulated, device:NUMBER, rtsp://ADDRESS, file:PATH, none"
        msg = f"{SETTING_OF['camera']}: {source.partition('//')[0]!r} is not a camera: {known}"
        raise ValueError(msg) from error


def _card_reader(setting: str) -> CardReader | None:
    driver, _, what = setting.strip().partition(":")
    match driver:
        case "none":
            return None
        case "simulated":
            return SimulatedCardReader()
        case "pcsc":
            return PcscReader(what)
        case _:
            known = "simulated, pcsc, pcsc:NAME, none"
            msg = f"{SETTING_OF['card-reader']}: {setting!r} is not a card reader: {known}"
            raise ValueError(msg)


def _signature_pad(settings: AgentSettings) -> SignaturePad | None:
    match settings.signature_pad.strip():
        case "none":
            return None
        case "screen":
            return ScreenPad()
        case "simulated":
            return SimulatedSignaturePad(settings.seed)
        case other:
            msg = f"{SETTING_OF['signature-pad']}: {other!r} is not a pad: screen, simulated, none"
            raise ValueError(msg)


def _dispenser(setting: str) -> CardDispenser | None:
    driver, _, what = setting.strip().partition(":")
    match driver:
        case "none":
            return None
        case "simulated" if not what:
            return SimulatedCardDispenser()
        case "simulated" if what.isdecimal():
            return SimulatedCardDispenser(int(what))
        case _:
            known = "simulated, simulated:STOCK, none"
            msg = f"{SETTING_OF['card-dispenser']}: {setting!r} is not a card dispenser: {known}"
            raise ValueError(msg)


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}-{number}"
