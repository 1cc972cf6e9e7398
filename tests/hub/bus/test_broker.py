"""The hub's own mosquitto: started, watched, told of new devices, ended in good order."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiomqtt
import psutil
import pytest

from device_profiles.broker_rules import device_username, password_line
from device_profiles.contract import topics
from device_profiles.contract.ids import parse_device
from device_profiles.contract.topics import Channel
from device_profiles.profiles import DeviceKind, load_kinds
from hub.bus import broker as broker_module
from hub.bus.broker import Broker, BrokerError
from hub.ports.devices import Device
from tests.fakes.case_events import COUNTER_A, COUNTER_B

pytestmark = pytest.mark.integration

KEPT = ("passwords", "acl", "mosquitto.conf")
KIND = load_kinds()["counter"]
Register = tuple[list[tuple[Device, DeviceKind]], list[str]]


def register(*counters: str) -> Register:
    """These counters are registered, each with its address as its password."""
    devices = [(Device(counter, "counter", online=False, since=None), KIND) for counter in counters]
    lines = [
        password_line(device_username(parse_device(counter)), counter, bytes(12)) for counter in counters
    ]
    return devices, lines


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that mosquitto can come to although it runs as nobody, as pytest's own is not."""
    above = Path(tempfile.mkdtemp(prefix="tongban-broker-"))
    above.chmod(0o711)
    yield above / "broker"
    shutil.rmtree(above)


@asynccontextmanager
async def watched(broker: Broker, known: Register) -> AsyncIterator[Broker]:
    """The broker, started and watched as the hub does it."""
    await broker.start(*known)
    async with asyncio.TaskGroup() as tasks:
        watching = tasks.create_task(broker.watch())
        await asyncio.sleep(0)  # let it begin: what was never begun cannot be ended in good order
        try:
            yield broker
        finally:
            watching.cancel()


def as_counter(broker: Broker, counter: str) -> aiomqtt.Client:
    """A counter's connection."""
    return aiomqtt.Client(
        broker.address.host,
        broker.address.port,
        username=device_username(parse_device(counter)),
        password=counter,
        protocol=aiomqtt.ProtocolVersion.V5,
        timeout=5,
    )


def as_hub(broker: Broker) -> aiomqtt.Client:
    """The hub's connection."""
    address = broker.address
    return aiomqtt.Client(
        address.host,
        address.port,
        username=address.username,
        password=address.password,
        protocol=aiomqtt.ProtocolVersion.V5,
        timeout=5,
    )


def process_of(broker: Broker) -> psutil.Process:
    assert broker._process is not None
    return psutil.Process(broker._process.pid)


async def hears(client: aiomqtt.Client) -> bytes:
    async with asyncio.timeout(10):
        payload = (await anext(aiter(client.messages))).payload
        assert isinstance(payload, bytes)
        return payload


async def until_let_in(broker: Broker, counter: str) -> None:
    """Until the broker has read the new register."""
    async with asyncio.timeout(10):
        while True:
            try:
                async with as_counter(broker, counter):
                    return
            except aiomqtt.MqttError:
                await asyncio.sleep(0.02)


async def test_the_hub_and_a_registered_counter_speak_through_it(folder: Path) -> None:
    async with watched(Broker(folder, "127.0.0.1", 0), register(COUNTER_A)) as broker:
        async with as_hub(broker) as hub, as_counter(broker, COUNTER_A) as counter:
            for topic_filter in topics.hub_subscriptions():
                await hub.subscribe(topic_filter, qos=1)
            await counter.publish(topics.up(parse_device(COUNTER_A), Channel.CASE), b"here", qos=1)
            assert await hears(hub) == b"here"
        with pytest.raises(aiomqtt.MqttError, match=r"(?i)not authorized"):
            async with as_counter(broker, COUNTER_B):
                pass


async def test_a_killed_broker_is_started_again(folder: Path) -> None:
    async with watched(Broker(folder, "127.0.0.1", 0), register(COUNTER_A)) as broker:
        first = process_of(broker)
        first.send_signal(signal.SIGKILL)
        await asyncio.to_thread(first.wait, 10)
        await until_let_in(broker, COUNTER_A)
        assert process_of(broker).pid != first.pid
        async with as_hub(broker):
            pass


async def test_a_new_counter_is_let_in_without_a_break_for_the_others(folder: Path) -> None:
    async with watched(Broker(folder, "127.0.0.1", 0), register(COUNTER_A)) as broker:
        before = process_of(broker)
        async with as_hub(broker) as hub, as_counter(broker, COUNTER_A) as counter:
            for topic_filter in topics.hub_subscriptions():
                await hub.subscribe(topic_filter, qos=1)
            await broker.admit(*register(COUNTER_A, COUNTER_B))
            await until_let_in(broker, COUNTER_B)
            await counter.publish(topics.up(parse_device(COUNTER_A), Channel.CASE), b"still here", qos=1)
            assert await hears(hub) == b"still here"
            async with as_counter(broker, COUNTER_B) as other:
                await other.publish(topics.up(parse_device(COUNTER_B), Channel.CASE), b"here too", qos=1)
                assert await hears(hub) == b"here too"
        assert process_of(broker).pid == before.pid


async def test_it_knows_the_new_counter_after_a_kill_as_well(folder: Path) -> None:
    async with watched(Broker(folder, "127.0.0.1", 0), register(COUNTER_A)) as broker:
        await broker.admit(*register(COUNTER_A, COUNTER_B))
        first = process_of(broker)
        first.kill()
        await asyncio.to_thread(first.wait, 10)
        await until_let_in(broker, COUNTER_B)


async def test_its_files_are_its_own(folder: Path) -> None:
    async with watched(Broker(folder, "127.0.0.1", 0), register(COUNTER_A)) as broker:
        await broker.admit(*register(COUNTER_A, COUNTER_B))
        owner = "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        files = await asyncio.to_thread(lambda: list(folder.iterdir()))
        for file in files:
            assert file.owner() == owner, file
            assert stat.S_IMODE(file.stat().st_mode) == 0o600 or file.name == "state", file
        assert process_of(broker).username() == owner
        passwords = (folder / "passwords").read_text(encoding="utf-8")
        assert (broker.address.password or "") not in passwords
        assert COUNTER_A not in passwords
        assert {line.partition(":")[0] for line in passwords.splitlines()} == {
            "hub",
            "north.b1.counter-1",
            "north.b2.counter-1",
        }
        assert {file.name for file in files} == {*KEPT, "state"}


async def test_it_listens_on_its_one_address(folder: Path) -> None:
    async with watched(Broker(folder, "127.0.0.1", 0), register()) as broker:
        listening = [
            connection.laddr
            for connection in process_of(broker).net_connections()
            if connection.status == psutil.CONN_LISTEN
        ]
        assert listening == [("127.0.0.1", broker.address.port)]


async def test_it_ends_in_good_order_and_keeps_what_was_retained(folder: Path) -> None:
    state = topics.state(parse_device(COUNTER_A))
    async with watched(Broker(folder, "127.0.0.1", 0), register(COUNTER_A)) as broker:
        process = process_of(broker)
        async with as_counter(broker, COUNTER_A) as counter:
            await counter.publish(state, b"offline", qos=1, retain=True)
    assert not process.is_running()
    async with (
        watched(Broker(folder, "127.0.0.1", 0), register(COUNTER_A)) as broker,
        as_hub(broker) as hub,
    ):
        await hub.subscribe(state, qos=1)
        assert await hears(hub) == b"offline"


async def test_the_hub_takes_back_what_a_device_that_is_gone_had_retained(folder: Path) -> None:
    state = topics.state(parse_device(COUNTER_A))
    async with watched(Broker(folder, "127.0.0.1", 0), register(COUNTER_A)) as broker:
        async with as_counter(broker, COUNTER_A) as counter, as_hub(broker) as hub:
            await counter.publish(state, b"offline", qos=1, retain=True)
            await hub.publish(state, b"", qos=1, retain=True)
        async with as_hub(broker) as hub, as_counter(broker, COUNTER_A) as counter:
            await hub.subscribe(state, qos=1)
            await counter.publish(state, b"the first to come", qos=1)
            assert await hears(hub) == b"the first to come"


async def test_a_broker_that_does_not_end_is_ended(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker_module, "STOP_TIMEOUT_S", 0.05)
    async with watched(Broker(folder, "127.0.0.1", 0), register()) as broker:
        process = process_of(broker)
        process.suspend()
    assert not process.is_running()


async def test_it_does_not_take_another_programs_port_for_its_own(folder: Path) -> None:
    """Its password would go to whoever listens there."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        broker = Broker(folder, "127.0.0.1", port)
        with pytest.raises(BrokerError, match=rf"another program listens on .*:{port}"):
            await broker.start(*register())
        assert broker._process is None


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives itself up to run as nobody")
def test_it_does_not_begin_when_its_hub_was_killed_while_starting_it() -> None:
    def begun(hub_pid: int) -> str:
        words = [*broker_module._as_nobody(hub_pid), "echo", "begun"]
        return subprocess.run(words, capture_output=True, text=True, check=False).stdout

    assert begun(os.getpid()) == "begun\n"
    assert begun(2**22 + 1) == ""  # larger than the id of any process (proc(5), pid_max)


async def test_a_folder_that_nobody_can_come_to_is_named(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(BrokerError, match=r"nobody.*cannot pass through.*chmod o\+x"):
        await Broker(closed / "broker", "127.0.0.1", 0).start(*register())


async def test_without_mosquitto_it_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.bus.broker.shutil.which", lambda *_, **__: None)
    with pytest.raises(BrokerError, match=r"apt-get install mosquitto.*TONGBAN_BROKER_URL"):
        await Broker(folder, "127.0.0.1", 0).start(*register())


async def test_a_configuration_it_cannot_read_ends_it_at_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broker_module, "_CONFIGURATION", "no such word\n")
    with pytest.raises(BrokerError, match="ended at once with code"):
        await Broker(folder, "127.0.0.1", 0).start(*register())
