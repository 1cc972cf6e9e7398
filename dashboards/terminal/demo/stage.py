"""Plays scenarios one after another, and takes stock of what came of each and of the whole run."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Final

from dashboards.terminal.demo.alone.outcome import alone_outcome
from dashboards.terminal.demo.bank import Bank
from dashboards.terminal.demo.business import Business, Say
from dashboards.terminal.demo.outcome import (
    UNFINISHED,
    CaseOutcome,
    Outcome,
    Played,
    ShownMaterial,
    Telemetry,
    Word,
    compare,
    repeated,
)
from dashboards.terminal.demo.people import PersonError
from dashboards.terminal.demo.script import Scenario

SETTLE_S: Final = 30.0


async def play(bank: Bank, scenarios: Sequence[Scenario], say: Say) -> Outcome:
    """Play them in this order; the first that cannot be played to its end is the last."""
    played: list[Played] = []
    faults: list[str] = []
    for scenario in scenarios:
        already = set(bank.businesses)
        stopped = False
        try:
            await bank.take_usual_places()
            say("demo", f"— {scenario.name} —")
            await scenario.play(bank)
        except PersonError as error:
            stopped = True
            faults.append(f"{scenario.name}: {error}")
        cases = [
            await _look_back(bank, scenario.name, business)
            for business in bank.businesses
            if business not in already
        ]
        played += cases
        if stopped:
            break
        faults += compare(scenario.name, cases, scenario.expected)
    return await _take_stock(bank, played, faults)


async def _look_back(bank: Bank, scenario: str, business: Business) -> Played:
    """What came of a case, as its origin and an auditor see it."""
    seen = await bank.auditor.get(f"/api/cases/{business.case}")
    if business.ended:
        seen = await bank.auditor.until_case(
            business.case, lambda seen: seen["result_shown"] or seen["result"] == "cancelled"
        )
    filed = await bank.filed(business)
    captured = sorted(
        (capture["material"] for capture in filed["captures"]), key=lambda material: material["captured_at"]
    )
    shown = {material["name"] for material in seen["materials"] if material["shown"]}
    outcome = CaseOutcome(
        scenario=scenario,
        journey="A" if business.visit is None else "B",
        procedure=business.procedure,
        result=seen["result"] or UNFINISHED,
        told_origin=[word["news"] for word in filed["told"]],
        materials=[
            ShownMaterial(
                name=material["name"],
                bytes=material["size_bytes"],
                sha256_captured=material["sha256"],
                sha256_shown=business.shown.get(material["name"], ""),
            )
            for material in captured
        ],
        elapsed_ms=business.elapsed_ms,
        alone=None if business.visit is None else await alone_outcome(seen, business.visit, bank.auditor),
    )
    return Played(
        outcome=outcome,
        told=tuple(map(Word.of, filed["told"])),
        missing=len({material["name"] for material in captured} - shown),
        duplicated=repeated(seen["timeline"], filed["told"]),
    )


async def _take_stock(bank: Bank, played: Sequence[Played], faults: list[str]) -> Outcome:
    """Wait until nothing is under way any more, and count what did not arrive or arrived twice."""
    deadline = time.monotonic() + SETTLE_S
    while True:
        devices = [await device.state() for device in bank.devices]
        health = await bank.operator.get("/api/health")
        unsettled = sum(state["waiting_messages"] for state in devices) + health["unsettled_messages"]
        reported = all(state["telemetry_sent"] for state in devices)
        sent = bank.readings_before + sum(state["telemetry_sent"] for state in devices)
        stored = health["telemetry_stored"]
        if time.monotonic() > deadline or (not unsettled and reported and sent <= stored):
            break
        await asyncio.sleep(0.1)
    return Outcome(
        cases=[case.outcome for case in played],
        faults=faults,
        lost=unsettled + sum(case.missing for case in played),
        duplicated=sum(case.duplicated for case in played),
        telemetry=Telemetry(sent, stored),
    )
