"""A form goes out through CUPS and CUPS-PDF, is signed, photographed, scanned and known again."""

from __future__ import annotations

from contextlib import aclosing
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from device_profiles.profiles import load_procedures
from edge_agent.capture.examine import examine
from edge_agent.capture.pdf import pdf_page
from edge_agent.devices.ipp_printer import IppPrinter
from edge_agent.devices.printer import Document
from edge_agent.devices.scanner import ScanRequest
from edge_agent.devices.simulated.application_form import PAGE_PX, signed
from edge_agent.devices.simulated.handwriting import handwritten_signature
from edge_agent.devices.simulated.photograph import photograph
from edge_agent.devices.watched_folder import WatchedFolderScanner
from edge_agent.forms.content import FormContent, form_content
from edge_agent.forms.typeset import form_pdf
from tests.fakes.marks import Notebook, looks_at
from tests.servers.cups_pdf import CupsPdfServer

pytestmark = pytest.mark.integration
CASE, FORM = "north-0199", "application-form"
APPLICATION = {"customer-name": "王小样", "id-number": "110105198001019987", "phone": "13800000000"}


def content_of(application: dict[str, str]) -> FormContent:
    content = form_content(load_procedures()["open-account"], FORM, CASE, application)
    assert content is not None
    return content


async def printed(cups: CupsPdfServer, content: FormContent) -> bytes:
    """What came out of the printer."""
    before = set(cups.paper.glob("*.pdf"))
    async with aclosing(IppPrinter(cups.printer).print(Document("申请表", form_pdf(content).pdf))) as steps:
        assert [step.phase async for step in steps][-1] == "printed"
    (fresh,) = set(cups.paper.glob("*.pdf")) - before
    paper = fresh.read_bytes()
    assert b"Ghostscript" in paper  # the printer made it anew
    return paper


async def scanned(paper: bytes, folder: Path, *, ink: bool) -> bytes:
    """The last page lies on the desk, signed or not; its photograph came through the watched folder."""
    chance = np.random.default_rng(7)
    sheet = pdf_page(paper, 0, PAGE_PX[1])[..., ::-1]
    if ink:
        sheet = signed(sheet, handwritten_signature(chance))
    taken = photograph(Image.fromarray(np.ascontiguousarray(sheet)), chance, 1950, 2600)
    (folder / "form.jpg").write_bytes(taken.jpeg)
    scanner = WatchedFolderScanner(folder, Notebook(), 20)
    return (await looks_at(scanner, ScanRequest(FORM, CASE, "open-account", APPLICATION))).content


@pytest.mark.parametrize("ink", [True, False], ids=["signed", "not signed"])
async def test_a_printed_form_comes_back_and_is_known(tmp_path: Path, ink: bool) -> None:  # noqa: FBT001
    content = content_of(APPLICATION)
    with CupsPdfServer() as cups:
        paper = await printed(cups, content)
    looked = examine(await scanned(paper, tmp_path, ink=ink), "image/jpeg", content.identity())
    kinds = {finding.kind for finding in looked.findings}
    assert kinds >= {"page-found", "form-matches", "signed" if ink else "not-signed"}
    assert looked.page_jpeg is not None


async def test_a_form_of_another_content_is_told_from_it(tmp_path: Path) -> None:
    with CupsPdfServer() as cups:
        paper = await printed(cups, content_of({**APPLICATION, "phone": "13911111111"}))
    expected = content_of(APPLICATION).identity()
    looked = examine(await scanned(paper, tmp_path, ink=True), "image/jpeg", expected)
    (differs,) = [finding for finding in looked.findings if finding.kind == "form-mismatch"]
    assert differs.detail["differs"] == "content"
