"""People at counters where cases are filed: they fill in, scan, cancel, grow impatient, see the result."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from pathlib import Path
from typing import Final

import httpx
import numpy as np
from PIL import Image

from dashboards.terminal.demo.people import Counter, RefusedError
from device_profiles.profiles import load_procedures
from tests.faults.history import Json
from tests.faults.plan import CasePlan
from tests.faults.playbook import Playbook, Script
from tests.faults.pressing import AGAIN_S, look, press

RESULTS: Final = frozenset({"succeeded", "failed", "cancelled", "expired"})


class Origin:
    """One counter's screen, and whoever stands before it with one customer after another."""

    def __init__(self, counter: Counter, glass: Path, playbook: Playbook, seed: int) -> None:
        self.counter = counter
        self._glass = glass
        self._playbook = playbook
        self._pictures = np.random.default_rng(seed)
        self._state: Json = None
        self._changed = asyncio.Event()
        self._scanner = asyncio.Lock()
        self._papers = 0
        self._procedures = load_procedures()

    async def watch(self) -> None:
        """Keep the screen in view until cancelled."""
        while True:
            try:
                self._state = await self.counter.state(
                    -1 if self._state is None else self._state["version"]
                )
            except httpx.TransportError:
                self._state = None  # an agent that starts anew counts its versions anew
                await asyncio.sleep(AGAIN_S)
            changed, self._changed = self._changed, asyncio.Event()
            changed.set()

    async def serve(self, plan: CasePlan) -> None:
        """One customer's business, from filing until the result was seen."""
        script = self._playbook.open(await self._file(plan), plan)
        match plan.habit:
            case "cancels at once":
                await self._cancel(script)
            case "cancels when accepted":
                await self._shown(
                    script.case, lambda filed: _is_over(filed) or _was_told(filed, "accepted")
                )
                await self._cancel(script)
            case _:
                pass
        await self._go_on(script)
        self._playbook.note(plan, "told")
        await press(lambda: self.counter.acknowledge_result(script.case))
        script.seen = True
        self._playbook.note(plan, "seen")

    async def _file(self, plan: CasePlan) -> str:
        """File it; after an unknown outcome, only if the screen does not show it."""
        while True:
            try:
                return await self.counter.file(plan.branch, plan.procedure, plan.application)
            except httpx.TransportError:
                await asyncio.sleep(AGAIN_S)
            state = await look(self.counter.state)
            for filed in state["filed"]:
                if filed["application"]["customer-name"] == plan.customer:
                    return str(filed["case"])

    async def _go_on(self, script: Script) -> None:
        """Do what the screen asks for, until it shows a result."""
        recaptured, impatient = 0, script.plan.habit == "impatient"

        def calls(filed: Json) -> bool:
            waits = impatient and bool(filed["told"]) and filed["told"][-1]["news"] == "waiting"
            wanted = _was_told(filed, "accepted") and bool(self._lacking(filed, recaptured))
            unfinished = _was_told(filed, "accepted") and not filed["collected"]
            return _is_over(filed) or waits or wanted or unfinished

        while not _is_over(filed := await self._shown(script.case, calls)):
            if impatient and filed["told"][-1]["news"] == "waiting":
                impatient = False
                await press(lambda: self.counter.ask_for_another(script.case))
                continue
            self._playbook.note(script.plan, "accepted")
            rounds = sum(told["news"] == "recapture" for told in filed["told"])
            for name in self._lacking(filed, recaptured):
                await self._scan(script, name)
            recaptured = rounds
            self._playbook.note(script.plan, "captured")
            await press(lambda: self.counter.finish_collecting(script.case))
            self._playbook.note(script.plan, "collected")
            if script.plan.habit == "cancels when collected":
                await self._cancel(script)
            await self._shown(script.case, lambda filed: _is_over(filed) or filed["collected"])

    def _lacking(self, filed: Json, recaptured: int) -> list[str]:
        """What is still to be scanned: not there, refused by the hub, or wanted again."""
        there = {capture["material"]["name"] for capture in filed["captures"] if not capture["refusal"]}
        kinds = self._procedures[filed["procedure"]].materials
        again = [told["materials"] for told in filed["told"] if told["news"] == "recapture"][recaptured:]
        return [
            name
            for name, kind in kinds.items()
            if (kind.required and name not in there) or any(name in names for names in again)
        ]

    async def _scan(self, script: Script, name: str) -> None:
        """Lay a paper on the glass and scan it; if nobody knows what became of that, another one."""
        async with self._scanner:
            while True:
                self._papers += 1
                paper = self._glass / f"{self._papers:06d}.png"
                await asyncio.to_thread(self._lay, paper, script.plan.picture_px)
                script.scanned.pop(name, None)
                try:
                    capture = await self.counter.scan(script.case, name, "folder")
                except httpx.TransportError:
                    await asyncio.sleep(AGAIN_S)
                    continue
                except RefusedError:
                    return  # the case was closed meanwhile
                finally:
                    await asyncio.to_thread(paper.unlink)
                script.scanned[name] = capture["material"]["sha256"]
                return

    def _lay(self, paper: Path, side_px: int) -> None:
        """A picture that does not compress, and that is like no other."""
        pixels = self._pictures.integers(0, 256, (side_px, side_px, 3), dtype=np.uint8)
        written = io.BytesIO()
        Image.fromarray(pixels).save(written, "PNG", compress_level=1)
        unfinished = paper.with_name(f".{paper.name}")
        unfinished.write_bytes(written.getvalue())
        unfinished.rename(paper)

    async def _cancel(self, script: Script) -> None:
        await press(lambda: self.counter.cancel(script.case, "The customer leaves."))

    async def _shown(self, case: str, shown: Callable[[Json], bool]) -> Json:
        """Watch the screen until it shows that of the case; the case as it stands there."""
        while True:
            changed = self._changed
            for filed in () if self._state is None else self._state["filed"]:
                if filed["case"] == case and shown(filed):
                    return filed
            await changed.wait()


def _is_over(filed: Json) -> bool:
    return filed["refusal"] is not None or any(told["news"] in RESULTS for told in filed["told"])


def _was_told(filed: Json, news: str) -> bool:
    return any(told["news"] == news for told in filed["told"])
