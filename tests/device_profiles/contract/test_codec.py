"""The codec: what is said is understood, and what is wrong gets its code."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from device_profiles.contract.codec import LARGEST_MESSAGE_BYTES, decode, encode
from device_profiles.contract.envelope import Body, Envelope
from device_profiles.contract.errors import ContractError, RefusedError, UnreadableError
from device_profiles.contract.examples import examples
from device_profiles.contract.messages.case import FileCase
from device_profiles.contract.messages.catalogue import CATALOGUE, channel_of
from device_profiles.contract.messages.health import Readings
from device_profiles.contract.topics import Channel, Direction

Json = Any
"""What `json` makes of a message."""


def said() -> Iterator[tuple[Direction, Channel, type[Body]]]:
    for (direction, channel), bodies in CATALOGUE.items():
        for body in bodies:
            yield direction, channel, body


def filed(**changes: Json) -> bytes:
    """A `case.file` as a counter sends it, with some keys of its envelope changed."""
    (message,) = examples("up", Channel.CASE, FileCase)
    return json.dumps(json.loads(encode(message)) | changes).encode()


def readings(value: str) -> bytes:
    """A snapshot in which one metric has `value`, spelled as given."""
    (message,) = examples("up", Channel.TELEMETRY, Readings)
    return encode(message).replace(b"12.5", value.encode())


def leaves(value: Json, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    for key, inner in value.items() if isinstance(value, dict) else ():
        yield from leaves(inner, (*path, key))


def changed(value: Json, path: tuple[str | int, ...], new: Json) -> Json:
    if not path:
        return new
    whole = copy.deepcopy(value)
    here = whole
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = new
    return whole


@pytest.mark.parametrize(("direction", "channel", "body"), list(said()))
def test_every_message_is_understood_as_it_was_said(
    direction: Direction, channel: Channel, body: type[Body]
) -> None:
    messages = examples(direction, channel, body)
    assert messages, f"{body.type_name} has no example"
    for message in messages:
        understood = decode(direction, channel, encode(message))
        assert understood.body == message.body
        assert encode(understood) == encode(message)


def test_a_message_has_one_channel_a_direction() -> None:
    assert channel_of("up", FileCase) is Channel.CASE
    with pytest.raises(KeyError):
        channel_of("down", FileCase)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xff\xfe", "not_utf8"),
        (b"", "not_json"),
        (b"hello", "not_json"),
        (b'{"id": "\\ud800"}', "not_json"),
        (b"[" * 60_000, "not_json"),
        (readings("NaN"), "not_json"),
        (readings("Infinity"), "not_json"),
        (b"[]", "not_an_envelope"),
        (b"{}", "not_an_envelope"),
        (filed(id="1"), "not_an_envelope"),
        (filed(stream="north"), "not_an_envelope"),
        (filed(seq=0), "not_an_envelope"),
        (b" " * (LARGEST_MESSAGE_BYTES + 1), "too_large"),
    ],
)
def test_bytes_without_an_envelope_are_unreadable(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        decode("up", Channel.TELEMETRY, data)
    assert caught.value.refusal.code == code


@pytest.mark.parametrize(
    ("data", "code", "field"),
    [
        (filed(type="case.forget"), "unknown_type", "type"),
        (filed(type="case.told"), "unknown_type", "type"),
        (filed(version=2), "unsupported_version", "version"),
        (filed(body=None), "invalid_body", "body"),
        (filed(body={"case": "north-1"}), "invalid_body", "body.target"),
        (filed(colour="red"), "invalid_body", "colour"),
        (filed(re="x"), "invalid_body", "re"),
    ],
)
def test_a_readable_envelope_around_something_wrong_is_refused(data: bytes, code: str, field: str) -> None:
    with pytest.raises(RefusedError) as caught:
        decode("up", Channel.CASE, data)
    assert (caught.value.refusal.code, caught.value.refusal.field) == (code, field)
    assert (caught.value.header.stream, caught.value.header.seq) == ("north/b1/counter-1>hub#5f3a9c", 1)


def test_a_number_too_large_for_a_reading_is_refused() -> None:
    with pytest.raises(ContractError):
        decode("up", Channel.TELEMETRY, readings("1e999"))


@pytest.mark.parametrize(("direction", "channel"), [("up", Channel.CONFIG), ("down", Channel.TELEMETRY)])
def test_a_channel_where_nothing_is_said(direction: Direction, channel: Channel) -> None:
    with pytest.raises(UnreadableError) as caught:
        decode(direction, channel, filed())
    assert caught.value.refusal.code == "wrong_topic"


def test_nobody_sends_what_nobody_reads() -> None:
    (message,) = examples("up", Channel.CASE, FileCase)
    assert isinstance(message.body, FileCase)
    application = {f"field-{number}": "界" * 500 for number in range(60)}
    longer = message.model_copy(
        update={"body": message.body.model_copy(update={"application": application})}
    )
    with pytest.raises(ValueError, match="at most 65536"):
        encode(longer)


places = some.sampled_from(sorted(CATALOGUE))


@given(places, some.binary(max_size=200))
@example(("up", Channel.CASE), b"{}")
def test_any_bytes_are_a_message_or_a_contract_error(place: tuple[Direction, Channel], data: bytes) -> None:
    with pytest.raises(ContractError):
        decode(*place, data)


json_values = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(), inner, max_size=3),
    max_leaves=5,
)


@given(some.data(), some.sampled_from(list(said())), json_values)
def test_any_change_to_a_message_is_understood_or_told(
    data: some.DataObject, place: tuple[Direction, Channel, type[Body]], new: Json
) -> None:
    message = json.loads(encode(data.draw(some.sampled_from(examples(*place)))))
    path = data.draw(some.sampled_from(list(leaves(message))))
    try:
        understood = decode(place[0], place[1], json.dumps(changed(message, path, new)).encode())
    except ContractError:
        return
    assert isinstance(understood, Envelope)
    assert decode(place[0], place[1], encode(understood)) == understood


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("12.5", "invalid_body"),
        ("80000", "invalid_body"),
        ("null", "invalid_body"),
        ("[]", "invalid_body"),
        ("NaN", "not_json"),
        ("1e999", "invalid_body"),
    ],
)
def test_a_field_of_an_application_is_text_and_nothing_else(value: str, code: str) -> None:
    message = json.loads(filed())
    message["body"]["application"] = {"amount": "@"}
    with pytest.raises(ContractError) as caught:
        decode("up", Channel.CASE, json.dumps(message).replace('"@"', value).encode())
    refusal = caught.value.refusal
    assert refusal.code == code
    assert refusal.field == (None if code == "not_json" else "body.application.amount")
