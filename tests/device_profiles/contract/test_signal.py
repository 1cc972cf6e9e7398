"""Signals and frames: what is within their bounds is understood, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from device_profiles.contract.codec import LARGEST_MESSAGE_BYTES, decode, encode
from device_profiles.contract.errors import ContractError, RefusedError
from device_profiles.contract.examples import FRAME, examples
from device_profiles.contract.frames import LARGEST_FRAME_BYTES, FrameLabel, read_frame
from device_profiles.contract.messages.signal import LARGEST_SDP_BYTES, OfferLink, OpenLink
from device_profiles.contract.topics import Channel

JPEG = b"\xff\xd8\xff\xe0 a picture"


def an_offer(**changes: Any) -> bytes:
    (message,) = examples("up", Channel.SIGNAL, OfferLink)
    said = json.loads(encode(message))
    return json.dumps(said | {"body": said["body"] | changes}).encode()


def opening(url: str) -> bytes:
    (message,) = examples("down", Channel.SIGNAL, OpenLink)
    said = json.loads(encode(message))
    said["body"]["ice"][0]["urls"] = [url]
    return json.dumps(said).encode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sdp", ""),
        ("sdp", "o=- 1 1 IN IP4 0.0.0.0\r\nv=0\r\n"),
        ("sdp", "v=1\r\n"),
        ("sdp", "v=0\r\n" + "a" * LARGEST_SDP_BYTES),
        ("sdp", "v=0\r\ns=\x00"),
        ("sdp", "v=0\r\ns=张"),
        ("call", "Call 1"),
        ("case", "../north"),
        ("epoch", 0),
        ("epoch", 2**40),
        ("kind", "eavesdropping"),
    ],
)
def test_an_offer_beyond_its_bounds_is_refused(field: str, value: object) -> None:
    with pytest.raises(RefusedError) as caught:
        decode("up", Channel.SIGNAL, an_offer(**{field: value}))
    assert (caught.value.refusal.code, caught.value.refusal.field) == ("invalid_body", f"body.{field}")


def test_the_largest_description_can_be_sent() -> None:
    offered = decode("up", Channel.SIGNAL, an_offer(sdp="v=0\n" + "a" * (LARGEST_SDP_BYTES - 4)))
    assert len(encode(offered)) < LARGEST_MESSAGE_BYTES


@pytest.mark.parametrize(
    "url",
    [
        "stun:stun.bank.example",
        "turn:127.0.0.1:3478?transport=tcp",
        "turns:[::1]:5349",
        "turn:turn.bank.example:3478",
    ],
)
def test_servers_of_stun_and_turn_are_named(url: str) -> None:
    opened = decode("down", Channel.SIGNAL, opening(url)).body
    assert isinstance(opened, OpenLink)
    assert opened.ice[0].urls == (url,)


@pytest.mark.parametrize(
    "url", ["https://bank.example", "stun:", "turn:a b", "turn:host?transport=sctp", "stun:a\n", "STUN:a"]
)
def test_no_other_address_is(url: str) -> None:
    with pytest.raises(RefusedError):
        decode("down", Channel.SIGNAL, opening(url))


def test_a_frame_reads_back() -> None:
    assert read_frame(FRAME.properties(), JPEG) == FRAME


@pytest.mark.parametrize(
    ("properties", "jpeg", "code"),
    [
        (FRAME.properties(), JPEG + bytes(LARGEST_FRAME_BYTES), "too_large"),
        (FRAME.properties(), b"", "invalid_frame"),
        (FRAME.properties(), b"\x89PNG", "invalid_frame"),
        ({}, JPEG, "invalid_frame"),
        (FRAME.properties() | {"epoch": "0"}, JPEG, "invalid_frame"),
        (FRAME.properties() | {"number": "one"}, JPEG, "invalid_frame"),
        (FRAME.properties() | {"captured_at": "-1"}, JPEG, "invalid_frame"),
        (FRAME.properties() | {"case": "a/b"}, JPEG, "invalid_frame"),
        (FRAME.properties() | {"colour": "red"}, JPEG, "invalid_frame"),
    ],
)
def test_what_is_no_frame_gets_its_code(properties: dict[str, str], jpeg: bytes, code: str) -> None:
    with pytest.raises(ContractError) as caught:
        read_frame(properties, jpeg)
    assert caught.value.refusal.code == code


@given(some.dictionaries(some.sampled_from([*FrameLabel.model_fields]) | some.text(), some.text()))
def test_any_properties_are_a_label_or_a_contract_error(properties: dict[str, str]) -> None:
    try:
        label = read_frame(properties, JPEG)
    except ContractError:
        return
    assert read_frame(label.properties(), JPEG) == label
