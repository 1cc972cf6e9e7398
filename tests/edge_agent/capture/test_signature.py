"""Strokes as data: bounded, checked, drawn."""

import json
from dataclasses import replace
from itertools import chain

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from device_profiles.contract.signature import LARGEST_SIGNATURE_BYTES
from edge_agent.capture.signature import (
    Signature,
    SignatureError,
    check_signature,
    parse_signature,
    signature_json,
)
from edge_agent.capture.signature_drawing import signature_cover, signature_png, signature_svg
from edge_agent.devices.simulated.handwriting import handwritten_signature

PAD = {"type": "signature", "version": 1, "width_px": 400, "height_px": 200, "line_px": 150}


def written(seed: int = 1) -> Signature:
    return handwritten_signature(np.random.default_rng(seed))


def pad(*strokes: list[list[float]]) -> bytes:
    return json.dumps(PAD | {"strokes": list(strokes)}).encode()


def kinds(signature: Signature) -> list[str]:
    return [finding.kind for finding in check_signature(signature)]


def test_what_is_written_is_read_back() -> None:
    assert parse_signature(signature_json(written())) == written()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "JSON"),
        (b"[]", "valid dictionary|object"),
        (b"{}", "type: Field required"),
        (json.dumps(PAD | {"strokes": [], "version": 2}).encode(), "version: Input should be 1"),
        (pad([[1, 2, 0.5]]), r"strokes\.0\.0"),
        (pad([]), r"strokes\.0"),
        (pad([[1, 2, 0.5, 0], [500, 2, 0.5, 1]]), "outside the pad"),
        (pad([[1, -2, 0.5, 0]]), "greater than or equal to 0"),
        (pad([[1, 2, 1.5, 0]]), "less than or equal to 1"),
        (pad([[1, 2, 0.5, 9]], [[1, 2, 0.5, 8]]), "time runs backwards"),
        (json.dumps(PAD | {"line_px": float("nan"), "strokes": []}).encode(), "JSON|finite"),
        (json.dumps(PAD | {"strokes": [], "name": "x"}).encode(), "name: Extra inputs"),
        (json.dumps(PAD | {"strokes": [], "line_px": 201}).encode(), "line lies outside"),
        (pad(*[[[1, 2, 0.5, 0]]] * 201), "at most 200"),
        (pad(*[[[1, 2, 0.5, 0]] * 200] * 101), "20200 points are more than 20000"),
        (b" " * (LARGEST_SIGNATURE_BYTES + 1), "larger than 2 MiB"),
    ],
)
def test_what_is_no_signature_is_refused_in_words(content: bytes, says: str) -> None:
    with pytest.raises(SignatureError, match=says):
        parse_signature(content)


@given(
    some.binary(max_size=200)
    | some.recursive(
        some.none() | some.booleans() | some.floats() | some.integers() | some.text(),
        lambda inner: (
            some.lists(inner) | some.dictionaries(some.sampled_from([*PAD, "strokes", "x"]), inner)
        ),
    ).map(lambda value: json.dumps(value).encode())
)
def test_no_bytes_do_anything_but_be_refused(content: bytes) -> None:
    with pytest.raises(SignatureError):
        parse_signature(content)


points = some.tuples(some.floats(0, 400), some.floats(0, 200), some.floats(0, 1)).map(list)


@given(some.lists(some.lists(points, min_size=1, max_size=5), max_size=5))
def test_every_signature_within_bounds_is_judged_and_drawn(strokes: list[list[list[float]]]) -> None:
    signature = parse_signature(pad(*([[*point, 0] for point in stroke] for stroke in strokes)))
    assert check_signature(signature)  # nobody signs in no time
    assert signature_cover(signature, 50).shape == (50, 100)
    lines = sum(max(len(stroke) - 1, 1) for stroke in strokes)
    assert signature_svg(signature).count("<line ") == lines


@pytest.mark.parametrize("seed", range(20))
def test_an_ordinary_signature_has_nothing_odd(seed: int) -> None:
    assert kinds(written(seed)) == []


def test_what_is_odd_is_said() -> None:
    signature = written()
    assert kinds(replace(signature, strokes=())) == ["signature-missing"]
    assert "signature-few-strokes" in kinds(replace(signature, strokes=signature.strokes[:1]))
    dash = (signature.strokes[0][:6], signature.strokes[0][6:12])
    assert "signature-small" in kinds(replace(signature, strokes=dash))
    hasty = tuple(
        tuple(replace(point, at_ms=point.at_ms / 20) for point in stroke) for stroke in signature.strokes
    )
    assert kinds(replace(signature, strokes=hasty)) == ["signature-too-fast"]
    assert kinds(replace(signature, line_px=0.0)) == ["signature-off-line"]


def test_more_pressure_is_a_thicker_line() -> None:
    def pressed(pressure: float) -> int:
        strokes = tuple(
            tuple(replace(point, pressure=pressure) for point in stroke) for stroke in written().strokes
        )
        return int(signature_cover(replace(written(), strokes=strokes), 136).sum())

    assert pressed(0.1) < pressed(0.5) < pressed(1)


def test_the_png_shows_ink_on_nothing() -> None:
    picture = cv2.imdecode(np.frombuffer(signature_png(written(), 136), np.uint8), cv2.IMREAD_UNCHANGED)
    assert picture is not None
    assert picture.shape == (136, 400, 4)
    inked = picture[..., 3] > 200
    assert 0.01 < inked.mean() < 0.3
    assert picture[inked][:, 0].mean() > picture[inked][:, 2].mean()  # blue


def test_a_hand_takes_time_and_presses() -> None:
    points = list(chain.from_iterable(written().strokes))
    assert 2_000 < points[-1].at_ms < 10_000
    assert len({round(point.pressure, 2) for point in points}) > 20
