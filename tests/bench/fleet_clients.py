"""`python -m tests.bench.fleet_clients`: the clients of `fleet`, a process of their own.

It reads from standard input, in one line of JSON, where the broker is, how often each reports, and who
they are; says `connected` once all are, answers each line with what they count, and ends with its input.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Mapping
from typing import Any

import structlog

from dashboards.terminal.simulate.crowd import Crowd
from dashboards.terminal.simulate.device import SimulatedDevice
from dashboards.terminal.simulate.members import Member
from dashboards.terminal.simulate.nature import nature_of
from device_profiles.contract.ids import parse_device
from device_profiles.delivery.client import BrokerAddress
from device_profiles.delivery.clock import Ids, SystemClock
from device_profiles.profiles import load_kinds

CONNECT_AT_ONCE = 100


async def run(wanted: Mapping[str, Any]) -> None:
    """Connect, report until the end of the input, and say goodbye."""
    kinds, ids, line = load_kinds(), Ids(SystemClock()), asyncio.Semaphore(CONNECT_AT_ONCE)
    devices = []
    for address, kind, username, password in wanted["devices"]:
        member = Member(parse_device(address), kind)
        broker = BrokerAddress(wanted["host"], wanted["port"], username, password)
        nature = nature_of(member.address.branch, member.address.device, 1)
        devices.append(
            SimulatedDevice(member, kinds[kind], nature, broker, ids, wanted["interval_s"], line)
        )
    crowd = Crowd(devices, (), 1, wanted["interval_s"])
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(crowd.run())
        while True:
            if crowd.counts.connected == len(devices):
                break
            await asyncio.sleep(0.2)
        print("connected", flush=True)
        while await asyncio.to_thread(sys.stdin.readline):  # each line asks how many there were
            counts = crowd.counts
            print(json.dumps({"sent": counts.sent, "drops": counts.drops}), flush=True)
        running.cancel()


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    asyncio.run(run(json.loads(sys.stdin.readline())))
