"""Whoever has only the contract's document can bring a device of their own, at either end of a case."""

from __future__ import annotations

import ast
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from dashboards.terminal.demo.people import Handset
from tests.integration import stranger
from tests.integration.stranger import CHUNK_BYTES, Stranger, new_case
from tests.servers.hub import PASSWORD, HubServer

APPLICATION = {"customer-name": "张伟", "id-number": "11010519491231002X", "phone": "13800138000"}

COUNTER_A = "north/b1/counter-1"
COUNTER_B = "north/b2/counter-1"


@pytest.fixture(scope="module")
def hub(folder: Path) -> Iterator[HubServer]:
    hub = HubServer(folder)
    hub.add_device(COUNTER_A)
    hub.add_device(COUNTER_B)
    hub.add_person("li", "north/b2")
    try:
        hub.start()
        yield hub
    finally:
        hub.stop()


def test_the_strangers_program_knows_nothing_of_tongban() -> None:
    tree = ast.parse(Path(stranger.__file__).read_text())
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.name for node in imports if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in imports if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names | {"paho"}


async def test_a_case_goes_from_one_stranger_to_another_and_succeeds(
    hub: HubServer, http: httpx.AsyncClient
) -> None:
    li = await Handset.log_in("li", PASSWORD, hub.url, http)
    a, b = Stranger(hub.credential(COUNTER_A)), Stranger(hub.credential(COUNTER_B))
    async with a as counter_a, b as counter_b:
        # Li signs in at counter B.
        in_two_minutes = counter_b.message("void", {})["sent_at"] + 120_000
        code = {"code": "204816", "expires_at": in_two_minutes}
        await counter_b.applied(counter_b.say("event.sign_in_code", code))
        await li.begin_duty()
        await li.sign_in_at_counter("204816")
        signed_in = await counter_b.hear("command.person_signed_in")
        assert signed_in["person"]["person"] == "li"

        # Counter A files a case; Li takes it.
        case = new_case("north")
        target = {"region": "north", "branch": "b2"}
        filed = counter_a.say(
            "case.file",
            {"case": case, "target": target, "procedure": "open-account", "application": APPLICATION},
        )
        await counter_a.applied(filed)
        await li.until_told(case, "offered")
        await li.accept(case)
        told = await counter_a.hear("case.told", case=case, news="accepted")
        assert told["handler"]["person"] == "li"
        assigned = await counter_b.hear("case.assigned", case=case)
        assert assigned["application"] == APPLICATION
        assert assigned["origin"] == {"region": "north", "branch": "b1", "device": "counter-1"}

        # Counter A sends the materials, one of several chunks; counter B shows them.
        papers = {
            "application-form": random.Random(1).randbytes(2 * CHUNK_BYTES + 1_000),
            "id-card-front": random.Random(2).randbytes(CHUNK_BYTES),
        }
        for name, content in papers.items():
            digest = await counter_a.upload(case, content)
            record = {
                "name": name,
                "sha256": digest,
                "size_bytes": len(content),
                "media_type": "image/jpeg",
                "captured_at": counter_a.message("void", {})["sent_at"],
            }
            await counter_a.applied(counter_a.say("case.material", {"case": case, "material": record}))
            relayed = await counter_b.hear(
                "case.material_relayed", case=case, material=record | {"findings": []}
            )
            assert counter_b.shown[relayed["material"]["sha256"]] == content
            shown = {"case": case, "name": name, "sha256": digest}
            await counter_b.applied(counter_b.say("case.material_shown", shown))
        await counter_a.applied(counter_a.say("case.collected", {"case": case}))

        # Li decides; both counters learn of it.
        await counter_b.hear("case.ready_for_review", case=case)
        await li.decide(case, [], passed=True)
        await counter_a.hear("case.told", case=case, news="succeeded")
        await counter_b.hear("case.released", case=case, reason="closed")
        await counter_a.applied(counter_a.say("case.result_shown", {"case": case}))
        news = [message["body"]["news"] for message in counter_a.heard if message["type"] == "case.told"]
        assert news == ["accepted", "succeeded"]
        seen = await li.get(f"/api/cases/{case}")
        assert seen["result"] == "succeeded"
        assert seen["timeline"][-1]["kind"] == "ResultShown"
