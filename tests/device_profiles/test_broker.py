"""A real mosquitto reads the generated files: who may connect, and what they may say and hear."""

from collections.abc import Iterator
from contextlib import suppress

import aiomqtt
import pytest

from device_profiles.broker_rules import acl_file, device_username, password_line
from device_profiles.contract import topics
from device_profiles.contract.ids import DeviceAddress
from device_profiles.contract.topics import Channel
from device_profiles.profiles import load_kinds
from tests.servers.mosquitto import Mosquitto, mosquitto

pytestmark = pytest.mark.integration

ONE = DeviceAddress(region="north", branch="b1", device="counter-1")
OTHER = DeviceAddress(region="north", branch="b1", device="counter-2")
HUB = "hub"


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mosquitto]:
    kind = load_kinds()["counter"]
    devices = [(device_username(device), device, kind) for device in (ONE, OTHER)]
    names = [HUB, *(name for name, _, _ in devices)]
    passwords = [password_line(name, password_of(name), name.encode()[:1] * 12) for name in names]
    folder = tmp_path_factory.mktemp("broker")
    with mosquitto(folder, passwords="".join(passwords), acl=acl_file(devices, HUB)) as running:
        yield running


def password_of(name: str) -> str:
    return f"password of {name}"


def connect(broker: Mosquitto, username: str) -> aiomqtt.Client:
    """A connection under that name, with its right password."""
    return broker.client(username, password_of(username))


async def test_the_right_password_is_let_in(broker: Mosquitto) -> None:
    async with connect(broker, device_username(ONE)) as counter:
        await counter.publish(topics.state(ONE), b"here", qos=1)


@pytest.mark.parametrize(
    ("username", "password"),
    [
        (device_username(ONE), "wrong"),
        (device_username(ONE), password_of(device_username(OTHER))),
        ("north.b1.counter-3", "password of north.b1.counter-3"),
        (None, None),
    ],
)
async def test_a_wrong_password_a_stranger_and_a_nameless_one_are_not(
    broker: Mosquitto, username: str | None, password: str | None
) -> None:
    with pytest.raises(aiomqtt.MqttError, match=r"(?i)not authorized"):
        async with broker.client(username, password):
            pass


@pytest.mark.parametrize(
    "forbidden",
    [
        topics.up(OTHER, Channel.CASE),
        topics.state(OTHER),
        topics.up(ONE, Channel.CONFIG),
        topics.down(ONE, Channel.CASE),
        "elsewhere",
    ],
)
async def test_a_device_publishes_on_its_own_channels_alone(broker: Mosquitto, forbidden: str) -> None:
    async with connect(broker, HUB) as hub:
        for topic_filter in (*topics.hub_subscriptions(), topics.down(ONE, Channel.CASE), "#"):
            await hub.subscribe(topic_filter, qos=1)
        with suppress(aiomqtt.MqttError):  # mosquitto may drop the connection of one who tries
            async with connect(broker, device_username(ONE)) as counter:
                await counter.publish(forbidden, b"forbidden", qos=1)
        async with connect(broker, device_username(ONE)) as counter:
            await counter.publish(topics.up(ONE, Channel.CASE), b"allowed", qos=1)
        assert (await anext(aiter(hub.messages))).payload == b"allowed"


async def test_a_device_publishes_chunks_of_materials(broker: Mosquitto) -> None:
    async with connect(broker, HUB) as hub, connect(broker, device_username(ONE)) as counter:
        for topic_filter in topics.hub_subscriptions():
            await hub.subscribe(topic_filter, qos=1)
        await counter.publish(topics.chunk(ONE, "up", "scan-1", 262_144), b"bytes", qos=1)
        message = await anext(aiter(hub.messages))
        assert topics.parse(str(message.topic)).offset_bytes == 262_144


async def test_a_device_hears_what_is_meant_for_it_alone(broker: Mosquitto) -> None:
    async with connect(broker, HUB) as hub, connect(broker, device_username(ONE)) as counter:
        for topic_filter in ("#", *topics.device_subscriptions(OTHER), *topics.device_subscriptions(ONE)):
            with suppress(aiomqtt.MqttError):
                await counter.subscribe(topic_filter, qos=1)
        await hub.publish(topics.down(OTHER, Channel.CASE), b"for the other", qos=1)
        await hub.publish(topics.down(ONE, Channel.CONFIG), b"not granted", qos=1)
        await hub.publish(topics.down(ONE, Channel.CASE), b"for this one", qos=1)
        assert (await anext(aiter(counter.messages))).payload == b"for this one"
