"""A kiosk without a camera, a disk or a page: it speaks the contract of casework and of live links."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, Final

from device_profiles.contract import topics
from device_profiles.contract.envelope import Body
from device_profiles.contract.ids import parse_branch
from device_profiles.contract.messages.case import FileCase
from device_profiles.contract.messages.signal import BEAT_EVERY_S, Beat, LinkKind, OfferLink
from device_profiles.contract.topics import Channel
from device_profiles.delivery.session import Arrival
from edge_agent.settings import Credential
from tests.bench.light_counter import LightCounter

SDP: Final = "v=0\r\n"


@dataclass(frozen=True, slots=True)
class _Call:
    call: str
    kind: LinkKind
    epoch: int = 1
    number: int = 0
    is_answered: bool = False


class LightKiosk(LightCounter):
    """One case. `heard` counts the signals that came, by their type."""

    def __init__(self, mine: Credential) -> None:
        super().__init__(mine, self._told)
        self.case = self.new_case()
        self.heard: Counter[str] = Counter()
        self.news: asyncio.Queue[str] = asyncio.Queue()
        self._call: _Call | None = None

    async def files(self, centre: str) -> str:
        """Somebody touches "talk to a person"; the case."""
        target = parse_branch(centre)
        await self.say(
            FileCase(case=self.case, target=target, procedure="talk-to-a-person", application={})
        )
        return self.case

    async def run(self) -> None:
        """Be connected, and beat, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(super().run())
            while True:
                await asyncio.sleep(BEAT_EVERY_S)
                if self._call is not None and self._call.is_answered:
                    call = self._call = replace(self._call, number=self._call.number + 1)
                    how = {"number": call.number, "frames": 15 * call.number, "state": "connected"}
                    await self._signal(Beat(case=self.case, call=call.call, epoch=call.epoch, **how))

    async def _hear(self, arrival: Arrival) -> None:
        if arrival.topic.split("/")[6] != "signal":
            await super()._hear(arrival)
            return
        message = json.loads(arrival.payload)
        self.heard[message["type"]] += 1
        body, call = message["body"], self._call
        match message["type"]:
            case "signal.open":
                await self._offer(_Call(body["call"], body["kind"]))
            case "signal.again" if call is not None and call.call == body["call"]:
                await self._offer(_Call(call.call, call.kind, call.epoch + 1))
            case "signal.answer" if call is not None and call.epoch == body["epoch"]:
                self._call = replace(call, is_answered=True)
            case "signal.close" if call is not None and call.call == body["call"]:
                self._call = None
            case _:
                pass

    async def _offer(self, call: _Call) -> None:
        self._call = call
        how = {"epoch": call.epoch, "kind": call.kind, "sdp": SDP}
        await self._signal(OfferLink(case=self.case, call=call.call, **how))

    async def _signal(self, body: Body) -> None:
        await self._session.publish(
            topics.up(self.address, Channel.SIGNAL), self._message(body, None, None)
        )

    def _told(self, kind: str, body: Any) -> None:
        if kind == "case.told":
            self.news.put_nowait(body["news"])
