"""The journal and the registers beside it, as one transaction sees them.

`Journal.transact` runs a function of `Books`; all it reads and writes is one transaction, and what it
says to devices and people goes out only after the commit. The function may be run more than once until
a run is kept (see `delivery.database`): it changes nothing but its books, and returns what it found.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
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
from hub.domain.roster import Branch, RosterEvent, Staff
from hub.domain.words import BranchName, BranchPolicy, CaseId, DeviceName, EpochMs, Material, PersonId
from hub.ports.alarms import AlarmBook
from hub.ports.callbacks import Callbacks
from hub.ports.hubs import HubBook
from hub.ports.notices import NoticeBook
from hub.ports.oversight import CaseSummary, Oversight, Place
from hub.ports.push import Subscriptions

ResultT = TypeVar("ResultT")
Part: TypeAlias = Literal["open", "closed"]


@dataclass(frozen=True, slots=True)
class Device:
    """A registered device, and whether it is connected as far as the hub has heard."""

    address: DeviceName
    kind: str
    online: bool
    since: EpochMs | None


@dataclass(frozen=True, slots=True)
class Peripheral:
    """A part of a device as the device last said it is, and since when the hub knows."""

    name: str
    condition: str
    says: str
    since: EpochMs


@dataclass(frozen=True, slots=True)
class Account:
    """A person's login; `password_hash` is argon2's own encoding."""

    person: PersonId
    password_hash: str


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


class People(Protocol):
    """Accounts, logins, and the roster of each branch."""

    def branch(self, name: BranchName) -> Branch:
        """The branch as it stands; nobody else changes its people until this transaction ends."""
        ...

    def of_branch(self, name: BranchName) -> list[Staff]:
        """Everyone of the branch, without holding it."""
        ...

    def set_policy(self, name: BranchName, policy: BranchPolicy) -> None:
        """Change what a branch decides for itself."""
        ...

    def saw(self, person: PersonId, now_ms: EpochMs) -> None:
        """The person's own screen is there."""
        ...

    def mark(self, person: PersonId, *, unresponsive: bool) -> None:
        """The person let an offer expire, or has acted again."""
        ...

    def set_desk(self, person: PersonId, now_ms: EpochMs, *, is_open: bool) -> None:
        """A reviewer's desk was opened or closed."""
        ...

    def close_desks(self) -> None:
        """The hub starts: no desk is open until its page says so."""
        ...

    def absent(self, now_ms: EpochMs) -> list[PersonId]:
        """Those who have cases, while their handset and their counter have both been gone for the lease."""
        ...

    def get(self, person: PersonId) -> Staff | None:
        """One person."""
        ...

    def at_counter(self, counter: DeviceName) -> Staff | None:
        """Whoever is signed in at the counter."""
        ...

    def put(self, staff: Staff, events: Sequence[RosterEvent]) -> None:
        """Keep a person's new state, and the roster's events that led to it, if any."""
        ...

    def add(self, staff: Staff, password_hash: str) -> None:
        """Register a person, or change one."""
        ...

    def account(self, person: PersonId) -> Account | None:
        """A person's login."""
        ...

    def open_login(self, person: PersonId, token_sha256: str, expires_at: EpochMs) -> None:
        """Remember a login by the digest of its token."""
        ...

    def login(self, token_sha256: str, now_ms: EpochMs) -> PersonId | None:
        """Whose login this is, unless it has expired."""
        ...

    def close_login(self, token_sha256: str) -> None:
        """End a login."""
        ...

    def change_password(self, person: PersonId, password_hash: str) -> None:
        """Give a person another password, and end the logins of the old one."""
        ...

    def everyone(self) -> list[Staff]:
        """Everyone of every branch, branch by branch."""
        ...

    def policy(self, name: BranchName) -> BranchPolicy:
        """What a branch decides for itself, without holding it."""
        ...

    def show_code(self, counter: DeviceName, code: str, expires_at: EpochMs) -> None:
        """Remember the one-time code that a counter shows; its earlier one is void."""
        ...

    def counter_showing(self, code: str, now_ms: EpochMs) -> DeviceName | None:
        """The counter that shows this code; None when none does, or two by chance the same."""
        ...

    def use_up_code(self, counter: DeviceName) -> None:
        """The code that the counter shows has served."""
        ...


class Devices(Protocol):
    """The register of devices."""

    def add(self, address: DeviceName, kind: str, password_line: str, now_ms: EpochMs) -> None:
        """Register a device, or give one a new credential."""
        ...

    def remove(self, address: DeviceName) -> None:
        """Strike a device off the register, with what it said of itself. Its cases stay."""
        ...

    def get(self, address: DeviceName) -> Device | None:
        """A registered device."""
        ...

    def all(self) -> list[Device]:
        """Every registered device."""
        ...

    def version(self) -> tuple[int, int]:
        """Changes whenever a device is added or gets a new credential."""
        ...

    def password_lines(self) -> list[str]:
        """The devices' lines of the broker's password file."""
        ...

    def set_presence(self, address: DeviceName, at: EpochMs, *, online: bool) -> None:
        """What the device, or its last will, said of its connection."""
        ...

    def put_peripheral(self, address: DeviceName, peripheral: Peripheral) -> None:
        """What the device said of one of its peripherals."""
        ...

    def peripherals(self, conditions: Collection[str] | None = None) -> dict[DeviceName, list[Peripheral]]:
        """The peripherals of every device that has spoken of any, by name: all, or in these conditions."""
        ...

    def forget_presence(self) -> None:
        """The hub starts: nobody is connected until they say so again."""
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
