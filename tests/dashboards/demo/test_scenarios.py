"""`tongban demo --scenario all`, as a user runs it: every scenario goes as its script says."""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any

import pytest

from dashboards.terminal.demo.house import COUNTERS
from dashboards.terminal.demo.scenarios import SCENARIOS
from device_profiles.contract.ids import parse_device
from tests.servers.program import TONGBAN, environment, open_folder

pytestmark = pytest.mark.skipif(
    not os.environ.get("CI"), reason="two minutes of scripted people: run with CI=1"
)

WITHIN_S = 420
"""Four times what it takes on two idle cores."""
TWO = ["application-form", "id-card-front"]
ALONE = ["customer-photo", "id-card-front"]
ISSUED = ["accepted", "reviewed", "succeeded"]
SCRIPTS = {
    "accept": (["succeeded"], ["accepted", "succeeded"], TWO),
    "wait": (["succeeded"], ["waiting", "accepted", "succeeded"], TWO),
    "decline-reroute": (["succeeded"], ["declined", "accepted", "succeeded"], TWO),
    "decline-close": (["failed"], ["declined", "failed"], []),
    "offer-expired": (["succeeded"], ["accepted", "succeeded"], TWO),
    "manager-assigns": (["succeeded", "succeeded"], ["accepted", "succeeded"], TWO),
    "no-manager": (["succeeded"], ["accepted", "succeeded"], TWO),
    "transfer-offered": (["succeeded"], ["accepted", "succeeded"], TWO),
    "transfer-assigned": (["succeeded"], ["accepted", "accepted", "succeeded"], TWO),
    "handler-lost": (["succeeded"], ["accepted", "accepted", "succeeded"], TWO),
    "recapture": (["succeeded"], ["accepted", "recapture", "succeeded"], TWO),
    "fail": (["failed"], ["accepted", "failed"], TWO),
    "second-reviewer": (["succeeded"], ["accepted", "succeeded"], TWO),
    "cancel": (["cancelled"], ["cancelled"], []),
    "core-banking-timeout": (["succeeded"], ["accepted", "succeeded"], TWO),
    "kiosk-paper": (["succeeded"], ISSUED, [*ALONE, "application-form"]),
    "kiosk-pad": (["succeeded"], ISSUED, [*ALONE, "signature"]),
    "kiosk-refused": (["failed"], ["accepted", "failed"], ALONE),
    "kiosk-recapture": (
        ["succeeded"],
        ["accepted", "recapture", "reviewed", "succeeded"],
        ["customer-photo", "id-card-front", "signature"],
    ),
    "kiosk-walk-away": (["cancelled"], ["accepted"], ALONE),
    "kiosk-consultation": (["succeeded"], ["accepted", "succeeded"], []),
}
"""By scenario: the result of each of its cases, what the origin is told of each, and the materials."""


@pytest.fixture(scope="module")
def ran() -> subprocess.CompletedProcess[str]:
    with open_folder() as folder:
        ran = subprocess.run(
            [*TONGBAN, "demo", "--scenario", "all", "--once", "--json"],
            env=environment({"TMPDIR": str(folder)}),
            capture_output=True,
            text=True,
            timeout=WITHIN_S,
            check=False,
        )
        assert not list(folder.iterdir())
    return ran


@pytest.fixture(scope="module")
def result(ran: subprocess.CompletedProcess[str]) -> Any:
    return json.loads(ran.stdout.splitlines()[-1])


@pytest.mark.integration
@pytest.mark.timeout(WITHIN_S + 30)
class TestAll:
    def test_all_goes_as_the_scripts_say(self, ran: subprocess.CompletedProcess[str], result: Any) -> None:
        assert (ran.returncode, result["ok"]) == (0, True), ran.stderr
        assert (result["lost"], result["duplicated"]) == (0, 0)
        assert 0 < result["telemetry"]["sent"] <= result["telemetry"]["stored"]

    @pytest.mark.parametrize("scenario", SCRIPTS)
    def test_each_scenario(self, scenario: str, ran: subprocess.CompletedProcess[str], result: Any) -> None:
        results, told, materials = SCRIPTS[scenario]
        cases = [case for case in result["cases"] if case["scenario"] == scenario]
        assert [case["result"] for case in cases] == results, ran.stderr
        for case in cases:
            assert case["told_origin"] == told
            assert [material["name"] for material in case["materials"]] == materials
            for material in case["materials"]:
                assert material["sha256_shown"] == material["sha256_captured"]

    @pytest.mark.parametrize("scenario", [name for name in SCRIPTS if name.startswith("kiosk")])
    def test_a_customer_alone_is_seen_and_leaves_nothing(self, scenario: str, result: Any) -> None:
        (case,) = [case for case in result["cases"] if case["scenario"] == scenario]
        assert (case["journey"], case["left_behind"]) == ("B", 0)
        assert case["frames_seen"] >= 15
        issued = case["told_origin"][-2:] == ["reviewed", "succeeded"]
        assert (case["card"] is not None, case["receipt"]) == (issued, issued)
        if issued:
            assert case["recording"]["stretches"] >= 1
            assert (case["recording"]["gaps"], case["recording"]["faults"]) == (0, 0)
        assert case["locked"] == (scenario == "kiosk-walk-away")
        talked = {side for side, heard_ms in case["heard_ms"].items() if heard_ms >= 500}
        assert talked == ({"kiosk", "desk"} if scenario == "kiosk-consultation" else set())


def test_every_scenario_has_its_test() -> None:
    assert set(SCRIPTS) == set(SCENARIOS)


def test_every_scenario_needs_counters_that_there_are_and_the_two_of_every_day() -> None:
    for scenario in SCENARIOS.values():
        everyday = set() if scenario.kiosk else {"A", "B"}
        assert everyday <= set(scenario.counters) <= set(COUNTERS)
    assert all(parse_device(address) for address in COUNTERS.values())
