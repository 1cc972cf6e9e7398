"""The contract as an AsyncAPI 3.0.0 document, from the catalogue and the spelling of topics.

Operations are the device's: what it sends and what it receives. Pure: values in, a document out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel

from device_profiles.contract import topics
from device_profiles.contract.chunks import ChunkLabel
from device_profiles.contract.codec import adapter, encode
from device_profiles.contract.envelope import Body
from device_profiles.contract.examples import CHUNK, FRAME, examples
from device_profiles.contract.frames import FrameLabel
from device_profiles.contract.guide import GUIDE
from device_profiles.contract.ids import DeviceAddress
from device_profiles.contract.messages.catalogue import CATALOGUE
from device_profiles.contract.signature import SignatureDocument
from device_profiles.contract.topics import DURABLE_CHANNELS, Channel, Direction

Document = dict[str, Any]
"""JSON: an object of the AsyncAPI specification, version 3.0.0."""

_MESSAGES: Final = "#/components/messages"
_SCHEMAS: Final = "#/components/schemas"
_CHUNK: Final = "material.chunk"
_FRAME: Final = "signal.frame"
_PARAMETERS: Final = {
    "region": "The region of the device's branch.",
    "branch": "The branch to which the device belongs.",
    "device": "The device's own name within its branch.",
    "upload": "The sender's name for the bytes of one material.",
    "call": "The call that the picture belongs to, as `signal.open` named it.",
    "offset": "Where the chunk begins in the material, in bytes, decimal.",
}
_SAYS: Final[dict[tuple[Direction, Channel], str]] = {
    ("up", Channel.STATE): "Birth and last will, retained.",
    ("up", Channel.CASE): "Casework, from the origin and from the handling counter. Numbered.",
    ("up", Channel.EVENT): "What happens at the device. Numbered.",
    ("up", Channel.TELEMETRY): "Readings of the metrics that the kind of device declares.",
    ("up", Channel.RECEIPT): "Receipts for what the hub sent.",
    ("up", Channel.MATERIAL): "The bytes of captured materials.",
    ("up", Channel.SIGNAL): "Live video: offers, beats. Not numbered.",
    ("up", Channel.FRAME): "Single pictures, while no live video comes about.",
    ("down", Channel.CASE): "Casework, for the origin and for the handling counter. Numbered.",
    ("down", Channel.COMMAND): "What the hub asks of the device. Numbered.",
    ("down", Channel.SIGNAL): "Live video: what a desk asks and answers. Not numbered.",
    ("down", Channel.RECEIPT): "Receipts for what the device sent.",
    ("down", Channel.MATERIAL): "The bytes of materials, for the handling counter.",
}


def document(kinds: Mapping[str, BaseModel], procedures: Mapping[str, BaseModel]) -> Document:
    """Describe everything a device may send and receive, with the profiles as they are in their files."""
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Tongban: devices and hub", "version": "1", "description": GUIDE},
        "defaultContentType": "application/json",
        "servers": {"broker": _server()},
        "channels": {_name(*where): _channel(*where) for where in _SAYS},
        "operations": {_operation_name(*where): _operation(*where) for where in _SAYS},
        "components": {
            "messages": _messages(),
            "schemas": _schemas(),
            "securitySchemes": {"credentials": {"type": "userPassword"}},
        },
        "x-signature": SignatureDocument.model_json_schema(),
        "x-device-kinds": _plain(kinds),
        "x-procedures": _plain(procedures),
    }


def _plain(profiles: Mapping[str, BaseModel]) -> Document:
    return {name: profile.model_dump(mode="json") for name, profile in profiles.items()}


def _server() -> Document:
    return {
        "host": "{host}:{port}",
        "protocol": "mqtt",
        "protocolVersion": "5",
        "description": "The broker of the device's region; host and port are in the credential file.",
        "variables": {
            "host": {"description": "`host` of the credential file."},
            "port": {"description": "`port` of the credential file.", "default": "1883"},
        },
        "security": [{"$ref": "#/components/securitySchemes/credentials"}],
        "bindings": {
            "mqtt": {
                "clientId": "{region}.{branch}.{device}",
                "cleanSession": True,
                "lastWill": {
                    "topic": _address("up", Channel.STATE),
                    "qos": 1,
                    "retain": True,
                    "message": "a state.offline message",
                },
                "keepAlive": 20,
                "sessionExpiryInterval": 0,
                "bindingVersion": "0.2.0",
            }
        },
    }


def _channel(direction: Direction, channel: Channel) -> Document:
    address = _address(direction, channel)
    return {
        "address": address,
        "description": _SAYS[direction, channel],
        "parameters": {
            name: {"description": says} for name, says in _PARAMETERS.items() if f"{{{name}}}" in address
        },
        "messages": {name: {"$ref": f"{_MESSAGES}/{name}"} for name in _said(direction, channel)},
    }


def _operation(direction: Direction, channel: Channel) -> Document:
    described: Document = {
        "action": "send" if direction == "up" else "receive",
        "channel": {"$ref": f"#/channels/{_name(direction, channel)}"},
        "summary": _SAYS[direction, channel],
        "messages": _references(direction, channel, _said(direction, channel)),
        "bindings": {"mqtt": {"qos": 1, "retain": channel is Channel.STATE, "bindingVersion": "0.2.0"}},
    }
    answer = {Channel.MATERIAL: "receipt.upload"} | dict.fromkeys(DURABLE_CHANNELS, "receipt.message")
    if channel in answer:
        back: Direction = "down" if direction == "up" else "up"
        described["reply"] = {
            "channel": {"$ref": f"#/channels/{_name(back, Channel.RECEIPT)}"},
            "messages": _references(back, Channel.RECEIPT, [answer[channel]]),
        }
    return described


def _messages() -> Document:
    described: Document = {}
    for (direction, channel), bodies in CATALOGUE.items():
        for body in bodies:
            described.setdefault(body.type_name, _message(direction, channel, body))
    return described | {_CHUNK: _chunk_message(), _FRAME: _frame_message()}


def _message(direction: Direction, channel: Channel, body: type[Body]) -> Document:
    return {
        "name": body.type_name,
        "title": body.__name__,
        "summary": body.__doc__,
        "payload": {"$ref": f"{_SCHEMAS}/{body.__name__}Message"},
        "examples": [
            {"payload": json.loads(encode(envelope))} for envelope in examples(direction, channel, body)
        ],
    }


def _chunk_message() -> Document:
    label = ChunkLabel.model_json_schema()
    # User properties are text, whatever they spell.
    label["properties"]["size_bytes"] |= {"type": "string", "pattern": "^[1-9][0-9]*$"}
    del label["properties"]["size_bytes"]["minimum"], label["properties"]["size_bytes"]["maximum"]
    return {
        "name": _CHUNK,
        "title": "Chunk",
        "summary": "A piece of a material: raw bytes, with its label in MQTT 5 user properties.",
        "contentType": "application/octet-stream",
        "headers": label,
        "payload": {"type": "string", "format": "binary"},
        "examples": [{"headers": CHUNK.properties()}],
    }


def _frame_message() -> Document:
    label = FrameLabel.model_json_schema()
    for name in ("epoch", "number", "captured_at"):
        # User properties are text, whatever they spell.
        field = {key: told for key, told in label["properties"][name].items() if not key.endswith("imum")}
        label["properties"][name] = field | {"type": "string", "pattern": "^[0-9]+$"}
    return {
        "name": _FRAME,
        "title": "Frame",
        "summary": "One picture of a call: a JPEG file, with its label in MQTT 5 user properties.",
        "contentType": "image/jpeg",
        "headers": label,
        "payload": {"type": "string", "format": "binary"},
        "examples": [{"headers": FRAME.properties()}],
    }


def _schemas() -> Document:
    found: Document = {}
    for direction, channel in CATALOGUE:
        schema = adapter(direction, channel).json_schema(ref_template=_SCHEMAS + "/{model}")
        found |= schema.pop("$defs")
        if "title" in schema:  # the only message of its channel, instead of a union
            found[schema["title"]] = schema
    return dict(sorted(found.items()))


def _said(direction: Direction, channel: Channel) -> list[str]:
    if channel is Channel.MATERIAL:
        return [_CHUNK]
    if channel is Channel.FRAME:
        return [_FRAME]
    return [body.type_name for body in CATALOGUE[direction, channel]]


def _references(direction: Direction, channel: Channel, names: list[str]) -> list[Document]:
    return [{"$ref": f"#/channels/{_name(direction, channel)}/messages/{name}"} for name in names]


def _name(direction: Direction, channel: Channel) -> str:
    return "state" if channel is Channel.STATE else f"{direction}-{channel}"


def _operation_name(direction: Direction, channel: Channel) -> str:
    return f"{'send' if direction == 'up' else 'receive'}-{_name(direction, channel)}"


def _address(direction: Direction, channel: Channel) -> str:
    """The topic with its parameters in braces, as `topics` spells it."""
    device = DeviceAddress.model_construct(region="{region}", branch="{branch}", device="{device}")
    match channel:
        case Channel.STATE:
            return topics.state(device)
        case Channel.MATERIAL:
            return topics.chunk(device, direction, "{upload}", 0).removesuffix("0") + "{offset}"
        case Channel.FRAME:
            return topics.frame(device, "{call}")
        case _ if direction == "up":
            return topics.up(device, channel)
        case _:
            return topics.down(device, channel)
