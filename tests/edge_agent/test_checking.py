"""`tongban devices self-test` as the person at the device and as a program use it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner, Result

from device_profiles.profiles import load_kinds
from edge_agent.checking import self_test, try_all
from edge_agent.devices.simulated.card import SimulatedCard, SimulatedCardReader
from edge_agent.devices.simulated.document_scanner import SimulatedScanner
from edge_agent.devices.simulated.printer import SimulatedPrinter
from edge_agent.fitting import Fitted
from tests.servers.program import run_tongban

FITTED = tuple(
    f"TONGBAN_AGENT_{what}" for what in ("SCANNERS", "PRINTER", "CAMERA", "CARD_READER", "SIGNATURE_PAD")
)


@pytest.fixture(autouse=True)
def no_settings_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in FITTED:
        monkeypatch.delenv(name, raising=False)


def tries(*words: str, **settings: str) -> Result:
    program = Typer()
    program.command()(self_test)
    return CliRunner().invoke(program, words, env=settings)


def test_a_device_whose_peripherals_all_work_says_so(tmp_path: Path) -> None:
    tried = tries("--kind", "kiosk", "--json", TONGBAN_AGENT_PRINTER=f"folder:{tmp_path}")
    assert tried.exit_code == 0
    answer = json.loads(tried.stdout)
    assert (answer["kind"], answer["ok"]) == ("kiosk", True)
    found = {trial["peripheral"]: (trial["driver"], trial["outcome"]) for trial in answer["peripherals"]}
    assert found["scanner"] == ("simulated", "works")
    assert found["printer"] == (f"folder {tmp_path.name}", "works")
    assert found["camera"] == ("simulated camera", "works")


@pytest.mark.parametrize(
    ("pad", "outcome", "says"),
    [
        ("screen", "works", "the counter's own page"),
        ("simulated", "works", "Somebody signed, with 4 strokes."),
        ("none", "absent", "None is set up."),
    ],
)
def test_the_signature_pad_is_tried(pad: str, outcome: str, says: str) -> None:
    tried = tries("--kind", "counter", "--json", TONGBAN_AGENT_SIGNATURE_PAD=pad)
    found = {trial["peripheral"]: trial for trial in json.loads(tried.stdout)["peripherals"]}
    assert found["signature-pad"]["outcome"] == outcome
    assert says in found["signature-pad"]["says"]


def test_a_camera_that_shows_nothing_fails(tmp_path: Path) -> None:
    settings = {"TONGBAN_AGENT_CAMERA": f"file:{tmp_path / 'gone.mp4'}"}
    tried = tries("--kind", "kiosk", "--json", **settings)
    assert tried.exit_code == 1
    found = {trial["peripheral"]: trial for trial in json.loads(tried.stdout)["peripherals"]}
    assert found["camera"]["outcome"] == "fails"
    assert "gone.mp4" in found["camera"]["says"]


def test_what_is_no_camera_is_refused_with_what_there_is() -> None:
    tried = tries("--kind", "kiosk", TONGBAN_AGENT_CAMERA="webcam")
    assert tried.exit_code == 2
    assert "device:NUMBER" in tried.output


def test_one_that_does_not_work_is_named_with_what_to_do(tmp_path: Path) -> None:
    tried = tries("--kind", "counter", TONGBAN_AGENT_SCANNERS=f"simulated,folder:{tmp_path / 'gone'}")
    assert tried.exit_code == 1
    assert "scanner-2" in tried.stdout
    assert "fails" in tried.stdout
    assert "No such file" in " ".join(tried.stdout.split())


def test_a_required_one_without_a_driver_is_missing_and_another_is_absent() -> None:
    tried = tries(
        "--kind", "kiosk", "--json", TONGBAN_AGENT_PRINTER="none", TONGBAN_AGENT_CARD_READER="none"
    )
    assert tried.exit_code == 1
    found = {trial["peripheral"]: trial for trial in json.loads(tried.stdout)["peripherals"]}
    assert found["printer"]["outcome"] == "missing"
    assert "TONGBAN_AGENT_PRINTER" in found["printer"]["says"]
    assert found["card-reader"]["outcome"] == "absent"


@pytest.mark.parametrize(
    ("words", "settings", "says"),
    [
        (["--kind", "vending-machine"], {}, "there is no kind 'vending-machine': counter"),
        (["--kind", "counter"], {"TONGBAN_AGENT_SCANNERS": "laser"}, "'laser' is not a scanner"),
        (["--kind", "kiosk"], {"TONGBAN_AGENT_PRINTER": "folder"}, "'folder' is not a printer"),
        (["--kind", "kiosk"], {"TONGBAN_AGENT_CARD_READER": "usb"}, "'usb' is not a card reader"),
        (["--kind", "kiosk"], {"TONGBAN_AGENT_SIGNATURE_PAD": "pen"}, "'pen' is not a pad"),
        ([], {"TONGBAN_AGENT_CREDENTIAL": "nowhere.json"}, "`tongban devices add` writes it"),
    ],
)
def test_a_mistake_in_the_settings_is_named(words: list[str], settings: dict[str, str], says: str) -> None:
    tried = tries(*words, **settings)
    assert (tried.exit_code, says in tried.stderr) == (2, True)


async def test_with_paper_a_page_is_scanned_and_one_printed_and_a_card_is_read() -> None:
    printer = SimulatedPrinter()
    fitted = Fitted(
        {"simulated": SimulatedScanner(1)},
        {"simulated": "scanner"},
        printer,
        SimulatedCardReader(SimulatedCard()),
    )
    trials = {
        trial.peripheral: trial for trial in await try_all(load_kinds()["kiosk"], fitted, use_paper=True)
    }
    assert trials["scanner"].says.startswith("It scanned a page: image/jpeg")
    (page,) = printer.printed
    assert page.pdf.startswith(b"%PDF-")
    assert "travel document, locked; ATR 3B 88 80 01" in trials["card-reader"].says


async def test_a_printer_that_cannot_print_fails() -> None:
    printer = SimulatedPrinter(patience_s=0.01)
    printer.becomes("jammed")
    fitted = Fitted({}, {}, printer, None)
    trials = await try_all(load_kinds()["kiosk"], fitted, use_paper=True)
    assert [(trial.outcome, trial.says) for trial in trials if trial.peripheral == "printer"] == [
        ("fails", "The simulated printer is jammed.")
    ]


def test_the_command_needs_no_hub_and_the_register_still_has_its_own() -> None:
    tried = run_tongban("devices", "self-test", "--kind", "counter", "--json")
    assert (tried.returncode, json.loads(tried.stdout)["ok"]) == (0, True)
    helped = run_tongban("devices", "--help").stdout
    assert "add" in helped
    assert "self-test" in helped
    imported = run_tongban("devices", "self-test", "--kind", "counter", PYTHONPROFILEIMPORTTIME="1").stderr
    assert " edge_agent.fitting" in imported
    assert " hub." not in imported
