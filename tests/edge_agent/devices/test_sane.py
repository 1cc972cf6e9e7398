"""A SANE scanner that is unplugged, busy, jammed, open, out of paper, slow or of no use."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import psutil
import pytest

from edge_agent.devices.errors import (
    CoverOpenError,
    FeederEmptyError,
    PaperJamError,
    PeripheralBusyError,
    PeripheralError,
    PeripheralFailedError,
    PeripheralGoneError,
    PeripheralSlowError,
)
from edge_agent.devices.sane import SaneScanner
from edge_agent.devices.scanner import ScanRequest
from tests.fakes.marks import looks_at
from tests.servers.sane import SaneBackend


@pytest.fixture
def backend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SaneBackend:
    return SaneBackend(tmp_path, monkeypatch)


async def test_a_page_comes_in_colour_at_300_dpi(
    backend: SaneBackend, request_for_form: ScanRequest
) -> None:
    scan = await looks_at(SaneScanner("test:0"), request_for_form)
    picture = cv2.imdecode(np.frombuffer(scan.content, np.uint8), cv2.IMREAD_UNCHANGED)
    assert picture is not None
    # The test backend's glass is 80 mm × 100 mm.
    assert picture.shape == (
        pytest.approx(100 / 25.4 * 300, abs=2),
        pytest.approx(80 / 25.4 * 300, abs=2),
        3,
    )


@pytest.mark.parametrize(
    ("status", "error", "condition"),
    [
        ("SANE_STATUS_NO_DOCS", FeederEmptyError, "out_of_paper"),
        ("SANE_STATUS_JAMMED", PaperJamError, "jammed"),
        ("SANE_STATUS_COVER_OPEN", CoverOpenError, "cover_open"),
    ],
)
async def test_what_a_person_must_mend_stays_so_until_a_scan_goes_well(
    backend: SaneBackend,
    request_for_form: ScanRequest,
    status: str,
    error: type[PeripheralError],
    condition: str,
) -> None:
    scanner = SaneScanner("test:0")
    backend.becomes(status)
    with pytest.raises(error):
        await looks_at(scanner, request_for_form)
    backend.becomes("Default")
    assert (await scanner.look()).condition == condition
    await looks_at(scanner, request_for_form)
    assert (await scanner.look()).condition == "ready"


@pytest.mark.parametrize(
    ("status", "error"),
    [
        ("SANE_STATUS_DEVICE_BUSY", PeripheralBusyError),
        ("SANE_STATUS_ACCESS_DENIED", PeripheralGoneError),
        ("SANE_STATUS_IO_ERROR", PeripheralFailedError),
        ("SANE_STATUS_INVAL", PeripheralFailedError),
    ],
)
async def test_what_may_pass_by_itself_is_an_error_of_this_scan(
    backend: SaneBackend, request_for_form: ScanRequest, status: str, error: type[PeripheralError]
) -> None:
    scanner = SaneScanner("test:0")
    backend.becomes(status)
    with pytest.raises(error):
        await looks_at(scanner, request_for_form)
    assert (await scanner.look()).condition == "ready"


async def test_a_scanner_that_is_unplugged_is_gone(
    backend: SaneBackend, request_for_form: ScanRequest
) -> None:
    scanner = SaneScanner("test:7")
    with pytest.raises(PeripheralGoneError, match="plugged in"):
        await looks_at(scanner, request_for_form)
    assert (await scanner.look()).condition == "unplugged"


async def test_a_scanner_that_takes_too_long_is_told_to_stop(
    backend: SaneBackend, request_for_form: ScanRequest
) -> None:
    backend.slows_down()
    with pytest.raises(PeripheralSlowError, match=r"after 0\.3 s"):
        await looks_at(SaneScanner("test:0", longest_s=0.3), request_for_form)
    assert not [child for child in psutil.Process().children() if child.name() == "scanimage"]
    backend.becomes("Default")
    assert (await looks_at(SaneScanner("test:0"), request_for_form)).content


async def test_a_driver_of_sane_that_dies_takes_nobody_along(
    backend: SaneBackend, tmp_path: Path, request_for_form: ScanRequest
) -> None:
    (tmp_path / "test.conf").write_text("number_of_devices 0\n")  # sane-backends 1.2.1 dies of it
    with pytest.raises(PeripheralError):
        await looks_at(SaneScanner("test:0"), request_for_form)


async def test_without_scanimage_a_person_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, request_for_form: ScanRequest
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PeripheralGoneError, match="apt install sane-utils"):
        await looks_at(SaneScanner("test:0"), request_for_form)
