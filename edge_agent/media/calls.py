"""The calls of this device: takes what the hub says of them, and says every three seconds that it is there.

At most one of each kind. What a word does to a call `media.call` decides; what comes of it is done by
`monitoring` (the camera's film), by `consultation` (the page), and by `frames` (single pictures).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, TypeAlias

import structlog

from device_profiles.contract.envelope import Body
from device_profiles.contract.errors import Refusal
from device_profiles.contract.messages.signal import (
    BEAT_EVERY_S,
    AnswerLink,
    Beat,
    Because,
    CloseLink,
    LinkAgain,
    LinkEnded,
    OpenLink,
    WantFrames,
)
from edge_agent.eyes.port import Eyes
from edge_agent.media.call import Call, answered, begun, begun_again, fate, own_beat, viewer_beat
from edge_agent.media.consultation import Consultation
from edge_agent.media.frames import Frames
from edge_agent.media.ledger import Ledger
from edge_agent.media.line import SignalLine
from edge_agent.media.monitoring import CallFilm, Monitoring

MOST_WAITING: Final = 200
IDS_KEPT: Final = 256
_UNKNOWN_CASE: Final = "no open case of this name was filed here"

_Work: TypeAlias = Callable[[], Awaitable[object]]

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Filming:
    """Who shows what is before the camera: film for a peer connection, eyes for single pictures."""

    film: CallFilm | None = None
    eyes: Eyes | None = None


class Calls:
    """The calls that have not ended. `consultation` is the page's part of them."""

    def __init__(
        self,
        line: SignalLine,
        filming: Filming,
        knows: Callable[[str], Awaitable[bool]],
        on_change: Callable[[], None],
    ) -> None:
        """`knows` tells whether a case was filed here and is open."""
        self._line = line
        self._knows = knows
        self._ledger = Ledger(on_change)
        self._monitoring = Monitoring(filming.film, self._ledger, line)
        self._frames = None if filming.eyes is None else Frames(filming.eyes, self._ledger, line)
        self._heard: asyncio.Queue[Body] = asyncio.Queue(MOST_WAITING)
        self._ids: deque[str] = deque(maxlen=IDS_KEPT)
        self._work: asyncio.Queue[_Work] = asyncio.Queue()
        self.consultation = Consultation(self._ledger, line, knows, self._end)
        self.refused = self._ledger.refused
        self._has_camera = filming.film is not None or filming.eyes is not None

    @property
    def now(self) -> tuple[Call, ...]:
        """The calls as they are."""
        return self._ledger.calls

    def hear(self, message_id: str, body: Body) -> None:
        """The hub said something on the signal channel. What was said before is not heard again."""
        if message_id in self._ids:
            self._ledger.refuse(Refusal(code="replayed", says="this was said before"), body)
        elif self._heard.full():
            self._ledger.refuse(Refusal(code="not_expected", says="too much is said at once"), body)
        else:
            self._ids.append(message_id)
            self._heard.put_nowait(body)

    async def run(self) -> None:
        """Do what is said, and say that this side is there, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._beat_on(), name="beats")
            tasks.create_task(self._listen(), name="signals")
            while True:
                tasks.create_task(_guarded(await self._work.get()))

    async def _listen(self) -> None:
        while True:
            body = await self._heard.get()
            await _guarded(partial(self._take, body))

    async def _take(self, body: Body) -> None:
        match body:
            case OpenLink():
                await self._open(body)
            case AnswerLink() | LinkAgain() | Beat() | WantFrames() | CloseLink():
                call = self._ledger.get(body.call)
                if isinstance(body, Beat) and not self._ledger.was(body.call):
                    await self._disown(body)
                elif call is None or call.case != body.case:
                    refusal = Refusal(code="unknown_call", says="no such call is open here")
                    self._ledger.refuse(refusal, body)
                else:
                    self._take_of(call, body)
            case _:
                _log.error("not a signal for a device", type=body.type_name)

    def _take_of(self, call: Call, body: AnswerLink | LinkAgain | Beat | WantFrames | CloseLink) -> None:
        now_s, films = _now_s(), call.kind == "monitoring"
        match body:
            case AnswerLink():
                after = answered(call, body, now_s)
                if self._settle(after, body) and films:
                    self._do(partial(self._monitoring.connect, body))
            case Beat():
                self._settle(viewer_beat(call, body, now_s), body)
            case LinkAgain():
                self._ledger.keep(begun_again(call, body, now_s))
                if films:
                    self._do(partial(self._monitoring.offer, call.call))
            case WantFrames(wanted=wanted):
                self._ledger.keep(replace(call, pictures=wanted, viewer_at_s=now_s))
                if wanted and films:
                    self._do(partial(self._monitoring.rest, call.call))
                if wanted and self._frames is not None:
                    self._do(partial(self._frames.send, call.call))
            case CloseLink():
                self._forget(call)

    async def _disown(self, beat: Beat) -> None:
        """Somebody looks on at a call of before this program started: let them open another."""
        if await self._knows(beat.case):
            ended = LinkEnded(case=beat.case, call=beat.call, epoch=beat.epoch, because="page_gone")
            self._do(partial(self._line.say, ended))
        else:
            self._ledger.refuse(Refusal(code="unknown_case", says=_UNKNOWN_CASE), beat)

    async def _open(self, body: OpenLink) -> None:
        if self._ledger.was(body.call):
            self._ledger.refuse(Refusal(code="replayed", says="this call was opened before"), body)
            return
        if not await self._knows(body.case):
            self._ledger.refuse(Refusal(code="unknown_case", says=_UNKNOWN_CASE), body)
            return
        for other in self.now:
            if other.kind == body.kind:
                self._end(other, "replaced")
        call = begun(body, _now_s())
        self._ledger.keep(call)
        if body.kind == "monitoring":
            if self._has_camera:
                self._do(partial(self._monitoring.offer, body.call))
            else:
                self._end(call, "no_camera")

    async def _beat_on(self) -> None:
        while True:
            for call in self.now:
                await _guarded(partial(self._beat, call.call, call.case))
            await asyncio.sleep(BEAT_EVERY_S)

    async def _beat(self, name: str, case: str) -> None:
        known = await self._knows(case)
        call = self._ledger.get(name)
        if call is None:
            return
        if not known:
            self._end(call, "case_closed")
            return
        after, beat = own_beat(self._monitoring.link_of(call) if call.kind == "monitoring" else call)
        self._ledger.keep_quietly(after)
        heard = await self._line.say(beat)
        now = self._ledger.get(name)
        if now is None:
            return
        if not heard:
            # The hub is away: no beat of the viewer's can come, and the link may be up all the same.
            self._ledger.keep_quietly(replace(now, viewer_at_s=_now_s()))
            return
        match fate(now, _now_s()):
            case None:
                pass
            case "wait":
                # Single pictures too are for whoever is there.
                pictures = now.pictures and not now.viewer_is_silent(_now_s())
                waiting = replace(now, phase="waiting", state="closed", answer=None, pictures=pictures)
                self._ledger.keep(waiting)
                self._do(partial(self._monitoring.end, name))
            case because:
                self._end(now, because)

    def _end(self, call: Call, because: Because) -> None:
        self._forget(call)
        ended = LinkEnded(case=call.case, call=call.call, epoch=call.epoch, because=because)
        self._do(partial(self._line.say, ended))

    def _forget(self, call: Call) -> None:
        self._ledger.forget(call.call)
        if call.kind == "monitoring":
            self._do(partial(self._monitoring.end, call.call))

    def _settle(self, outcome: Call | Refusal, body: Body) -> bool:
        """Keep the call as it became, or count what was refused; whether it was kept."""
        if isinstance(outcome, Refusal):
            self._ledger.refuse(outcome, body)
            return False
        if isinstance(body, Beat):
            self._ledger.keep_quietly(outcome)
        else:
            self._ledger.keep(outcome)
        return True

    def _do(self, work: _Work) -> None:
        """Have it done beside what is said next."""
        self._work.put_nowait(work)


async def _guarded(work: _Work) -> None:
    try:
        await work()
    except Exception:  # noqa: BLE001  a task's boundary
        _log.exception("a call could not be served")


def _now_s() -> float:
    return asyncio.get_running_loop().time()
