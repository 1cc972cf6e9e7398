"""What counters file and handle in tests, in a few words."""

from __future__ import annotations

import hashlib

from device_profiles.contract.ids import BranchAddress, parse_device
from device_profiles.contract.messages.case import CaseAssigned, MaterialRecord, MaterialRelayed, Person
from edge_agent.store import handled_cases
from edge_agent.store.handled_cases import HandledCase
from tests.fakes.counter_house import CounterHouse, picture
from tests.fakes.standing_clock import NOON_MS

TARGET = BranchAddress(region="north", branch="b2")
APPLICATION = {"customer-name": "王小样", "id-number": "110105198001019987"}
CASE = "north-01"
LI = Person(person="li", name="李明")
WANG = Person(person="wang", name="王芳")
FORM = b"the form, scanned at counter A" * 20_000
"""In more than one piece."""


def assigned(case: str = CASE, fence: int = 1) -> CaseAssigned:
    return CaseAssigned(
        case=case,
        fence=fence,
        handler=LI,
        origin=parse_device("north/b9/counter-1"),
        procedure="open-account",
        application={"customer-name": "王小样"},
    )


def relayed(content: bytes = FORM, case: str = CASE) -> MaterialRelayed:
    record = MaterialRecord(
        name="application-form",
        sha256=hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
        media_type="image/jpeg",
        captured_at=NOON_MS,
    )
    return MaterialRelayed(case=case, material=record)


async def files_case(counter: CounterHouse) -> str:
    return (await counter.origin.file(TARGET, "open-account", APPLICATION)).case


async def captures(counter: CounterHouse, case: str, *materials: str) -> None:
    for shade, material in enumerate(materials):
        counter.tray.laid.append(picture(shade))
        await counter.capturing.capture(case, material)


async def handles(counter: CounterHouse) -> list[HandledCase]:
    return await counter.records.read(handled_cases.all_cases)
