"""Passes the words of live links on, between the device at which a case was filed and the desk that has it.

Calls are kept in memory, as far as needed to refuse what is forged, late or said before; who may speak, the
journal says. So a hub that starts anew goes on with calls it never opened, and one that dies ends none.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import structlog

from device_profiles.contract.envelope import Body
from device_profiles.contract.frames import FrameLabel
from device_profiles.contract.ids import parse_device
from device_profiles.contract.messages.signal import (
    AnswerLink,
    AskForLink,
    Beat,
    Because,
    CloseLink,
    IceServers,
    LinkAgain,
    LinkEnded,
    LinkKind,
    OfferLink,
    OpenLink,
    WantFrames,
)
from device_profiles.delivery.clock import Clock
from device_profiles.delivery.errors import DatabaseUnavailableError, DeliveryError
from hub.domain.case import Case
from hub.domain.links import (
    ANSWER_WITHIN_S,
    Call,
    CallOver,
    DeskWord,
    DeviceWord,
    asked,
    heard_from_desk,
    heard_from_device,
    opened,
)
from hub.domain.words import CaseId, DeviceName, PersonId, Rule
from hub.ports.journal import Journal
from hub.ports.link import SignalLink
from hub.service.desks import Desk, Desks, Frame, Offered, Opened
from hub.service.turn import TurnServers

MOST_CALLS: Final = 5_000
"""Remembered; of more, those that nobody has spoken of for the longest time are forgotten."""
MOST_WAITING: Final = 2_000
"""Words of devices that wait to be passed on. A beat that comes later is of no use."""
FACTS_FRESH_MS: Final = 1_000
"""For single pictures, eight a second, the journal is not asked each time."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Said:
    """A word of a device, and what of it is to be passed on."""

    device: DeviceName
    word: DeviceWord
    passed_on: OfferLink | Beat | LinkEnded | Frame


@dataclass(frozen=True, slots=True)
class _Asked:
    device: DeviceName
    case: CaseId
    passed_on: AskForLink


_Arrived: TypeAlias = _Said | _Asked
_Say: TypeAlias = Callable[[Call], Body]


class Links:
    """The calls that are under way, as far as this hub has heard."""

    def __init__(
        self, journal: Journal, link: SignalLink, desks: Desks, turn: TurnServers, clock: Clock
    ) -> None:
        self._journal = journal
        self._link = link
        self._desks = desks
        self._turn = turn
        self._clock = clock
        self._calls: dict[str, Call] = {}
        self._facts: dict[CaseId, tuple[int, Case]] = {}
        self._arrived: asyncio.Queue[_Arrived] = asyncio.Queue(MOST_WAITING)
        self.refused: Counter[str] = Counter()

    def desk(self, person: PersonId) -> AbstractAsyncContextManager[Desk]:
        """A page at the person's desk, for the length of the block."""
        return self._desks.open(person)

    def stir(self, person: PersonId) -> None:
        """Let the person's pages be looked at now: a login of theirs has ended."""
        self._desks.stir(person)

    # -- what devices say

    def hear(self, device: DeviceName, message_id: str, body: Body) -> None:
        """A device said something on its signal channel."""
        match body:
            case OfferLink() | Beat() | LinkEnded():
                self._put(_Said(device, _device_word(message_id, body), body))
            case AskForLink():
                self._put(_Asked(device, body.case, body))
            case _:
                _log.error("not a device's signal", type=body.type_name)

    def show(self, device: DeviceName, call: str, label: FrameLabel, jpeg: bytes) -> None:
        """A single picture of a call came."""
        word = DeviceWord("frame", label.case, call, label.epoch, label.number)
        self._put(_Said(device, word, Frame(call, label, jpeg, self._clock.now_ms())))

    async def run(self) -> None:
        """Pass on what devices say, in order, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                arrived = await self._arrived.get()
                try:
                    await self._take(arrived, tasks)
                except DatabaseUnavailableError as error:
                    self.refused[error.code] += 1
                except Exception:  # noqa: BLE001  a task's boundary
                    self.refused["internal_error"] += 1
                    _log.exception("signal not passed on", device=arrived.device)

    def _put(self, arrived: _Arrived) -> None:
        try:
            self._arrived.put_nowait(arrived)
        except asyncio.QueueFull:
            self.refused["signals_full"] += 1

    async def _take(self, arrived: _Arrived, tasks: asyncio.TaskGroup) -> None:
        if isinstance(arrived, _Asked):
            case = await self._case(arrived.case)
            if wrong := asked(case, arrived.device):
                self._refuse(wrong, device=arrived.device, case=arrived.case, says="ask")
            else:
                self._tell(None, case, arrived.passed_on)
            return
        device, word = arrived.device, arrived.word
        case = await self._case(word.case, FACTS_FRESH_MS if word.says == "frame" else 0)
        known = self._calls.get(word.call)
        match heard_from_device(known, case, device, word, self._clock.now_ms()):
            case Rule() as wrong:
                self._refuse(wrong, device=device, case=word.case, call=word.call, says=word.says)
            case CallOver(because=because):
                self.refused["call_over"] += 1
                close = CloseLink(case=word.case, call=word.call, because=because)
                tasks.create_task(self._say(device, close), name="close a call")
            case Call() as call:
                self._keep(call)
                self._tell(call.person, case, arrived.passed_on)

    def _tell(
        self, person: PersonId | None, case: Case, body: OfferLink | Beat | LinkEnded | AskForLink | Frame
    ) -> None:
        """The call's own desk hears it; while that is not known, whoever has the case."""
        for each in [seat.person for seat in case.seats] if person is None else [person]:
            if isinstance(body, OfferLink):
                self._desks.tell(each, Offered(body, self._turn.ice_for(each)))
            else:
                self._desks.tell(each, body)

    # -- what desks say; a rule comes back when it is refused

    async def open(self, person: PersonId, case: CaseId, kind: LinkKind) -> Opened | Rule:
        """Have the device of a case offer a link."""
        call = opened(await self._case(case), person, f"call-{secrets.token_hex(8)}", kind)
        if isinstance(call, Rule):
            return self._refuse(call, person=person, case=case, says="open")
        self._keep(call)
        ice = self._ice_of(call.device)
        said = OpenLink(case=case, call=call.call, kind=kind, ice=ice, answer_within_s=ANSWER_WITHIN_S)
        if wrong := await self._say(call.device, said):
            del self._calls[call.call]
            return wrong
        return Opened(case, call.call, kind)

    async def answer(self, person: PersonId, body: AnswerLink) -> Rule | None:
        """Answer the device's offer."""
        return await self._pass_on(
            person, DeskWord("answer", body.case, body.call, body.epoch), lambda _: body
        )

    async def again(self, person: PersonId, case: CaseId, call: str) -> Rule | None:
        """Have the device offer the call's next epoch."""

        def say(call: Call) -> Body:
            ice = self._ice_of(call.device)
            return LinkAgain(case=case, call=call.call, ice=ice, answer_within_s=ANSWER_WITHIN_S)

        return await self._pass_on(person, DeskWord("again", case, call), say)

    async def beat(self, person: PersonId, body: Beat) -> Rule | None:
        """The desk is there."""
        word = DeskWord("beat", body.case, body.call, body.epoch, body.number)
        return await self._pass_on(person, word, lambda _: body)

    async def frames(self, person: PersonId, body: WantFrames) -> Rule | None:
        """The desk wants single pictures, or wants them no more."""
        return await self._pass_on(person, DeskWord("frames", body.case, body.call), lambda _: body)

    async def close(self, person: PersonId, case: CaseId, call: str, because: Because) -> Rule | None:
        """The desk ends the call."""
        body = CloseLink(case=case, call=call, because=because)
        return await self._pass_on(person, DeskWord("close", case, call), lambda _: body)

    async def _pass_on(self, person: PersonId, word: DeskWord, say: _Say) -> Rule | None:
        case = await self._case(word.case)
        call = heard_from_desk(self._calls.get(word.call), case, person, word, self._clock.now_ms())
        if isinstance(call, Rule):
            return self._refuse(call, person=person, case=word.case, call=word.call, says=word.says)
        self._keep(call)
        return await self._say(call.device, say(call))

    # -- what both stand on

    async def _case(self, case: CaseId, at_most_ms: int = 0) -> Case:
        """The case as the journal has it, or had it so short a time ago."""
        now_ms = self._clock.now_ms()
        read_at, found = self._facts.get(case, (0, None))
        if found is None or now_ms - read_at >= at_most_ms:
            found = await self._journal.transact(lambda books: books.cases.get(case))
            if at_most_ms:
                self._facts.pop(case, None)
                self._facts[case] = now_ms, found
                _forget_oldest(self._facts)
        return found

    def _keep(self, call: Call) -> None:
        self._calls.pop(call.call, None)
        self._calls[call.call] = call
        _forget_oldest(self._calls)

    def _ice_of(self, device: DeviceName) -> IceServers:
        return self._turn.ice_for(device.replace("/", "."))

    async def _say(self, device: DeviceName, body: Body) -> Rule | None:
        try:
            heard = await self._link.publish_signal(parse_device(device), body)
        except DeliveryError as error:
            _log.info("signal not sent", device=device, type=body.type_name, reason=str(error))
            heard = False
        return None if heard else Rule("unreachable", "the device cannot be reached now")

    def _refuse(self, rule: Rule, **said: str) -> Rule:
        self.refused[rule.code] += 1
        _log.warning("signal refused", code=rule.code, **said)
        return rule


def _device_word(message_id: str, body: OfferLink | Beat | LinkEnded) -> DeviceWord:
    match body:
        case OfferLink():
            return DeviceWord("offer", body.case, body.call, body.epoch, id=message_id, kind=body.kind)
        case Beat():
            return DeviceWord("beat", body.case, body.call, body.epoch, body.number, message_id)
        case LinkEnded():
            return DeviceWord("ended", body.case, body.call, body.epoch, id=message_id)


def _forget_oldest(known: dict[str, Any]) -> None:
    """What was put there first goes first."""
    if len(known) > MOST_CALLS:
        del known[next(iter(known))]
