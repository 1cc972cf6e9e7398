"""Every topic of Tongban is spelled here, and nowhere else.

    tongban/1/{region}/{branch}/{device}/state            retained; birth on connect, death by last will
    tongban/1/{region}/{branch}/{device}/up/{channel}     device → hub
    tongban/1/{region}/{branch}/{device}/down/{channel}   hub → device

From the same spelling come the broker's access rules (`access_rules`) and the hub's subscriptions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from device_profiles.contract.errors import TopicError
from device_profiles.contract.ids import DeviceAddress, is_identifier

ROOT = "tongban/1"
HUB_GROUP = "hub"
"""The name under which equal hubs share the devices' messages."""
LARGEST_OFFSET = 2**40


class Channel(StrEnum):
    """What kind of thing is said; `STATE` is the retained topic beside the two directions."""

    STATE = "state"
    TELEMETRY = "telemetry"
    EVENT = "event"
    CASE = "case"
    MATERIAL = "material"
    SIGNAL = "signal"
    FRAME = "frame"
    COMMAND = "command"
    CONFIG = "config"
    RECEIPT = "receipt"


DURABLE_CHANNELS = frozenset({Channel.CASE, Channel.EVENT, Channel.COMMAND})
"""Channels whose messages are numbered in a durable stream and answered with a receipt."""

Direction = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic, taken apart."""

    device: DeviceAddress
    channel: Channel
    direction: Direction
    upload: str | None = None
    offset_bytes: int | None = None
    call: str | None = None


@dataclass(frozen=True, slots=True)
class AccessRule:
    """One line of a permission: `write` is to publish, `read` to receive."""

    access: Literal["read", "write", "readwrite"]
    topic_filter: str


def state(device: DeviceAddress) -> str:
    """The retained topic that says whether the device is connected."""
    return f"{ROOT}/{device}/{Channel.STATE}"


def up(device: DeviceAddress, channel: Channel) -> str:
    """The topic on which the device speaks to the hub."""
    return f"{ROOT}/{device}/up/{channel}"


def down(device: DeviceAddress, channel: Channel) -> str:
    """The topic on which the hub speaks to the device."""
    return f"{ROOT}/{device}/down/{channel}"


def chunk(device: DeviceAddress, direction: Direction, upload: str, offset_bytes: int) -> str:
    """The topic of one piece of a material's bytes."""
    return f"{ROOT}/{device}/{direction}/{Channel.MATERIAL}/{upload}/{offset_bytes}"


def frame(device: DeviceAddress, call: str) -> str:
    """The topic of the single pictures of one call."""
    return f"{ROOT}/{device}/up/{Channel.FRAME}/{call}"


def parse(topic: str) -> Topic:
    """Take a topic apart.

    Raises:
        TopicError: it is none of this contract's.
    """
    prefix = ROOT + "/"
    parts = topic.removeprefix(prefix).split("/")
    if not topic.startswith(prefix) or len(parts) < 4 or not all(map(is_identifier, parts[:3])):
        raise TopicError("wrong_topic", f"{topic[:200]!r} is not a topic of {ROOT}")
    device = DeviceAddress.model_construct(region=parts[0], branch=parts[1], device=parts[2])
    match parts[3:]:
        case ["state"]:
            return Topic(device, Channel.STATE, "up")
        case ["up" | "down" as direction, "material", upload, offset] if (
            is_identifier(upload) and _OFFSET.fullmatch(offset) and int(offset) <= LARGEST_OFFSET
        ):
            return Topic(device, Channel.MATERIAL, direction, upload, int(offset))
        case ["up", "frame", call] if is_identifier(call):
            return Topic(device, Channel.FRAME, "up", call=call)
        case ["up" | "down" as direction, name] if name in _PLAIN_CHANNELS:
            return Topic(device, Channel(name), direction)
        case _:
            raise TopicError("wrong_topic", f"{topic[:200]!r} names no channel of the contract")


def of_every_device(channel: Channel) -> str:
    """What others subscribe to who only listen on one of the devices' channels."""
    return f"{ROOT}/+/+/+/up/{channel}"


def hub_subscriptions() -> tuple[str, ...]:
    """What a hub subscribes to: most is shared with its equals, every state and signal it hears itself.

    Whoever of the hubs has the desk that a signal is for passes it on; only that one can. Telemetry is not
    among it: it has a connection of its own.
    """
    every = f"{ROOT}/+/+/+"
    own = (Channel.STATE.value, f"up/{Channel.SIGNAL}", f"up/{Channel.FRAME}/+")
    return (*map(_shared, _SHARED), *(f"{every}/{levels}" for levels in own))


def hub_telemetry_subscriptions() -> tuple[str, ...]:
    """What a hub subscribes to on its connection for telemetry, which it shares with its equals."""
    return (_shared(Channel.TELEMETRY),)


def _shared(channel: Channel) -> str:
    return f"$share/{HUB_GROUP}/{ROOT}/+/+/+/up/{channel}/#"


def device_subscriptions(device: DeviceAddress) -> tuple[str, ...]:
    """What a device subscribes to: all that the hub says to it."""
    return (f"{ROOT}/{device}/down/#",)


def access_rules(
    device: DeviceAddress, publishes: Iterable[Channel], receives: Iterable[Channel]
) -> tuple[AccessRule, ...]:
    """What the broker lets a device do: its own prefix, and only the channels its profile grants."""
    granted = [AccessRule("write", state(device))]
    granted += [AccessRule("write", _filter(device, "up", channel)) for channel in publishes]
    granted += [AccessRule("read", _filter(device, "down", channel)) for channel in receives]
    return tuple(granted)


def hub_access_rules() -> tuple[AccessRule, ...]:
    """What the broker lets the hub do: hear and speak to every device, take a retained word back."""
    prefix = f"{ROOT}/+/+/+"
    return (
        AccessRule("readwrite", f"{prefix}/{Channel.STATE}"),
        AccessRule("read", f"{prefix}/up/#"),
        AccessRule("write", f"{prefix}/down/#"),
    )


def _filter(device: DeviceAddress, direction: Direction, channel: Channel) -> str:
    return f"{ROOT}/{device}/{direction}/{channel}{_LEVELS.get(channel, '')}"


_OFFSET = re.compile(r"0|[1-9][0-9]{0,12}")
"""One spelling a number, and short: Python refuses to read thousands of digits."""
_LEVELS = {Channel.MATERIAL: "/+/+", Channel.FRAME: "/+"}
_PLAIN_CHANNELS = frozenset(set(Channel) - {Channel.STATE, *_LEVELS})
_SHARED = tuple(
    channel
    for channel in Channel
    if channel not in {Channel.STATE, Channel.SIGNAL, Channel.FRAME, Channel.TELEMETRY}
)
