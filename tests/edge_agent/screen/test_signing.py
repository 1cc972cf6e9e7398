"""A signature from the local page: kept as strokes, drawn for people, or refused with the reason."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import cv2
import httpx
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from device_profiles.contract.messages.case import AddMaterial, MaterialRecord, MaterialRelayed, Told
from device_profiles.contract.signature import LARGEST_SIGNATURE_BYTES
from edge_agent.capture.signature import parse_signature, signature_json
from edge_agent.devices.simulated.handwriting import handwritten_signature
from edge_agent.devices.simulated.signature_pad import SimulatedSignaturePad
from tests.edge_agent.screen.words import FILING, problem, state
from tests.fakes.counter_cases import APPLICATION, CASE, assigned
from tests.fakes.counter_house import CounterHouse, picture
from tests.fakes.standing_clock import NOON_MS

WRITTEN = signature_json(handwritten_signature(np.random.default_rng(3)))
DOT = {
    "type": "signature",
    "version": 1,
    "width_px": 400,
    "height_px": 200,
    "line_px": 150,
    "strokes": [[[10, 10, 0.5, 0], [12, 10, 0.5, 20]]],
}


async def files_change(screen: httpx.AsyncClient) -> str:
    """A case whose customer may sign on the pad."""
    application = {**APPLICATION, "phone": "13800000000"}
    filing = FILING | {"procedure": "change-contact-details", "application": application}
    return str((await screen.post("/api/cases", json=filing)).json()["case"])


async def signs(
    screen: httpx.AsyncClient, case: str, written: bytes = WRITTEN, material: str = "signature"
) -> httpx.Response:
    return await screen.post(f"/api/cases/{case}/signature/{material}", content=written)


async def test_a_signature_is_kept_as_strokes_with_the_link_down(
    counter: CounterHouse, screen: httpx.AsyncClient
) -> None:
    counter.session.goes_down()
    case = await files_change(screen)
    assert (await state(screen))["signature_pad"] == "screen"
    kept = (await signs(screen, case)).json()
    assert kept["material"] == {
        "name": "signature",
        "sha256": hashlib.sha256(WRITTEN).hexdigest(),
        "size_bytes": len(WRITTEN),
        "media_type": "application/json",
        "captured_at": NOON_MS,
        "findings": [],
    }
    assert (kept["source"], kept["straightened"], kept["on_its_way"]) == ("screen", False, True)
    seen = await screen.get(f"/api/cases/{case}/materials/signature")
    assert seen.content == WRITTEN
    assert seen.headers["content-type"] == "application/json"
    assert seen.headers["x-content-type-options"] == "nosniff"
    assert (await state(screen))["peripherals"][0]["condition"] == "ready"


async def test_what_is_odd_about_it_goes_with_it_and_it_can_be_signed_again(
    screen: httpx.AsyncClient,
) -> None:
    case = await files_change(screen)
    kept = (await signs(screen, case, json.dumps(DOT).encode())).json()
    kinds = [finding["kind"] for finding in kept["material"]["findings"]]
    assert kinds == [
        "signature-few-strokes",
        "signature-small",
        "signature-too-fast",
        "signature-off-line",
    ]
    await signs(screen, case)
    ((capture,),) = [filed["captures"] for filed in (await state(screen))["filed"]]
    assert capture["material"]["findings"] == []


async def test_the_hub_gets_the_strokes_once_the_case_is_accepted(
    counter: CounterHouse, screen: httpx.AsyncClient
) -> None:
    case = await files_change(screen)
    await signs(screen, case)
    await counter.hub.says(Told(case=case, news="accepted"))
    (capture,) = await counter.uploads._waiting()
    await counter.uploads._send(capture)
    sent = (await counter.said())[-1]
    assert isinstance(sent, AddMaterial)
    assert sent.material.media_type == "application/json"
    assert counter.hub.files.read(case, sent.material.sha256) == WRITTEN


async def test_it_is_drawn_for_whoever_looks(screen: httpx.AsyncClient) -> None:
    case = await files_change(screen)
    await signs(screen, case)
    png = await screen.get(f"/api/cases/{case}/materials/signature/drawn.png")
    assert (png.headers["content-type"], png.headers["cache-control"]) == ("image/png", "no-store")
    inked = cv2.imdecode(np.frombuffer(png.content, np.uint8), cv2.IMREAD_UNCHANGED)
    assert inked is not None
    assert inked.shape == (480, 1412, 4)
    svg = await screen.get(f"/api/cases/{case}/materials/signature/drawn.svg")
    assert svg.headers["content-type"] == "image/svg+xml"
    assert svg.headers["content-security-policy"].startswith("sandbox; default-src 'none';")
    assert svg.text.count("<line ") > 100


async def test_a_pad_as_narrow_as_may_be_takes_no_more_room_to_draw(screen: httpx.AsyncClient) -> None:
    case = await files_change(screen)
    strip = DOT | {"width_px": 10_000, "height_px": 50, "line_px": 50}
    await signs(screen, case, json.dumps(strip).encode())
    png = await screen.get(f"/api/cases/{case}/materials/signature/drawn.png")
    drawn = cv2.imdecode(np.frombuffer(png.content, np.uint8), cv2.IMREAD_UNCHANGED)
    assert drawn is not None
    assert drawn.shape == (8, 1600, 4)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"version": 2}, "version"),
        ({"strokes": [[[10, 10, 2, 0]]]}, "strokes.0.0.2"),
        ({"strokes": [[]]}, "strokes.0"),
        ({"strokes": [[[500, 10, 0.5, 0]]]}, None),
        ({"name": "王小样"}, "name"),
        ({"line_px": None}, "line_px"),
    ],
)
async def test_what_is_no_signature_is_refused_with_the_field(
    counter: CounterHouse, screen: httpx.AsyncClient, changed: dict[str, Any], field: str | None
) -> None:
    case = await files_change(screen)
    problem(await signs(screen, case, json.dumps(DOT | changed).encode()), 422, "invalid_signature", field)
    assert (await state(screen))["filed"][0]["captures"] == []
    assert not counter.files.has(case, hashlib.sha256(WRITTEN).hexdigest())


async def test_more_bytes_than_a_signature_may_have_are_not_taken_in(screen: httpx.AsyncClient) -> None:
    case = await files_change(screen)
    huge = await signs(screen, case, b" " * (LARGEST_SIGNATURE_BYTES + 1))
    problem(huge, 422, "invalid_signature")
    assert "larger than 2 MiB" in huge.json()["detail"]


async def test_what_cannot_be_signed_is_refused(counter: CounterHouse, screen: httpx.AsyncClient) -> None:
    case = await files_change(screen)
    problem(await signs(screen, case, b""), 409, "nothing_signed")
    problem(await signs(screen, case, json.dumps(DOT | {"strokes": []}).encode()), 409, "nothing_signed")
    problem(await signs(screen, case, material="application-form"), 409, "unknown_material", "material")
    problem(await signs(screen, case, material="passport"), 409, "unknown_material", "material")
    problem(await signs(screen, "north-77"), 404, "unknown_case")
    counter.tray.laid.append(picture())
    scan = await screen.post(f"/api/cases/{case}/scan", json={"material": "signature"})
    problem(scan, 409, "unknown_material", "material")
    await counter.hub.says(Told(case=case, news="cancelled"))
    problem(await signs(screen, case), 409, "not_in_phase")


async def test_a_picture_is_not_drawn(counter: CounterHouse, screen: httpx.AsyncClient) -> None:
    case = await files_change(screen)
    counter.tray.laid.append(picture())
    await screen.post(f"/api/cases/{case}/scan", json={"material": "attachment"})
    problem(await screen.get(f"/api/cases/{case}/materials/attachment/drawn.png"), 404, "unknown_case")
    problem(await screen.get(f"/api/cases/{case}/materials/signature/drawn.png"), 404, "unknown_case")
    other = await screen.get(f"/api/cases/{case}/materials/attachment/drawn.gif")
    problem(other, 422, "invalid_request", "drawn_as")


async def test_a_pad_of_its_own_needs_no_page(counter: CounterHouse, screen: httpx.AsyncClient) -> None:
    object.__setattr__(counter.papers.signing, "pad", SimulatedSignaturePad(seed=1))
    case = await files_change(screen)
    assert (await signs(screen, case, b"")).json()["source"] == "simulated"
    object.__setattr__(counter.papers.signing, "pad", None)
    problem(await signs(screen, case), 409, "peripheral_gone")
    assert (await state(screen))["signature_pad"] is None


# -- at the counter of the handler


def relayed(content: bytes) -> MaterialRelayed:
    record = MaterialRecord(
        name="signature",
        sha256=hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
        media_type="application/json",
        captured_at=NOON_MS,
    )
    return MaterialRelayed(case=CASE, material=record)


async def comes(counter: CounterHouse, content: bytes) -> None:
    await counter.hub.says(assigned())
    assert (await counter.hub.sends_bytes(CASE, content)).outcome == "stored"
    assert (await counter.hub.says(relayed(content))).outcome == "applied"


async def test_the_handlers_counter_draws_it_from_the_bytes_that_came(
    counter: CounterHouse, screen: httpx.AsyncClient
) -> None:
    await comes(counter, WRITTEN)
    assert (await screen.get(f"/api/handled/{CASE}/materials/signature")).content == WRITTEN
    drawn = await screen.get(f"/api/handled/{CASE}/materials/signature/drawn.png")
    assert drawn.content.startswith(b"\x89PNG")
    problem(await screen.get(f"/api/handled/{CASE}/materials/form/drawn.png"), 404, "unknown_case")


async def test_bytes_that_are_no_signature_are_not_drawn_whatever_their_record_says(
    counter: CounterHouse, screen: httpx.AsyncClient
) -> None:
    await comes(counter, b"<script>alert(1)</script>")
    drawn = await screen.get(f"/api/handled/{CASE}/materials/signature/drawn.png")
    problem(drawn, 422, "invalid_signature")
    shown = await screen.get(f"/api/handled/{CASE}/materials/signature")
    assert (shown.headers["content-type"], shown.headers["x-content-type-options"]) == (
        "application/json",
        "nosniff",
    )


# -- whatever a page sends


numbers = some.one_of(some.integers(-10, 11_000), some.floats(), some.none(), some.text(max_size=3))
bodies = some.fixed_dictionaries(
    {
        "type": some.sampled_from(["signature", "signature", "x"]),
        "version": some.sampled_from([1, 1, 2, "1"]),
        "width_px": some.one_of(some.just(400), numbers),
        "height_px": some.one_of(some.just(200), numbers),
        "line_px": some.one_of(some.just(150), numbers),
        "strokes": some.lists(
            some.lists(
                some.one_of(
                    some.tuples(some.floats(0, 400), some.floats(0, 200), some.floats(0, 1), some.just(5)),
                    some.lists(numbers, max_size=5),
                ),
                max_size=4,
            ),
            max_size=4,
        ),
    }
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=some.one_of(some.binary(max_size=60), bodies.map(lambda body: json.dumps(body).encode())))
async def test_whatever_a_page_sends_is_kept_whole_or_refused_in_words(
    screen: httpx.AsyncClient, body: bytes
) -> None:
    case = await files_change(screen)
    answer = await signs(screen, case, body)
    if answer.status_code == 200:
        kept = await screen.get(f"/api/cases/{case}/materials/signature")
        assert parse_signature(kept.content) == parse_signature(body)
        assert (await screen.get(f"/api/cases/{case}/materials/signature/drawn.png")).status_code == 200
    else:
        assert (answer.status_code, answer.json()["code"]) in {
            (422, "invalid_signature"),
            (409, "nothing_signed"),
        }
        assert answer.json()["detail"]
