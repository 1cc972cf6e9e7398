"""The journal and the registers beside it, as one transaction sees them.

`Journal.transact` runs a function of `Books`; all it reads and writes is one transaction, and what it
says to devices and people goes out only after the commit. The function may be run more than once until
a run is kept (see `delivery.database`): it changes nothing but its books, and returns what it found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias, TypeVar

from device_profiles.contract.envelope import Body
from device_profiles.contract.errors import Refusal
from device_profiles.contract.messages.receipt import Receipt
from device_profiles.delivery.inbox import Apply, Parcel
from hub.domain.case import Case
from hub.domain.chain import Entry
from hub.domain.events import Event
from hub.domain.obligations import Timer
from hub.domain.words import BranchName, CaseId, DeviceName, EpochMs, Material, PersonId
from hub.ports.alarms import AlarmBook
from hub.ports.callbacks import Callbacks
from hub.ports.devices import Devices
from hub.ports.hubs import HubBook
from hub.ports.notices import NoticeBook
from hub.ports.oversight import CaseSummary, Oversight, Place
from hub.ports.people import People
from hub.ports.push import Subscriptions

ResultT = TypeVar("ResultT")
Part: TypeAlias = Literal["open", "closed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of a person's feed: their screen has something to fetch anew."""

    number: int
    case: CaseId
    change: str
    at: EpochMs


@dataclass(frozen=True, slots=True)
class Relay:
    """A material that a counter still has to get."""

    case: CaseId
    counter: DeviceName
    material: Material


@dataclass(frozen=True, slots=True)
class CoreCall:
    """A call to the bank's core that has not been answered, and how often it was tried."""

    case: CaseId
    key: str
    attempts: int


class Cases(Protocol):
    """Cases and their journals."""

    def get(self, case: CaseId) -> Case:
        """The case, folded from its events; in phase `unknown` when nothing was heard of it."""
        ...

    def branch_of(self, case: CaseId) -> BranchName | None:
        """The branch that has the case; None when nothing was heard of it."""
        ...

    def append(self, before: Case, events: Sequence[Event], actor: str) -> Case:
        """Put events at the end of the case's journal; the case after them comes back."""
        ...

    def entries(self, case: CaseId) -> list[Entry]:
        """The case's journal, in order."""
        ...

    def summaries(
        self, branch: BranchName, part: Part, before: Place | None, most: int
    ) -> list[CaseSummary]:
        """So many of a branch's open or closed cases, the latest filed first, from behind `before` on."""
        ...

    def of_person(self, person: PersonId) -> list[CaseSummary]:
        """Every open case that a person handles, reviews, or was offered; the latest filed first."""
        ...

    def seeking(self, branch: BranchName) -> list[CaseId]:
        """The branch's cases that want a person who is idle, in the order in which they get one."""
        ...

    def branches_seeking(self) -> list[BranchName]:
        """The branches in which some case wants a person, in the order in which every hub holds them."""
        ...

    def held_by(self, person: PersonId) -> list[CaseId]:
        """The open cases that a person handles, or is second reviewer of."""
        ...

    def due_timers(self, now_ms: EpochMs, most: int) -> list[tuple[CaseId, Timer]]:
        """The timers that have gone off, the earliest first."""
        ...

    def next_timer(self) -> EpochMs | None:
        """When the next timer goes off."""
        ...

    def stop_timer(self, case: CaseId, timer: Timer) -> bool:
        """A timer has been answered. False when it was before, or was set anew meanwhile."""
        ...


class Post(Protocol):
    """What goes out after the commit: to devices, to people's screens, and the bytes that are owed."""

    def tell(self, device: DeviceName, body: Body) -> None:
        """Write a numbered message for a device into the outbox."""
        ...

    def notify(self, person: PersonId, case: CaseId, change: str) -> None:
        """Write a change into a person's feed."""
        ...

    def last_change(self, person: PersonId) -> int:
        """The number of the latest change in a person's feed; 0 before the first."""
        ...

    def feed(self, person: PersonId, after: int) -> list[Change]:
        """The changes of a person's feed with numbers above `after`."""
        ...

    def owe(self, relay: Relay) -> None:
        """A material is owed to a counter."""
        ...

    def owed(self) -> list[Relay]:
        """All materials that are owed to counters."""
        ...

    def pay(self, relay: Relay) -> bool:
        """The counter has it, or need not have it any more. False when it was dropped before."""
        ...

    def forgive(self, case: CaseId, counter: DeviceName) -> None:
        """Nothing of the case is owed to that counter any more."""
        ...

    def call_core(self, case: CaseId, key: str) -> None:
        """The bank's core is to be called, until it answers."""
        ...

    def due_core_calls(self, now_ms: EpochMs) -> list[CoreCall]:
        """The calls to make now."""
        ...

    def put_off_core_call(self, call: CoreCall, due: EpochMs) -> None:
        """The core could not be reached: call again later."""
        ...

    def end_core_call(self, key: str) -> None:
        """The core has answered."""
        ...


class Books(Protocol):
    """All that one transaction may read and write."""

    @property
    def cases(self) -> Cases:
        """Cases and their journals."""
        ...

    @property
    def people(self) -> People:
        """Accounts, logins, and the roster of each branch."""
        ...

    @property
    def devices(self) -> Devices:
        """The register of devices."""
        ...

    @property
    def subscriptions(self) -> Subscriptions:
        """Where people's browsers are called."""
        ...

    @property
    def post(self) -> Post:
        """What goes out after the commit."""
        ...

    @property
    def oversight(self) -> Oversight:
        """What operators and auditors look up across branches."""
        ...

    @property
    def callbacks(self) -> Callbacks:
        """The calls that branches owe customers."""
        ...

    @property
    def alarms(self) -> AlarmBook:
        """What is, or was, wrong with devices."""
        ...

    @property
    def notices(self) -> NoticeBook:
        """What people outside are told of alarms."""
        ...

    @property
    def hubs(self) -> HubBook:
        """The hubs that work with this journal."""
        ...

    def take_in(self, parcel: Parcel, apply: Apply) -> list[Receipt]:
        """Settle a numbered message by the rules of its stream (see `delivery.inbox`)."""
        ...

    def quarantine(self, topic: str, payload: bytes, refusal: Refusal) -> None:
        """Keep a message that was not understood, with the reason."""
        ...

    def unsettled(self) -> int:
        """How many messages to devices wait for their receipts."""
        ...

    def quarantined(self) -> dict[str, int]:
        """How many messages are in quarantine, by the reason's code."""
        ...


class Journal(Protocol):
    """Runs transactions."""

    async def transact(self, work: Callable[[Books], ResultT]) -> ResultT:
        """Run `work` whole or not at all, again if need be; its result comes once it is durable."""
        ...
