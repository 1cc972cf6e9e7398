"""A customer agrees, is compared, and takes it back: from counter A to the handler and the journal."""

from __future__ import annotations

import os
from collections.abc import Iterator

import httpx
import pytest

from dashboards.terminal.demo.people import Counter, Handset, Json
from edge_agent.settings import AgentSettings
from tests.integration.words import APPLICATION
from tests.servers.bank import BRANCH_B, Bank, open_bank
from tests.servers.hub import PASSWORD
from tests.servers.program import open_folder

MODEL = AgentSettings().models_folder / "fr_feature.onnx"
PHOTO = "customer-photo"


@pytest.fixture
def bank() -> Iterator[Bank]:
    with open_folder() as folder, open_bank(folder) as bank:
        yield bank


async def test_the_finding_comes_with_a_consent_and_goes_with_it(
    bank: Bank, http: httpx.AsyncClient
) -> None:
    counter_a = Counter("counter A", bank.counter_a.url, http)
    counter_b = Counter("counter B", bank.counter_b.url, http)
    li = await Handset.log_in("li", PASSWORD, bank.hub.url, http)
    audit = await Handset.log_in("audit", PASSWORD, bank.hub.url, http)
    await counter_b.until("its link", lambda state: state["connected"])
    await li.begin_duty()
    await li.sign_in_at_counter(await counter_b.show_code())
    case = await counter_a.file(BRANCH_B, "open-account", APPLICATION)
    await counter_a.record_consent(case, given=True)
    await li.until_told(case, "offered")
    await li.accept(case)
    for name in ("application-form", "id-card-front", PHOTO):
        await counter_a.scan(case, name, "simulated")
    await counter_a.finish_collecting(case)

    await li.until_told(case, "ready_for_review")
    compared = face_findings(await li.until_case(case, all_shown))
    if MODEL.exists() or os.environ.get("CI"):
        assert compared == ["faces-alike", "face-quality", "face-quality"]
    else:
        assert compared[0] == "faces-not-compared"  # no model here: a person must look
    assert face_findings(await handled(counter_b, case)) == compared

    await counter_a.record_consent(case, given=False)
    seen = await li.until_case(
        case, lambda seen: face_findings(seen) == ["faces-not-compared"] and all_shown(seen)
    )
    assert [(said["covers"], said["given"]) for said in seen["consents"]] == [("face-comparison", False)]
    assert face_findings(await handled(counter_b, case)) == ["faces-not-compared"]
    await li.decide(case, [], passed=True)
    await counter_a.filed(case, "the result", lambda filed: filed["told"][-1]["news"] == "succeeded")

    kinds = [entry["kind"] for entry in (await audit.get(f"/api/cases/{case}"))["timeline"]]
    told = [kind for kind in kinds if kind in {"ConsentRecorded", "FindingsChanged", "ReviewDecided"}]
    assert told == ["ConsentRecorded", "ConsentRecorded", "FindingsChanged", "ReviewDecided"]


def face_findings(case: Json) -> list[str]:
    """The kinds of the findings on the customer's photograph."""
    photo = next(material for material in case["materials"] if material["name"] == PHOTO)
    return [finding["kind"] for finding in photo["findings"]]


def all_shown(case: Json) -> bool:
    return len(case["materials"]) == 3 and all(material["shown"] for material in case["materials"])


async def handled(counter: Counter, case: str) -> Json:
    """The case on the handler's counter."""
    return next(found for found in (await counter.state())["handled"] if found["case"] == case)
