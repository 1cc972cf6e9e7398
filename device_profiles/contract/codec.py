"""Bytes to messages and back, within limits, with an answer for everything that is wrong."""

from __future__ import annotations

import functools
from typing import Annotated, Any, Final, Literal, Union

import pydantic_core
from pydantic import Field, TypeAdapter, ValidationError, create_model

from device_profiles.contract.envelope import Body, Envelope, Header
from device_profiles.contract.errors import RefusedError, UnreadableError
from device_profiles.contract.messages.catalogue import CATALOGUE
from device_profiles.contract.topics import Channel, Direction

LARGEST_MESSAGE_BYTES: Final = 64 * 1024
"""Above any honest JSON message; bytes of materials travel in chunks, not here."""


def encode(message: Envelope) -> bytes:
    """Write a message as UTF-8 JSON.

    Raises:
        ValueError: it is larger than any receiver accepts.
    """
    data = message.model_dump_json(exclude_none=True).encode()
    if len(data) > LARGEST_MESSAGE_BYTES:
        msg = f"{message.type} takes {len(data)} bytes; at most {LARGEST_MESSAGE_BYTES} may be sent"
        raise ValueError(msg)
    return data


def decode(direction: Direction, channel: Channel, data: bytes) -> Envelope:
    """Read a message of one channel.

    Raises:
        UnreadableError: too large, not UTF-8, not JSON, without a readable envelope, or on a channel
            where nothing is said.
        RefusedError: the envelope is readable, but of an unknown type or version, or wrong inside.
    """
    if len(data) > LARGEST_MESSAGE_BYTES:
        raise UnreadableError("too_large", f"{len(data)} bytes; at most {LARGEST_MESSAGE_BYTES} are read")
    if (direction, channel) not in CATALOGUE:
        raise UnreadableError("wrong_topic", f"nothing is said on {direction}/{channel}")
    try:
        return adapter(direction, channel).validate_json(data)
    except ValidationError as error:
        # The quick road failed: find out where, from the outside in.
        header = _read_header(data)
        _check_type(direction, channel, header)
        field, says = _first_fault(error, tag=header.type)
        raise RefusedError(header, "invalid_body", says, field) from error


@functools.cache
def adapter(direction: Direction, channel: Channel) -> TypeAdapter[Envelope]:
    """The validator of one channel: a union discriminated by `type`.

    Raises:
        KeyError: nothing is said there.
    """
    members = tuple(_narrowed(body) for body in CATALOGUE[direction, channel])
    union: Any = members[0] if len(members) == 1 else Annotated[Union[members], Field(discriminator="type")]  # noqa: UP007  the members are known only here
    return TypeAdapter(union)


def _narrowed(body: type[Body]) -> type[Envelope]:
    fields: dict[str, Any] = {
        "type": (Literal[body.type_name], ...),
        "version": (Literal[body.version], ...),
        "body": (body, ...),
    }
    return create_model(body.__name__ + "Message", __base__=Envelope, __doc__=body.__doc__, **fields)


def _read_header(data: bytes) -> Header:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise UnreadableError("not_utf8", f"byte {error.start} is not UTF-8") from error
    try:
        value = pydantic_core.from_json(text, allow_inf_nan=False)
    except ValueError as error:
        raise UnreadableError("not_json", str(error)) from error
    try:
        return Header.model_validate(value)
    except ValidationError as error:
        field, says = _first_fault(error)
        raise UnreadableError("not_an_envelope", says, field) from error


def _check_type(direction: Direction, channel: Channel, header: Header) -> None:
    known = {body.type_name: body.version for body in CATALOGUE[direction, channel]}
    if header.type not in known:
        allowed = ", ".join(known)
        raise RefusedError(
            header,
            "unknown_type",
            f"{header.type!r} is not said on {direction}/{channel}: {allowed}",
            "type",
        )
    if header.version != known[header.type]:
        raise RefusedError(
            header,
            "unsupported_version",
            f"{header.type} has version {known[header.type]}, not {header.version}",
            "version",
        )


def _first_fault(error: ValidationError, tag: str | None = None) -> tuple[str, str]:
    fault = error.errors(include_url=False, include_input=False, include_context=False)[0]
    steps = [str(step) for step in fault["loc"]]
    if steps[:1] == [tag]:
        # Inside a union the path begins with the member's tag, which the sender never wrote.
        steps = steps[1:]
    field = ".".join(steps)[:200]
    return field, f"{field}: {fault['msg']}"[:500] if field else fault["msg"][:500]
