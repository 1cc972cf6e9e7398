"""`ingest`: readings of ten metrics, from the broker to the store, a second of the hub's processor time.

Ours: a hub with its broker, into InfluxDB; twenty counters say what they measured as fast as it is taken.
The detail is a second hub with the store of its own. Publishing and the broker are not counted.

Peer: Telegraf, which takes such messages from the same broker into the same InfluxDB, in large batches.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
import psutil

from device_profiles.contract import topics
from device_profiles.contract.codec import encode
from device_profiles.contract.envelope import Envelope
from device_profiles.contract.ids import DeviceAddress, parse_device
from device_profiles.contract.messages.health import Readings
from device_profiles.contract.topics import Channel
from device_profiles.delivery.client import BrokerAddress
from device_profiles.delivery.clock import Ids, SystemClock
from device_profiles.delivery.session import Session
from edge_agent.settings import read_credential
from hub.domain.roster import Staff
from tests.bench.bank import BankError, Hub, open_hub
from tests.bench.harness import Benchmark, Goal, Measure, Measured, Say, Sides
from tests.servers.influx import InfluxServer, influx_server

MESSAGES: Final = 6_000
DEVICES: Final = tuple(parse_device(f"north/b1/counter-{number}") for number in range(1, 21))
OPERATOR: Final = Staff("ops", "Ops", "north/hq", "operator", frozenset(), 1)
AT_ONCE: Final = 400
PATIENCE_S: Final = 120.0
LOOK_EVERY_S: Final = 0.1
PEERS_TOPIC: Final = "bench/readings"
PEERS_DATABASE: Final = "telegraf"
METRICS: Final = {
    "cpu_percent": 12.5,
    "memory_percent": 43.1,
    "disk_free_mb": 73_211.5,
    "agent_memory_mb": 96.25,
    "camera_fps": 10.0,
    "outbox_messages": 3.0,
    "outbox_age_s": 1.5,
    "uploads_waiting": 0.0,
    "link_drops": 2.0,
    "temperature_c": 51.5,
}
TELEGRAF: Final = """
[agent]
  omit_hostname = true
  flush_interval = "200ms"
  metric_batch_size = 5000
  metric_buffer_limit = 100000
[[outputs.influxdb_v2]]
  urls = ["{influx}"]
  token = ""
  organization = "-"
  bucket = "{database}"
  content_encoding = "identity"
[[inputs.mqtt_consumer]]
  servers = ["tcp://{broker.host}:{broker.port}"]
  username = "{broker.username}"
  password = "{broker.password}"
  topics = ["{topic}"]
  qos = 1
  client_id = "bench-telegraf"
  max_undelivered_messages = 5000
  data_format = "json_v2"
  [[inputs.mqtt_consumer.json_v2]]
    measurement_name = "readings"
    timestamp_path = "body.measured_at"
    timestamp_format = "unix_ms"
    [[inputs.mqtt_consumer.json_v2.field]]
      path = "body.boot"
      type = "string"
    [[inputs.mqtt_consumer.json_v2.field]]
      path = "body.number"
      type = "int"
    [[inputs.mqtt_consumer.json_v2.object]]
      path = "body.metrics"
"""


@dataclass(frozen=True, slots=True)
class Talker:
    """A connection that says readings on a topic, each under the next number."""

    session: Session
    topic: str
    boot: str
    numbers: Callable[[], int]

    async def say(self) -> None:
        """Say one, and wait until the broker has it."""
        ids, number = Ids(SystemClock()), self.numbers()
        # A millisecond of its own for each: to a store that knows no numbers two of one would be one.
        body = Readings(
            boot=self.boot, number=number, measured_at=BASE_MS + number, historical=True, metrics=METRICS
        )
        envelope = Envelope(
            id=ids.message_id(),
            type=body.type_name,
            version=body.version,
            sent_at=SystemClock().now_ms(),
            body=body,
        )
        await self.session.publish(self.topic, encode(envelope))


BASE_MS: Final = SystemClock().now_ms() - 3_600_000


async def _say_all(talkers: Sequence[Talker]) -> None:
    turns = itertools.islice(itertools.cycle(talkers), MESSAGES)

    async def talk() -> None:
        for talker in turns:
            await talker.say()

    async with asyncio.TaskGroup() as tasks:
        for _ in range(AT_ONCE):
            tasks.create_task(talk())


async def _per_cpu_second(
    process: psutil.Process, talkers: Sequence[Talker], stored: Callable[[], Awaitable[int]]
) -> Measured:
    """Say all, wait until all are stored, and divide by what the process took for it."""
    wanted = await stored() + MESSAGES
    before, started = process.cpu_times(), time.perf_counter()
    await _say_all(talkers)
    await _until(stored, wanted)
    after = process.cpu_times()
    cpu_s = after.user + after.system - before.user - before.system
    return Measured(MESSAGES / cpu_s, {"messages_per_s": MESSAGES / (time.perf_counter() - started)})


async def _until(stored: Callable[[], Awaitable[int]], wanted: int) -> None:
    """Ask another program until it has so many: it calls nobody."""
    async with asyncio.timeout(PATIENCE_S):
        for pause_s in itertools.repeat(LOOK_EVERY_S):
            if await stored() >= wanted:
                return
            await asyncio.sleep(pause_s)


@asynccontextmanager
async def _talkers(
    named: Sequence[tuple[str, BrokerAddress, str]],
) -> AsyncIterator[list[Talker]]:
    """Connections of these names, to this broker, each with its topic."""
    async with asyncio.TaskGroup() as tasks:
        talkers, running = [], []
        for name, broker, topic in named:
            session = Session(broker, name, ())
            running.append(tasks.create_task(session.run()))
            talkers.append(Talker(session, topic, "bench", itertools.count(1).__next__))
        async with asyncio.timeout(PATIENCE_S):
            for talker in talkers:
                await talker.session.wait_connected()
        yield talkers
        for task in running:
            task.cancel()


def _as_device(hub: Hub, device: DeviceAddress) -> tuple[str, BrokerAddress, str]:
    mine = read_credential(hub.credential(device))
    broker = BrokerAddress(mine.host, mine.port, mine.username, mine.password)
    return mine.username, broker, topics.up(device, Channel.TELEMETRY)


@asynccontextmanager
async def _hub_side(
    say: Say, settings: dict[str, str]
) -> AsyncIterator[tuple[Hub, Callable[[], Awaitable[Measured]]]]:
    async with open_hub(say, DEVICES, [OPERATOR], settings) as hub:
        handset, _ = await hub.log_in(OPERATOR.person)
        process = psutil.Process(hub.process.pid)

        async def stored() -> int:
            return int((await handset.get("/api/health"))["telemetry_stored"])

        async with _talkers([_as_device(hub, device) for device in DEVICES]) as talkers:
            yield hub, lambda: _per_cpu_second(process, talkers, stored)


@asynccontextmanager
async def _telegraf_side(
    folder: Path, influx: InfluxServer, broker: BrokerAddress, client: httpx.AsyncClient
) -> AsyncIterator[Measure]:
    program = telegraf()
    if program is None:
        raise BankError("NO TELEGRAF to measure beside: deploy/setup/from_go.sh telegraf --build makes one")
    configuration = folder / "telegraf.conf"
    configuration.write_text(
        TELEGRAF.format(influx=influx.url, database=PEERS_DATABASE, broker=broker, topic=f"{PEERS_TOPIC}/+")
    )
    await client.post(f"{influx.url}/query", params={"q": f'CREATE DATABASE "{PEERS_DATABASE}"'})

    async def stored() -> int:
        question = {"db": PEERS_DATABASE, "q": "SELECT COUNT(number) FROM readings"}
        answer = (await client.get(f"{influx.url}/query", params=question)).json()["results"][0]
        return int(answer["series"][0]["values"][0][1]) if "series" in answer else 0

    with (folder / "telegraf.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *("setpriv", "--pdeathsig=TERM", "--", program, "--config", str(configuration)),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        named = [(f"bench-{device.device}", broker, f"{PEERS_TOPIC}/{device.device}") for device in DEVICES]
        async with _talkers(named) as talkers:
            await asyncio.sleep(2)  # it says nowhere that it has subscribed
            yield lambda: _per_cpu_second(psutil.Process(process.pid), talkers, stored)
    finally:
        process.terminate()
        await process.wait()


def telegraf() -> str | None:
    """A Telegraf on the PATH or in the cache folder."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return shutil.which("telegraf") or shutil.which(cache / "tongban" / "bin" / "telegraf")


@asynccontextmanager
async def _open(say: Say) -> AsyncIterator[Sides]:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tongban-bench-")))
        influx = stack.enter_context(influx_server(folder))
        client = await stack.enter_async_context(httpx.AsyncClient(timeout=60))
        settings = {"TONGBAN_INFLUX_URL": influx.url}
        hub, into_influx = await stack.enter_async_context(_hub_side(say, settings))
        _, embedded = await stack.enter_async_context(_hub_side(say, {}))

        async def ours() -> Measured:
            measured, own = await into_influx(), await embedded()
            say(f"a CPU second: {measured.value:.0f} into InfluxDB, {own.value:.0f} into the own store")
            return Measured(measured.value, {**measured.detail, "embedded": own.value})

        if telegraf() is None:
            await ours()
        peer = await stack.enter_async_context(_telegraf_side(folder, influx, hub.guest, client))
        yield Sides(ours=ours, peer=peer)


INGEST: Final = Benchmark(
    name="ingest",
    unit="messages a CPU second",
    peer="Telegraf from the same broker into the same InfluxDB",
    goal=Goal(least_ratio=1),
    open=_open,
)
