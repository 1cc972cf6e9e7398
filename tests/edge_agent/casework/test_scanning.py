"""From paper to material: what the machine cannot look at, what is of no use, what cannot be kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from device_profiles.delivery.errors import DiskFullError
from device_profiles.profiles import load_procedures
from edge_agent.devices.errors import NothingToScanError, StalePictureError, UnreadableScanError
from edge_agent.devices.scanner import Scan, ScanRequest
from edge_agent.devices.simulated.scanner import photographs_of
from edge_agent.devices.watched_folder import WatchedFolderScanner
from edge_agent.eyes.document_camera import DocumentCamera
from edge_agent.forms.content import FormContent, form_content
from edge_agent.imaging import NotLookedAtError, WorkerBusyError, WorkerCrashedError, WorkerHungError
from edge_agent.store import origin_cases, taken_scans
from tests.fakes.counter_cases import files_case
from tests.fakes.counter_house import CounterHouse, counter_in, picture
from tests.fakes.eyes import FakeEyes


@pytest.fixture
def glass(tmp_path: Path) -> Path:
    """The folder that the counter's scanner drops files into."""
    folder = tmp_path / "glass"
    folder.mkdir()
    return folder


class KeptMarks:
    """The marks in the counter's own database."""

    def __init__(self, counter: CounterHouse) -> None:
        self._counter = counter

    async def all(self) -> frozenset[str]:
        return await self._counter.records.read(taken_scans.all_marks)


def watches(counter: CounterHouse, glass: Path) -> None:
    """From now on the counter scans from the folder."""
    scanner = WatchedFolderScanner(glass, KeptMarks(counter), wait_s=0.05, look_every_s=0.01)
    scanning = counter.capturing._scanning
    counter.capturing._scanning = replace(
        scanning, scanners={"folder": scanner}, peripherals={"folder": "scanner"}
    )


@pytest.mark.parametrize("error", [WorkerCrashedError, WorkerHungError, WorkerBusyError])
async def test_what_the_machine_could_not_look_at_is_kept_for_a_person_to_look(
    counter: CounterHouse, error: type[NotLookedAtError]
) -> None:
    case = await files_case(counter)
    counter.examiner.fails = error("The worker is of no help.")
    counter.tray.laid.append(picture())
    capture = await counter.capturing.capture(case, "application-form")
    (finding,) = capture.record.findings
    assert finding.kind == "not-looked-at"
    assert "a person must look" in finding.says
    assert counter.files.read(case, capture.record.sha256) == picture().content


async def test_a_file_that_was_kept_is_not_taken_again_after_a_restart(tmp_path: Path, glass: Path) -> None:
    (glass / "form.jpg").write_bytes(picture().content)
    async with counter_in(tmp_path) as before:
        watches(before, glass)
        case = await files_case(before)
        assert (await before.capturing.capture(case, "application-form")).source == "form.jpg"
    async with counter_in(tmp_path) as after:
        watches(after, glass)
        with pytest.raises(NothingToScanError):
            await after.capturing.capture(case, "id-card-front")


async def test_a_file_that_could_not_be_kept_is_given_again_when_there_is_room(
    counter: CounterHouse, glass: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (glass / "form.jpg").write_bytes(picture().content)
    watches(counter, glass)
    case = await files_case(counter)
    keep = origin_cases.put_capture

    def fills_up(*arguments: object) -> None:
        raise DiskFullError("no room")

    monkeypatch.setattr(origin_cases, "put_capture", fills_up)
    with pytest.raises(DiskFullError):
        await counter.capturing.capture(case, "application-form")
    monkeypatch.setattr(origin_cases, "put_capture", keep)
    assert (await counter.capturing.capture(case, "application-form")).source == "form.jpg"


async def test_a_photograph_from_the_camera_is_examined_like_a_scan(counter: CounterHouse) -> None:
    """The same paper, once laid on the glass and once held before the camera."""
    eyes = FakeEyes(counter.clock)
    scanning = counter.capturing._scanning
    counter.capturing._scanning = replace(
        scanning,
        scanners={**scanning.scanners, "camera": DocumentCamera(eyes)},
        peripherals={**scanning.peripherals, "camera": "camera"},
    )
    case = await files_case(counter)
    (photographed_form,) = photographs_of(
        ScanRequest("application-form", case, "open-account", {}, await form_of(counter, case)), 1, 0
    )
    paper = photographed_form.jpeg
    counter.tray.laid.append(Scan(paper, "image/jpeg", "glass"))
    eyes.shows(document=paper)
    usual = await counter.capturing.capture(case, "application-form")
    photographed = await counter.capturing.capture(case, "application-form", "camera")
    assert (usual.source, photographed.source) == ("glass", "painted camera")
    assert photographed.page_sha256 == usual.page_sha256 is not None
    assert photographed.record.findings == usual.record.findings
    assert "form-matches" in [finding.kind for finding in photographed.record.findings]
    assert counter.attendance.states["camera"].condition == "ready"


async def test_a_camera_that_shows_nothing_gives_no_material(counter: CounterHouse) -> None:
    eyes = FakeEyes(counter.clock)
    scanning = counter.capturing._scanning
    counter.capturing._scanning = replace(
        scanning, scanners={"camera": DocumentCamera(eyes)}, peripherals={"camera": "camera"}
    )
    case = await files_case(counter)
    eyes.shows(age_s=3.1)
    with pytest.raises(StalePictureError):
        await counter.capturing.capture(case, "application-form", "camera")


async def form_of(counter: CounterHouse, case: str) -> FormContent | None:
    filed = await counter.records.read(lambda connection: origin_cases.get(connection, case))
    assert filed is not None
    return form_content(load_procedures()[filed.procedure], "application-form", case, filed.application)


async def test_a_picture_that_is_cut_short_is_named_and_passed_over_for_good(
    tmp_path: Path, glass: Path
) -> None:
    (glass / "bad.jpg").write_bytes(picture().content[:-40])
    async with counter_in(tmp_path) as before:
        watches(before, glass)
        case = await files_case(before)
        with pytest.raises(UnreadableScanError, match=r"bad\.jpg cannot be used: it is cut short"):
            await before.capturing.capture(case, "application-form")
    async with counter_in(tmp_path) as after:
        watches(after, glass)
        (glass / "good.jpg").write_bytes(picture().content)
        assert (await after.capturing.capture(case, "application-form")).source == "good.jpg"
