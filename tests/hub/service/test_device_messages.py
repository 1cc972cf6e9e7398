"""What counters say: refused before anybody is disturbed, and applied once."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from device_profiles.contract.ids import parse_branch
from device_profiles.contract.messages.case import (
    CancelCase,
    ChangeFindings,
    FileCase,
    Finding,
    RecordConsent,
)
from device_profiles.contract.messages.event import PeripheralChanged, PersonLeft, SignInCodeShown
from hub.domain.roster import Staff
from hub.domain.words import Rule
from hub.ports.devices import Peripheral
from hub.ports.journal import Books
from tests.fakes.case_events import BRANCH_B, COUNTER_A, COUNTER_B, CUSTOMER, teller
from tests.fakes.hub_house import House
from tests.fakes.standing_clock import HOUR_MS, MINUTE_MS, NOON_MS
from tests.hub.stores.contract_transactions import parcel

CASE = "north-01"
OTHER_B = "north/b2/counter-2"


def filing(target: str = BRANCH_B, procedure: str = "open-account", **changed: str) -> FileCase:
    application = {**CUSTOMER, **{name.replace("_", "-"): value for name, value in changed.items()}}
    return FileCase(case=CASE, target=parse_branch(target), procedure=procedure, application=application)


async def li_is_idle(house: House) -> None:
    await house.has(teller("li"))
    await house.has_counter(COUNTER_B)
    await house.seats("li")


@pytest.mark.parametrize(
    ("message", "code", "field"),
    [
        (filing(procedure="close-account"), "unknown_procedure", "procedure"),
        (filing(id_number="11010519800101998"), "invalid_application", "application.id-number"),
        (filing(customer_name=""), "invalid_application", "application.customer-name"),
        (filing(shoe_size="42"), "invalid_application", "application.shoe-size"),
        (filing(target="north/nowhere"), "unknown_branch", "target"),
    ],
)
async def test_a_case_that_breaks_the_rules_disturbs_nobody(
    house: House, message: FileCase, code: str, field: str
) -> None:
    await li_is_idle(house)
    refusal = await house.hears(COUNTER_A, message)
    assert refusal is not None
    assert (refusal.code, refusal.field) == (code, field)
    assert await house.shelf.do(lambda books: books.cases.seeking(BRANCH_B)) == []
    assert await house.shelf.do(lambda books: books.post.last_change("li")) == 0
    assert house.shelf.sent == []


async def test_on_a_disk_that_is_nearly_full_no_case_begins_and_nobody_is_disturbed(house: House) -> None:
    await li_is_idle(house)
    house.room.short = True
    refusal = await house.hears(COUNTER_A, filing())
    assert refusal is not None
    assert refusal.code == "disk_full"
    assert await house.shelf.do(lambda books: books.cases.seeking(BRANCH_B)) == []
    assert await house.shelf.do(lambda books: books.post.last_change("li")) == 0
    house.room.short = False
    assert await house.hears(COUNTER_A, filing()) is None


async def test_a_case_that_is_open_goes_on_though_the_disk_is_nearly_full(house: House) -> None:
    await li_is_idle(house)
    await house.hears(COUNTER_A, filing())
    house.room.short = True
    assert await house.hears(COUNTER_A, CancelCase(case=CASE)) is None


def consent(*, given: bool = True) -> RecordConsent:
    return RecordConsent(
        case=CASE, covers="face-comparison", given=given, said_at=NOON_MS, language="zh", asked_by="wang"
    )


async def test_a_consent_stands_in_the_journal_as_it_was_said(house: House) -> None:
    await li_is_idle(house)
    await house.hears(COUNTER_A, filing())
    for _ in range(2):
        assert await house.hears(COUNTER_A, consent()) is None
    entries = await house.shelf.do(lambda books: books.cases.entries(CASE))
    (recorded,) = [entry for entry in entries if entry.kind == "ConsentRecorded"]
    assert recorded.actor == f"device:{COUNTER_A}"
    assert json.loads(recorded.body)["consent"] == {
        "covers": "face-comparison",
        "given": True,
        "said_at": NOON_MS,
        "language": "zh",
        "asked_by": "wang",
    }


@pytest.mark.parametrize(
    ("first", "counter", "code"),
    [
        ([filing(), CancelCase(case=CASE)], COUNTER_A, "not_in_phase"),
        ([filing()], COUNTER_B, "not_the_origin"),
        ([], COUNTER_A, "unknown_case"),
    ],
    ids=["a closed case", "another counter", "no case"],
)
async def test_a_consent_out_of_place_is_refused(
    house: House, first: list[FileCase | CancelCase], counter: str, code: str
) -> None:
    await li_is_idle(house)
    for message in first:
        await house.hears(COUNTER_A, message)
    refusal = await house.hears(counter, consent())
    assert refusal is not None
    assert refusal.code == code


async def test_remarks_on_a_material_that_the_hub_has_not_are_refused(house: House) -> None:
    await li_is_idle(house)
    await house.hears(COUNTER_A, filing())
    found = (Finding(kind="faces-alike", says="The two faces look alike (0.71)."),)
    refusal = await house.hears(
        COUNTER_A, ChangeFindings(case=CASE, name="customer-photo", sha256="0" * 64, findings=found)
    )
    assert refusal is not None
    assert refusal.code == "unknown_material"


@pytest.mark.parametrize(
    "amount",
    ["NaN", "1e999", "12,3", "-5", "0", "80000.5", "80000.505", "８００００", "1" * 20, "80000\n", ""],
)
async def test_an_amount_that_is_not_a_number_disturbs_nobody(house: House, amount: str) -> None:
    await house.has(replace(teller("li"), skills=frozenset({"cash"})))
    await house.has_counter(COUNTER_B)
    await house.seats("li")
    paid = {"card-number": "6222021234567890", "amount": amount}
    refusal = await house.hears(COUNTER_A, filing(procedure="large-cash-withdrawal", **paid))
    assert refusal is not None
    assert (refusal.code, refusal.field) == ("invalid_application", "application.amount")
    assert "A number, such as 80000" in refusal.says
    assert await house.shelf.do(lambda books: books.cases.seeking(BRANCH_B)) == []
    assert await house.shelf.do(lambda books: books.post.last_change("li")) == 0
    assert house.shelf.sent == []


async def test_nobody_sits_at_two_counters(house: House) -> None:
    await house.has(teller("li"))
    await house.shelf.do(house.web.duty.begin, "li")
    for counter, code in ((COUNTER_B, "111111"), (OTHER_B, "222222")):
        await house.has_counter(counter)
        await house.hears(counter, shown(code))
        seated = await house.shelf.do(house.web.duty.sign_in, "li", code)
        assert not isinstance(seated, Rule)
        assert seated.counter == counter
    assert await house.shelf.do(lambda books: books.people.at_counter(COUNTER_B)) is None
    assert signed_out(house) == [(COUNTER_B, "elsewhere")]


async def test_a_case_in_hand_keeps_its_handler_at_their_counter(house: House) -> None:
    await house.has(teller("li"))
    await house.has_counter(COUNTER_B)
    await house.has_counter(OTHER_B)
    await house.seats("li")
    await house.shelf.do(lambda books: books.people.put(busy(books), []))
    await house.hears(OTHER_B, shown("222222"))
    refused = await house.shelf.do(house.web.duty.sign_in, "li", "222222")
    assert isinstance(refused, Rule)
    assert refused.code == "already_taken"
    li = await house.shelf.do(lambda books: books.people.at_counter(COUNTER_B))
    assert li is not None
    assert signed_out(house) == []


@pytest.mark.parametrize("how", ["left", "off_duty", "break", "replaced"])
async def test_leaving_a_break_or_another_sign_in_ends_the_binding(house: House, how: str) -> None:
    await house.has(teller("li"), teller("wang"))
    await house.has_counter(COUNTER_B)
    await house.seats("li")
    duty = house.web.duty
    if how == "left":
        await house.hears(COUNTER_B, PersonLeft(person="li"))
    elif how == "off_duty":
        await house.shelf.do(duty.end, "li")
    elif how == "break":
        await house.shelf.do(duty.take_break, "li")
    else:
        await house.shelf.do(duty.begin, "wang")
        await house.hears(COUNTER_B, shown("333333"))
        await house.shelf.do(duty.sign_in, "wang", "333333")
    li = await house.shelf.do(lambda books: books.people.get("li"))
    assert li is not None
    assert li.counter is None
    assert signed_out(house) == [(COUNTER_B, how)]


async def test_a_counter_where_nobody_sits_signs_nobody_out(house: House) -> None:
    await house.has(teller("li"))
    await house.has_counter(OTHER_B)
    await house.seats("li")
    await house.hears(OTHER_B, PersonLeft(person="li"))
    li = await house.shelf.do(lambda books: books.people.get("li"))
    assert li is not None
    assert li.counter == COUNTER_B


async def test_a_message_that_comes_twice_disturbs_li_once(house: House) -> None:
    await li_is_idle(house)
    filed = parcel(1, filing())
    for _ in range(2):
        (receipt,) = await house.shelf.do(
            lambda books: books.take_in(
                filed, lambda _, envelope: house.messages.apply(books, COUNTER_A, envelope.body)
            )
        )
        assert receipt.outcome == "applied"
    assert await house.shelf.do(lambda books: books.post.last_change("li")) == 1
    assert len(await house.shelf.do(lambda books: books.cases.of_person("li"))) == 1


async def test_a_person_signs_in_by_the_code_that_the_counter_shows(house: House) -> None:
    await house.has(teller("li"))
    await house.has_counter(COUNTER_B)
    assert await house.hears(COUNTER_B, shown("482913")) is None
    await house.shelf.do(house.web.duty.begin, "li")
    seated = await house.shelf.do(house.web.duty.sign_in, "li", "482913")
    assert not isinstance(seated, Rule)
    assert seated.counter == COUNTER_B
    at_counter = await house.shelf.do(lambda books: books.people.at_counter(COUNTER_B))
    assert at_counter is not None
    assert at_counter.person == "li"
    assert b'"command.person_signed_in"' in house.shelf.sent[-1].payload


async def test_a_code_serves_once_and_not_for_another(house: House) -> None:
    await house.has(teller("li"), teller("wang"))
    await house.has_counter(COUNTER_B)
    await house.hears(COUNTER_B, shown("482913"))
    for person in ("li", "wang"):
        await house.shelf.do(house.web.duty.begin, person)
    await house.shelf.do(house.web.duty.sign_in, "li", "482913")
    refused = await house.shelf.do(house.web.duty.sign_in, "wang", "482913")
    assert isinstance(refused, Rule)
    assert (refused.code, refused.field) == ("not_expected", "code")


async def test_a_code_is_refused_to_whoever_is_not_on_duty_and_still_serves(house: House) -> None:
    await house.has(teller("li"))
    await house.has_counter(COUNTER_B)
    await house.hears(COUNTER_B, shown("482913"))
    early = await house.shelf.do(house.web.duty.sign_in, "li", "482913")
    assert isinstance(early, Rule)
    assert early.code == "not_on_duty"
    await house.shelf.do(house.web.duty.begin, "li")
    assert not isinstance(await house.shelf.do(house.web.duty.sign_in, "li", "482913"), Rule)


async def test_no_counters_clock_makes_its_code_live_long(house: House) -> None:
    await house.has(teller("li"))
    await house.has_counter(COUNTER_B)
    await house.hears(COUNTER_B, shown("482913", NOON_MS + 24 * HOUR_MS))
    await house.shelf.do(house.web.duty.begin, "li")
    house.shelf.clock.pass_ms(6 * MINUTE_MS)
    late = await house.shelf.do(house.web.duty.sign_in, "li", "482913")
    assert isinstance(late, Rule)
    assert late.code == "not_expected"


async def test_nobody_signs_in_at_another_branchs_counter(house: House) -> None:
    await house.has(teller("li"))
    await house.has_counter(COUNTER_A)
    await house.hears(COUNTER_A, shown("482913"))
    await house.shelf.do(house.web.duty.begin, "li")
    refused = await house.shelf.do(house.web.duty.sign_in, "li", "482913")
    assert isinstance(refused, Rule)
    assert refused.code == "unknown_branch"


def busy(books: Books) -> Staff:
    li = books.people.get("li")
    assert li is not None
    return replace(li, assigned=1)


def signed_out(house: House) -> list[tuple[str, str]]:
    """Who was told that the person before them is signed out, and why."""
    told = [
        (message.stream.partition(">")[2].partition("#")[0], message.payload)
        for message in house.shelf.sent
    ]
    bodies = [(counter, json.loads(payload)) for counter, payload in told]
    return [
        (counter, said["body"]["reason"])
        for counter, said in bodies
        if said["type"] == "command.person_signed_out"
    ]


def shown(code: str, expires_at: int = NOON_MS + MINUTE_MS) -> SignInCodeShown:
    return SignInCodeShown(code=code, expires_at=expires_at)


async def test_what_a_device_says_of_its_peripherals_is_kept_the_latest_of_each(house: House) -> None:
    await house.has_counter(COUNTER_A)
    jam = PeripheralChanged(peripheral="printer", condition="jammed", says="Paper is stuck.")
    fine = PeripheralChanged(peripheral="scanner", condition="ready", says="It works.")
    for said in (jam, fine, jam.model_copy(update={"condition": "ready", "says": "It works."})):
        assert await house.hears(COUNTER_A, said) is None
    assert await house.shelf.do(lambda books: books.devices.peripherals()) == {
        COUNTER_A: [
            Peripheral("printer", "ready", "It works.", NOON_MS),
            Peripheral("scanner", "ready", "It works.", NOON_MS),
        ]
    }
