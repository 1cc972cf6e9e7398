"""The scenarios, each a short script in the bank's words."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from dashboards.terminal.demo.house import BRANCH_B
from dashboards.terminal.demo.outcome import CaseOutcome, ShownMaterial, repeated
from dashboards.terminal.demo.people import Counter, Handset, PersonError

PROCEDURE: Final = "open-account"
REQUIRED: Final = ("application-form", "id-card-front")
APPLICATION: Final = {
    "customer-name": "王小样",
    # Made up: a sequence that was never given out in that year, with a right check digit.
    "id-number": "110105198001019987",
    "phone": "13800000000",
}

Say = Callable[[str, str], None]
"""Tells the person who watches: who, and what they did."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays: the two counters, the teller of branch B, an auditor who looks on."""

    counter_a: Counter
    counter_b: Counter
    li: Handset
    auditor: Handset
    glass: Path
    papers: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Played:
    """A case that was played, and what went wrong with messages on the way."""

    outcome: CaseOutcome
    duplicated: int
    missing: int


async def accept(cast: Cast, say: Say) -> Played:
    """Li is idle, accepts, reviews the materials, and passes the case."""
    started = time.monotonic()
    case = await cast.counter_a.file(BRANCH_B, PROCEDURE, APPLICATION)
    say("counter A", f"files a case for {BRANCH_B}: open an account")
    await cast.li.until_told(case, "offered")
    say("hub", "offers the case to Li Ming: on duty, signed in, idle longest")
    await cast.li.accept(case)
    say("Li Ming", "accepts on the handset 已受理")
    await cast.counter_a.filed(case, "accepted", lambda filed: bool(filed["told"]))
    say("counter A", "is told: accepted 已受理")
    captures = [await _captured(cast, case, name, say) for name in REQUIRED]
    captures += await _attachments(cast, case, say)
    await cast.counter_a.finish_collecting(case)
    await cast.li.until_told(case, "ready_for_review")
    await cast.li.until_case(case, lambda seen: all(found["shown"] for found in seen["materials"]))
    say("counter B", f"has all {len(captures)} materials, verified")
    materials = [
        ShownMaterial(
            name=capture["material"]["name"],
            bytes=capture["material"]["size_bytes"],
            sha256_captured=capture["material"]["sha256"],
            sha256_shown=await cast.counter_b.shown_sha256(case, capture["material"]["name"]),
        )
        for capture in captures
    ]
    await cast.li.decide(case, [], passed=True)
    say("Li Ming", "looks at the materials on counter B, and passes the case")
    filed = await cast.counter_a.filed(case, "the result", lambda filed: len(filed["told"]) > 1)
    told = [word["news"] for word in filed["told"]]
    say("counter A", f"is told: {told[-1]} 办理成功")
    await cast.counter_a.acknowledge_result(case)
    seen = await cast.auditor.until_case(case, lambda seen: seen["timeline"][-1]["kind"] == "ResultShown")
    outcome = CaseOutcome(
        scenario="accept",
        journey="A",
        procedure=PROCEDURE,
        result=seen["result"],
        told_origin=told,
        materials=materials,
        elapsed_ms=round((time.monotonic() - started) * 1000),
    )
    shown = {material["name"] for material in seen["materials"] if material["shown"]}
    return Played(outcome, repeated(seen["timeline"], told), len(captures) - len(shown))


SCENARIOS: Final = {"accept": accept}


async def _captured(cast: Cast, case: str, name: str, say: Say) -> Any:
    """Scan one required material: the user's next usable paper, else what the simulated scanner renders."""
    while (paper := await _lay_next(cast, say)) is not None:
        try:
            return await _scanned(cast, case, name, "folder", say)
        except PersonError as error:
            say("counter A", f"cannot use {paper.name}: {error}")
    return await _scanned(cast, case, name, "simulated", say)


async def _attachments(cast: Cast, case: str, say: Say) -> list[Any]:
    """Scan what is left of the user's papers."""
    captures: list[Any] = []
    while (paper := await _lay_next(cast, say)) is not None:
        name = "attachment" if not captures else f"attachment-{len(captures) + 1}"
        try:
            captures.append(await _scanned(cast, case, name, "folder", say))
        except PersonError as error:
            say("counter A", f"cannot use {paper.name}: {error}")
    return captures


async def _lay_next(cast: Cast, say: Say) -> Path | None:
    """Lay the user's next paper on the glass; None when none is left."""
    laid = await asyncio.to_thread(lambda: {path.name for path in cast.glass.iterdir()})
    left = [paper for paper in cast.papers if paper.name not in laid]
    if not left:
        return None
    await asyncio.to_thread(shutil.copyfile, left[0], cast.glass / left[0].name)
    return left[0]


async def _scanned(cast: Cast, case: str, name: str, scanner: str, say: Say) -> Any:
    capture = await cast.counter_a.scan(case, name, scanner)
    material = capture["material"]
    codes = [found for found in material["findings"] if found["kind"] == "code-read"]
    page = "page straightened" if capture["straightened"] else "no page found: a person must look"
    code = f", code {codes[0]['detail']['text'][:40]}" if codes else ""
    say("counter A", f"scans {name} ({capture['source']}, {material['size_bytes']:,} bytes): {page}{code}")
    return capture
