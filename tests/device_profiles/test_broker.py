"""A real mosquitto reads the generated files: who may connect, and what they may say and hear."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import aiomqtt
import pytest

from device_profiles.broker_rules import acl_file, device_username, password_line
from device_profiles.contract import topics
from device_profiles.contract.ids import DeviceAddress
from device_profiles.contract.topics import Channel
from device_profiles.profiles import load_kinds

pytestmark = pytest.mark.integration

ONE = DeviceAddress(region="north", branch="b1", device="counter-1")
OTHER = DeviceAddress(region="north", branch="b1", device="counter-2")
HUB = "hub"


@dataclass(frozen=True)
class Broker:
    port: int

    def connect(self, username: str | None, password: str | None = None) -> aiomqtt.Client:
        """A connection under that name, with its right password unless another is given."""
        return aiomqtt.Client(
            "127.0.0.1",
            self.port,
            username=username,
            password=password if password or username is None else f"password of {username}",
            protocol=aiomqtt.ProtocolVersion.V5,
            timeout=10,
        )


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    program = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin")
    if program is None:
        pytest.skip("mosquitto is not installed")
    folder = tmp_path_factory.mktemp("broker")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [program, "-c", str(configure(folder, port))], stderr=subprocess.PIPE, encoding="utf-8"
    )
    try:
        assert process.stderr is not None
        assert any(line.rstrip().endswith("running") for line in process.stderr), "mosquitto did not start"
        yield Broker(port)
    finally:
        process.terminate()
        process.communicate(timeout=10)


def configure(folder: Path, port: int) -> Path:
    kind = load_kinds()["counter"]
    devices = [(device_username(device), device, kind) for device in (ONE, OTHER)]
    names = [HUB, *(name for name, _, _ in devices)]
    (folder / "acl").write_text(acl_file(devices, HUB), encoding="utf-8")
    lines = [password_line(name, f"password of {name}", name.encode()[:1] * 12) for name in names]
    (folder / "passwords").write_text("".join(lines), encoding="utf-8")
    configuration = folder / "mosquitto.conf"
    configuration.write_text(
        f"listener {port} 127.0.0.1\nallow_anonymous false\nset_tcp_nodelay true\n"
        f"password_file {folder / 'passwords'}\nacl_file {folder / 'acl'}\n"
        # Started as root, mosquitto would become a user who may not read pytest's folder.
        "user root\nlog_dest stderr\nlog_type notice\nlog_type information\n",
        encoding="utf-8",
    )
    return configuration


async def test_the_right_password_is_let_in(broker: Broker) -> None:
    async with broker.connect(device_username(ONE)) as counter:
        await counter.publish(topics.state(ONE), b"here", qos=1)


@pytest.mark.parametrize(
    ("username", "password"),
    [
        (device_username(ONE), "wrong"),
        (device_username(ONE), f"password of {device_username(OTHER)}"),
        ("north.b1.counter-3", "password of north.b1.counter-3"),
        (None, None),
    ],
)
async def test_a_wrong_password_a_stranger_and_a_nameless_one_are_not(
    broker: Broker, username: str | None, password: str | None
) -> None:
    with pytest.raises(aiomqtt.MqttError, match=r"(?i)not authorized"):
        async with broker.connect(username, password):
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
async def test_a_device_publishes_on_its_own_channels_alone(broker: Broker, forbidden: str) -> None:
    async with broker.connect(HUB) as hub:
        for topic_filter in (*topics.hub_subscriptions(), topics.down(ONE, Channel.CASE), "#"):
            await hub.subscribe(topic_filter, qos=1)
        with suppress(aiomqtt.MqttError):  # mosquitto may drop the connection of one who tries
            async with broker.connect(device_username(ONE)) as counter:
                await counter.publish(forbidden, b"forbidden", qos=1)
        async with broker.connect(device_username(ONE)) as counter:
            await counter.publish(topics.up(ONE, Channel.CASE), b"allowed", qos=1)
        assert (await anext(aiter(hub.messages))).payload == b"allowed"


async def test_a_device_publishes_chunks_of_materials(broker: Broker) -> None:
    async with broker.connect(HUB) as hub, broker.connect(device_username(ONE)) as counter:
        await hub.subscribe(topics.hub_subscriptions()[0], qos=1)
        await counter.publish(topics.chunk(ONE, "up", "scan-1", 262_144), b"bytes", qos=1)
        message = await anext(aiter(hub.messages))
        assert topics.parse(str(message.topic)).offset_bytes == 262_144


async def test_a_device_hears_what_is_meant_for_it_alone(broker: Broker) -> None:
    async with broker.connect(HUB) as hub, broker.connect(device_username(ONE)) as counter:
        for topic_filter in ("#", *topics.device_subscriptions(OTHER), *topics.device_subscriptions(ONE)):
            with suppress(aiomqtt.MqttError):
                await counter.subscribe(topic_filter, qos=1)
        await hub.publish(topics.down(OTHER, Channel.CASE), b"for the other", qos=1)
        await hub.publish(topics.down(ONE, Channel.CONFIG), b"not granted", qos=1)
        await hub.publish(topics.down(ONE, Channel.CASE), b"for this one", qos=1)
        assert (await anext(aiter(counter.messages))).payload == b"for this one"
