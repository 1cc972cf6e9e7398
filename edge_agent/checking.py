"""`tongban devices self-test`: tries each peripheral of this device and says what works.

Owns what is tried, and how the answer looks. It uses the agent's own drivers and settings, and no hub.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import asdict, dataclass
from functools import partial
from typing import Annotated, Literal, NoReturn

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from device_profiles.profile_files import ProfileError
from device_profiles.profiles import DeviceKind, load_kinds
from edge_agent.devices.camera_setting import CameraSetting
from edge_agent.devices.card_reader import CardReader
from edge_agent.devices.errors import NoCardError, NothingSignedError, PeripheralError
from edge_agent.devices.peripheral import Peripheral
from edge_agent.devices.printer import Document, Printer
from edge_agent.devices.scanner import DocumentScanner, ScanRequest
from edge_agent.devices.signature_pad import SignaturePad
from edge_agent.devices.smart_card import look_at
from edge_agent.fitting import SETTING_OF, Fitted, fit
from edge_agent.settings import AgentSettings, CredentialError, read_credential

Use = Callable[[], Awaitable[str]]
"""Uses a peripheral beyond looking at it; a sentence of what came of it, empty when nothing was tried."""

Outcome = Literal["works", "fails", "missing", "absent", "not_tried"]
"""missing: the profile requires it, the settings leave it out. absent: it does so without need."""

_MARKS: Mapping[Outcome, tuple[str, str]] = {
    "works": ("✓ works", "green"),
    "fails": ("✗ fails", "red"),
    "missing": ("✗ missing", "red"),
    "absent": ("– absent", "dim"),
    "not_tried": ("– not tried", "dim"),
}


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying one peripheral; `says` has what to do, where something is to be done."""

    peripheral: str
    driver: str
    required: bool
    outcome: Outcome
    says: str
    ms: float


@dataclass(frozen=True, slots=True)
class _NothingKept:
    async def all(self) -> frozenset[str]:
        return frozenset()


def self_test(
    kind: Annotated[str, typer.Option(help="The kind of device; the credential's when left out.")] = "",
    *,
    use_paper: Annotated[
        bool, typer.Option("--use-paper", help="Also scan a page, and print one.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Try each peripheral of this device; 1 is the exit code when one does not work or is missing."""
    try:
        settings = AgentSettings()
        device_kind = _kind(kind or read_credential(settings.credential).kind)
        fitted = fit(settings, device_kind, _NothingKept())
    except (CredentialError, ProfileError, ValueError) as error:
        _give_up(str(error))
    trials = asyncio.run(try_all(device_kind, fitted, use_paper=use_paper))
    ok = all(trial.outcome not in {"fails", "missing"} for trial in trials)
    if as_json:
        answer = {"kind": device_kind.kind, "ok": ok, "peripherals": [asdict(trial) for trial in trials]}
        print(json.dumps(answer, ensure_ascii=False))
    else:
        Console().print(_table(device_kind, trials))
    if not ok:
        raise typer.Exit(1)


async def try_all(kind: DeviceKind, fitted: Fitted, *, use_paper: bool) -> list[Trial]:
    """Try what is fitted, one after another, and name what the profile has beyond it."""
    trials = []
    for name, peripheral in fitted.peripherals.items():
        started = time.perf_counter()
        outcome, says = await _try(peripheral, _use_of(name, fitted, use_paper=use_paper))
        of_profile = kind.peripherals.get(name)
        required = of_profile is not None and of_profile.required
        ms = round((time.perf_counter() - started) * 1000, 1)
        trials.append(Trial(name, peripheral.name, required, outcome, says, ms))
    if fitted.camera is not None:
        trials.append(await _try_camera(fitted.camera, kind))
    beyond = [name for name in kind.peripherals if not fitted.has(name)]
    return [*trials, *(_not_fitted(name, kind) for name in beyond)]


async def _try_camera(setting: CameraSetting, kind: DeviceKind) -> Trial:
    """A camera tells how it is by its pictures alone."""
    started, required = time.perf_counter(), kind.peripherals["camera"].required
    outcome: Outcome = "fails"
    try:
        async with setting.make() as camera:
            height, width = (await camera.newest()).image.shape[:2]
        outcome, says = "works", f"It shows pictures of {width} × {height} px."
    except PeripheralError as error:
        says = str(error)
    ms = round((time.perf_counter() - started) * 1000, 1)
    return Trial("camera", setting.name, required, outcome, says, ms)


def _not_fitted(name: str, kind: DeviceKind) -> Trial:
    required = kind.peripherals[name].required
    if name not in SETTING_OF:
        return Trial(name, "", required, "not_tried", "There is no trial for it.", 0)
    if required:
        says = f"A {kind.kind} must have one: set {SETTING_OF[name]}."
        return Trial(name, "", required, "missing", says, 0)
    return Trial(name, "", required, "absent", "None is set up.", 0)


async def _try(peripheral: Peripheral, use: Use) -> tuple[Outcome, str]:
    try:
        state = await peripheral.look()
        if state.condition != "ready":
            return "fails", state.says
        return "works", await use() or state.says
    except PeripheralError as error:
        return "fails", str(error)


def _use_of(name: str, fitted: Fitted, *, use_paper: bool) -> Use:
    scanners = {fitted.names[key]: scanner for key, scanner in fitted.scanners.items()}
    if name == "card-reader" and fitted.card_reader is not None:
        return partial(_read_card, fitted.card_reader)
    if name == "signature-pad" and fitted.signature_pad is not None:
        return partial(_sign, fitted.signature_pad)
    if use_paper and name == "printer" and fitted.printer is not None:
        return partial(_print_page, fitted.printer)
    if use_paper and name in scanners:
        return partial(_scan_page, scanners[name])
    return _nothing_more


async def _nothing_more() -> str:
    return ""


async def _scan_page(scanner: DocumentScanner) -> str:
    request = ScanRequest("attachment", "self-test", "self-test", {})
    async with scanner.scan(request) as scan:
        return f"It scanned a page: {scan.media_type}, {len(scan.content) // 1000} kB."


async def _print_page(printer: Printer) -> str:
    from edge_agent.devices.simulated.papers import test_page  # noqa: PLC0415  it loads OpenCV

    document = Document("Tongban self-test", await asyncio.to_thread(test_page))
    async with aclosing(printer.print(document)) as progress:
        said = [step.says async for step in progress]
    return f"{said[-1]} Is the page readable?"


async def _sign(pad: SignaturePad) -> str:
    try:
        signature = await pad.sign("self-test", b"")
    except NothingSignedError:
        return "It is the counter's own page: sign on it to try more."
    return f"Somebody signed, with {len(signature.strokes)} strokes."


async def _read_card(reader: CardReader) -> str:
    try:
        async with reader.card() as card:
            seen = await look_at(card)
    except NoCardError:
        return "It is there; lay a card on it to try more."
    what = "no travel document"
    if seen.is_emrtd:
        what = "a travel document, locked" if seen.is_locked else "a travel document, open"
    return f"It read a card: {what}; ATR {seen.atr.hex(' ').upper()}."


def _kind(name: str) -> DeviceKind:
    kinds = load_kinds()
    if name not in kinds:
        msg = f"there is no kind {name!r}: {', '.join(kinds)}"
        raise ValueError(msg)
    return kinds[name]


def _table(kind: DeviceKind, trials: Sequence[Trial]) -> Table:
    table = Table(box=box.SIMPLE, title=f"{kind.title.zh} {kind.title.en}", title_justify="left")
    for heading in ("peripheral", "driver", "", "what was found, and what to do"):
        table.add_column(heading, overflow="fold")
    for trial in trials:
        words, style = _MARKS[trial.outcome]
        need = " (required)" if trial.required else ""
        table.add_row(trial.peripheral + need, trial.driver, Text(words, style), trial.says)
    return table


def _give_up(reason: str) -> NoReturn:
    typer.echo(reason, err=True)
    raise typer.Exit(2)
