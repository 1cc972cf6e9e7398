"""Hears the readings that the broker gives to other hubs, while this hub watches the devices for all.

It keeps nothing and answers nothing: whoever gets a reading as its share does that. It only tells what was
heard, so that silence, gaps and alarms are judged by all that a device says.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import structlog

from device_profiles.contract import topics
from device_profiles.contract.codec import decode
from device_profiles.contract.errors import ContractError
from device_profiles.contract.ids import DeviceAddress
from device_profiles.contract.messages.health import Readings
from device_profiles.contract.topics import Channel
from device_profiles.delivery.clock import Clock
from device_profiles.delivery.errors import DatabaseUnavailableError
from device_profiles.delivery.session import Arrival, Session
from device_profiles.profiles import DeviceKind
from hub.domain.readings import Heard, check, is_in_the_future
from hub.service.lookout import Lookout

LOOK_EVERY_S: Final = 1.0

_log = structlog.get_logger()


class Overhearing:
    """Listens on a connection of its own, while it must.

    Args:
        connect: makes that connection, which hears all readings and shares none.
        lookout: whether this hub watches, and has company.
        kind_of: the kind of a registered device; None for a stranger.
        heard: is told of each message; it must neither wait nor fail.
        clock: the hub's.
    """

    def __init__(
        self,
        connect: Callable[[], Session],
        lookout: Lookout,
        kind_of: Callable[[DeviceAddress], Awaitable[DeviceKind | None]],
        heard: Callable[[Heard], None],
        clock: Clock,
    ) -> None:
        self._connect = connect
        self._lookout = lookout
        self._kind_of = kind_of
        self._heard = heard
        self._clock = clock

    async def run(self) -> None:
        """Listen whenever this hub watches for others too, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            listening: asyncio.Task[None] | None = None
            while True:
                is_needed = self._lookout.watches and self._lookout.has_company
                if is_needed and listening is None:
                    listening = tasks.create_task(self._listen(), name="listening")
                elif listening is not None and not is_needed:
                    listening.cancel()
                    listening = None
                await asyncio.sleep(LOOK_EVERY_S)

    async def _listen(self) -> None:
        session = self._connect()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(session.run(), name="overhearing link")
            while True:
                arrival = await session.next_arrival()
                arrival.acknowledge()
                try:
                    await self._tell(arrival)
                except (ContractError, DatabaseUnavailableError):
                    pass  # told by whoever has it as its share
                except Exception:  # noqa: BLE001  a task's boundary
                    _log.exception("reading not overheard", topic=arrival.topic)

    async def _tell(self, arrival: Arrival) -> None:
        device = topics.parse(arrival.topic).device
        kind, body = await self._kind_of(device), decode("up", Channel.TELEMETRY, arrival.payload).body
        if kind is None or not isinstance(body, Readings):
            return
        now_ms = self._clock.now_ms()
        self._heard(
            Heard(
                device=str(device),
                kind=kind.kind,
                boot=body.boot,
                number=body.number,
                measured_at_ms=body.measured_at,
                received_at_ms=now_ms,
                historical=body.historical,
                metrics=check(body.metrics, kind).accepted,
                in_the_future=is_in_the_future(body.measured_at, now_ms),
            )
        )
