"""Telegraf, with its own configuration and without our programs, stores what our hub stores."""

from __future__ import annotations

import asyncio
import os
import uuid
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, Final

import aiomqtt
import pytest

from device_profiles.broker_rules import acl_file, device_username, password_line
from device_profiles.contract import topics
from device_profiles.contract.codec import decode, encode
from device_profiles.contract.envelope import Envelope
from device_profiles.contract.ids import DeviceAddress
from device_profiles.contract.messages.health import Readings
from device_profiles.contract.topics import Channel
from device_profiles.delivery.clock import Ids, SystemClock
from device_profiles.profiles import DeviceKind, load_kinds
from hub.service.telemetry import TelemetryIntake
from hub.sinks.influx import InfluxTelemetryStore
from hub.sinks.influx_database import InfluxDatabase
from tests.fakes.telemetry import MemorySpool
from tests.servers.influx import any_influx_server, asked, skip_module_without_influx
from tests.servers.mosquitto import Mosquitto, mosquitto
from tests.servers.telegraf import telegraf

skip_module_without_influx()
pytestmark = pytest.mark.influx

KINDS: Final = load_kinds()
CLOCK: Final = SystemClock()
KIOSK: Final = DeviceAddress(region="north", branch="b1", device="kiosk-1")
COUNTER: Final = DeviceAddress(region="north", branch="b2", device="counter-1")
DEVICES: Final = [(KIOSK, KINDS["kiosk"]), (COUNTER, KINDS["counter"])]
TOPIC: Final = topics.of_every_device(Channel.TELEMETRY)
LISTENER: Final = f"\nuser telegraf\ntopic read {TOPIC}\n"
SECRET: Final = "a secret"
LOOK_EVERY_S: Final = 0.05


def snapshot(address: DeviceAddress, kind: DeviceKind, number: int, now_ms: int) -> Readings:
    """Whole numbers and fractions, a replay, and a metric that is sometimes missing."""
    return Readings(
        boot=f"boot-of-{address.device}",
        number=number,
        measured_at=now_ms + number * 1000,
        historical=number == 2,
        metrics={
            name: float(place) if number == 1 else place + number / 8
            for place, name in enumerate(kind.metrics, start=1)
            if (number, name) != (3, "camera_fps")
        },
    )


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mosquitto]:
    """Lets the devices speak as the hub would, and Telegraf hear readings and nothing else."""
    salt = os.urandom(12)
    users = [(device_username(address), address, kind) for address, kind in DEVICES]
    names = ["hub", "telegraf", *(name for name, _, _ in users)]
    passwords = "".join(password_line(name, SECRET, salt) for name in names)
    with mosquitto(
        tmp_path_factory.mktemp("mosquitto"),
        passwords=passwords,
        acl=acl_file(users, hub_user="hub") + LISTENER,
        more="log_type subscribe\n",
    ) as broker:
        yield broker


async def test_telegraf_stores_the_same_values(broker: Mosquitto, tmp_path: Path) -> None:
    with any_influx_server(tmp_path) as influx:
        ours, theirs = (f"tongban-test-{name}-{uuid.uuid4()}" for name in ("ours", "theirs"))
        await asked(influx.url, theirs, f'CREATE DATABASE "{theirs}"')
        settings = {
            "TONGBAN_BROKER": f"tcp://127.0.0.1:{broker.port}",
            "TONGBAN_BROKER_USER": "telegraf",
            "TONGBAN_BROKER_PASSWORD": SECRET,
            "TELEGRAF_INFLUX_URL": influx.url,
            "TELEGRAF_INFLUX_BUCKET": theirs,
            "TELEGRAF_INFLUX_TOKEN": "",
        }
        with telegraf(tmp_path, settings) as log:
            try:
                async with asyncio.timeout(60), broker.client("hub", SECRET) as hub:
                    await hub.subscribe(TOPIC, qos=1)
                    await until(lambda: said(broker, f"telegraf-tongban 1 {TOPIC}"))
                    sent = await devices_report(broker)
                    await hub_stores(
                        hub, InfluxTelemetryStore(InfluxDatabase(influx.url, database=ours)), sent
                    )
                    await until(lambda: has(influx.url, theirs, sent))
            except TimeoutError:
                pytest.fail(log.read_text(encoding="utf-8"))
        expected, stored = await rows(influx.url, ours), await rows(influx.url, theirs)
    assert len(expected) == sent == 6
    assert stored == expected
    assert stored["north", "b1", "kiosk-1", "boot-of-kiosk-1", 1]["metrics"]["cpu_percent"] == 1
    assert stored["north", "b2", "counter-1", "boot-of-counter-1", 2]["historical"] is True


async def until(happened: Callable[[], Awaitable[bool]]) -> None:
    """Look again and again."""
    while True:
        if await happened():
            return
        await asyncio.sleep(LOOK_EVERY_S)


async def said(broker: Mosquitto, words: str) -> bool:
    return words in broker.last_words()


async def has(url: str, database: str, many: int) -> bool:
    return len(await rows(url, database)) >= many


async def devices_report(broker: Mosquitto) -> int:
    """The devices say three times each how they are, as agents do; how many messages that was."""
    ids, sent = Ids(CLOCK), 0
    now_ms = CLOCK.now_ms() - 10_000
    for address, kind in DEVICES:
        async with broker.client(device_username(address), SECRET) as device:
            for number in (1, 2, 3):
                body = snapshot(address, kind, number, now_ms)
                message = Envelope(
                    id=ids.message_id(), type=body.type_name, version=1, sent_at=CLOCK.now_ms(), body=body
                )
                await device.publish(topics.up(address, Channel.TELEMETRY), encode(message), qos=1)
                sent += 1
    return sent


async def hub_stores(hub: aiomqtt.Client, store: InfluxTelemetryStore, many: int) -> None:
    """So many messages go the hub's way: read, checked against the profile, stored."""
    intake = TelemetryIntake(store, MemorySpool(), KINDS, CLOCK)
    kinds = {address: kind.kind for address, kind in DEVICES}
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(intake.run())
        for _ in range(many):
            arrived = await anext(hub.messages)
            topic = topics.parse(str(arrived.topic))
            body = decode("up", topic.channel, bytes(arrived.payload)).body
            assert isinstance(body, Readings)
            await intake.take(body, topic.device, kinds[topic.device])
        running.cancel()
    await intake.close()


async def rows(url: str, database: str) -> dict[tuple[Any, ...], dict[str, Any]]:
    """What the database has: by device, boot and number the time (Unix ms), the mark and the metrics."""
    found = {}
    for series in await asked(url, database, "SELECT * FROM readings GROUP BY region, branch, device"):
        tags = series["tags"]
        for values in series["values"]:
            row = {
                name: value
                for name, value in zip(series["columns"], values, strict=True)
                if value is not None
            }
            row.pop("kind", None)  # of the registry, which Telegraf does not know
            key = (tags["region"], tags["branch"], tags["device"], row.pop("boot"), row.pop("number"))
            at_ms, historical = row.pop("time"), row.pop("historical")
            found[key] = {"at_ms": at_ms, "historical": historical, "metrics": row}
    return found
