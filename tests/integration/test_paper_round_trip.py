"""A form goes from the counter through the print server, is signed, photographed, scanned and known again.

The counter has never had a link: paper needs none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pypdfium2
import pytest
from PIL import Image

from dashboards.terminal.demo.people import Counter, Json
from device_profiles.profiles import load_procedures
from edge_agent.capture.pdf import pdf_page
from edge_agent.devices.simulated.application_form import PAGE_PX, signed
from edge_agent.devices.simulated.handwriting import handwritten_signature
from edge_agent.devices.simulated.photograph import photograph
from edge_agent.forms.content import form_content
from edge_agent.forms.typeset import form_pdf
from tests.integration.words import APPLICATION
from tests.servers.agent import AgentServer
from tests.servers.cups import CupsServer
from tests.servers.cups_pdf import CupsPdfServer
from tests.servers.program import free_ports

pytestmark = pytest.mark.integration
FORM = "application-form"


@pytest.fixture
def cups(request: pytest.FixtureRequest) -> Iterator[CupsServer]:
    """A print server; by default with CUPS-PDF, which makes each page anew as a printer does."""
    with getattr(request, "param", CupsPdfServer)() as cups:
        yield cups


@pytest.fixture
def agent(cups: CupsServer, tmp_path: Path) -> Iterator[AgentServer]:
    (nobody,) = free_ports(1)
    credential = tmp_path / "device.json"
    address = {"region": "north", "branch": "b1", "device": "counter-1"}
    broker = {"host": "127.0.0.1", "port": nobody, "username": "north.b1.counter-1", "password": "none"}
    credential.write_text(json.dumps({"address": address, "kind": "counter", **broker}), encoding="utf-8")
    credential.chmod(0o600)
    agent = AgentServer("counter-1", credential, tmp_path, TONGBAN_AGENT_PRINTER=cups.printer)
    try:
        agent.start()
        yield agent
    finally:
        agent.stop()


@pytest.fixture
def counter(agent: AgentServer, http: httpx.AsyncClient) -> Counter:
    return Counter("counter-1", agent.url, http)


async def prints(agent: AgentServer, http: httpx.AsyncClient, case: str) -> None:
    answer = await http.post(f"{agent.url}/api/cases/{case}/forms/{FORM}/print")
    assert answer.status_code == 202, answer.text


async def printed(counter: Counter) -> Json:
    return await counter.until("the form on paper", lambda state: state["prints"][0]["state"] == "printed")


def sheet_of(pdf: bytes, *, ink: bool) -> bytes:
    """The photograph of the form's page on a desk, signed or not."""
    chance = np.random.default_rng(7)
    sheet = pdf_page(pdf, 0, PAGE_PX[1])[..., ::-1]
    if ink:
        sheet = signed(sheet, handwritten_signature(chance))
    return photograph(Image.fromarray(np.ascontiguousarray(sheet)), chance, 1950, 2600).jpeg


async def scans(agent: AgentServer, counter: Counter, case: str, jpeg: bytes) -> dict[str, Json]:
    """The findings on what was laid on the glass, by kind."""
    (agent.glass / "form.jpg").write_bytes(jpeg)
    scan = await counter.scan(case, FORM, "folder")
    return {finding["kind"]: finding for finding in scan["material"]["findings"]}


@pytest.mark.parametrize("ink", [True, False], ids=["signed", "not signed"])
async def test_a_printed_form_comes_back_and_is_known(
    cups: CupsServer, agent: AgentServer, counter: Counter, http: httpx.AsyncClient, *, ink: bool
) -> None:
    case = await counter.file("north/b2", "open-account", APPLICATION)
    await prints(agent, http, case)
    state = await printed(counter)
    assert not state["connected"]
    assert state["filed"][0]["printed_forms"][0]["times"] == 1
    (paper,) = cups.printed()
    assert b"Ghostscript" in paper  # the printer made it anew
    found = await scans(agent, counter, case, sheet_of(paper, ink=ink))
    assert set(found) >= {"page-found", "form-matches", "signed" if ink else "not-signed"}


async def test_a_form_of_another_content_is_told_from_it(agent: AgentServer, counter: Counter) -> None:
    case = await counter.file("north/b2", "open-account", APPLICATION)
    other = form_content(load_procedures()["open-account"], FORM, case, {**APPLICATION, "phone": "139"})
    assert other is not None
    found = await scans(agent, counter, case, sheet_of(form_pdf(other).pdf, ink=True))
    assert found["form-mismatch"]["detail"] == {"differs": "content"}


@pytest.mark.parametrize("cups", [CupsServer], indirect=True, ids=["in trouble"])
async def test_a_printer_without_paper_says_so_and_goes_on_with_it(
    cups: CupsServer, agent: AgentServer, counter: Counter, http: httpx.AsyncClient
) -> None:
    cups.becomes("media-empty")
    case = await counter.file("north/b2", "open-account", APPLICATION)
    await prints(agent, http, case)

    def asks_for_paper(state: Json) -> bool:
        known = {each["peripheral"]: each["condition"] for each in state["peripherals"]}
        return known.get("printer") == "out_of_paper" and state["prints"][0]["state"] == "held_up"

    state = await counter.until("the printer asks for paper", asks_for_paper)
    assert "put some in" in state["prints"][0]["says"]
    await scans(agent, counter, case, sheet_of(await preview(agent, http, case), ink=True))  # meanwhile
    cups.becomes("ready")
    await printed(counter)
    (paper,) = cups.printed()
    with pypdfium2.PdfDocument(paper) as document:
        assert len(document) == 1


async def preview(agent: AgentServer, http: httpx.AsyncClient, case: str) -> bytes:
    return (await http.get(f"{agent.url}/api/cases/{case}/forms/{FORM}")).raise_for_status().content
