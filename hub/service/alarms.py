"""Watches every device: raises what its rules find, once, and clears it by itself.

Hears each message behind the intake, and looks once a second at who is silent and at what has changed since
the last look. Whatever that is, for one device or for all, is written in one transaction. What is open is
in the journal, so a hub that starts again goes on where the last one ended. Of several hubs one watches
(`service/lookout.py`); when another is to, it goes on just so.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import structlog

from device_profiles.delivery.clock import Clock, Ids
from device_profiles.delivery.patience import Patience
from device_profiles.profiles import DeviceKind
from hub.domain.alarms import Watch, begin, hear, judge, silent_for_ms
from hub.domain.readings import Heard
from hub.domain.words import DeviceName, EpochMs
from hub.ports.alarms import Alarm, Found
from hub.ports.devices import Device
from hub.ports.journal import Books, Journal
from hub.service.alarm_acts import tell_operators
from hub.service.overview import branch_of
from hub.service.rulebooks import limits_of, rulebook_of

LOOK_EVERY_S: Final = 1.0
LONGEST_PAUSE_MS: Final = 30_000
"""A hub that did not look for so long slept, or its clock was set: it heard nobody, and blames nobody."""
REGISTER_EVERY_MS: Final = 30_000
AT_ONCE: Final = 2_000
"""So many devices are settled in one transaction; of a larger fleet the rest follows at once."""
NAMED: Final = 5
"""So many devices are named in a line of the log."""

_log = structlog.get_logger()


@dataclass(slots=True)
class _Watched:
    device: DeviceName
    kind: str
    watch: Watch
    kept: frozenset[str] = frozenset()
    """The alarms that are open in the journal."""
    found: dict[str, float | None] = field(default_factory=dict)
    """What the rules find, all but silence."""
    quiet_since: EpochMs | None = None
    """When it was last heard before the silence that is open."""


class Alarms:
    """What is wrong with devices now.

    Args:
        journal: what is open is there.
        kinds: whose rules they are.
        ids: of alarms.
        clock: the hub's.
        watches: whether this hub is the one that watches.
        is_deaf: whether the hub can keep no reading now, and so hears nobody.
    """

    def __init__(
        self,
        journal: Journal,
        kinds: Mapping[str, DeviceKind],
        ids: Ids,
        clock: Clock,
        watches: Callable[[], bool] = lambda: True,
        is_deaf: Callable[[], bool] = lambda: False,
    ) -> None:
        self._journal = journal
        self._kinds = kinds
        self._ids = ids
        self._clock = clock
        self._watches = watches
        self._is_deaf = is_deaf
        self._is_watching = False
        self._rules = {name: rulebook_of(kind) for name, kind in kinds.items()}
        self._limits = {name: limits_of(kind) for name, kind in kinds.items()}
        self._watched: dict[DeviceName, _Watched] = {}
        self._orphans: set[Found] = set()
        self._since = self._looked_at = self._registered_at = clock.now_ms()
        self._patience = Patience("alarms")

    def hear(self, heard: Heard) -> None:
        """A device said something. Neither waits nor fails."""
        if not self._is_watching:
            return
        watched = self._watched.get(heard.device)
        if watched is None or watched.kind != heard.kind:
            watched = self._begin(heard.device, heard.kind)
        book = self._rules[heard.kind]
        watched.watch = hear(watched.watch, heard, book)
        watched.found = judge(watched.watch, book)

    async def run(self) -> None:
        """Look until cancelled; `load` comes first."""
        while True:
            await self._patience.insist(self.look)
            await asyncio.sleep(LOOK_EVERY_S)

    async def load(self) -> None:
        """The hub starts, or is to watch from now on, or no more: it knows what the journal does."""

        def read(books: Books) -> tuple[list[Device], list[Alarm]]:
            return books.devices.all(), books.alarms.open()

        is_watching = self._watches()
        devices, alarms = await self._journal.transact(read) if is_watching else ([], [])
        self._watched, self._orphans = {}, set()
        self._is_watching = is_watching
        self._since = self._looked_at = self._registered_at = self._clock.now_ms()
        kinds = self._known(devices)
        kept: dict[DeviceName, set[str]] = {}
        for alarm in alarms:
            kept.setdefault(alarm.device, set()).add(alarm.rule)
        for device, rules in kept.items():
            if device in kinds:
                self._begin(device, kinds[device], frozenset(rules))
            else:
                self._orphans.update((device, rule) for rule in rules)
        self._take_register(devices)

    async def look(self) -> None:
        """Raise and clear what has changed."""
        if self._watches() != self._is_watching:
            await self.load()
        if self._is_watching:
            await self._look()

    async def _look(self) -> None:
        now_ms = self._clock.now_ms()
        if self._is_deaf() or not 0 <= now_ms - self._looked_at <= LONGEST_PAUSE_MS:
            self._since = now_ms
        self._looked_at = now_ms
        if not 0 <= now_ms - self._registered_at < REGISTER_EVERY_MS:
            self._take_register(await self._journal.transact(lambda books: books.devices.all()))
            self._registered_at = now_ms
            now_ms = self._clock.now_ms()  # whoever spoke meanwhile did so before now
        wanted = [(each, self._wanted(each, now_ms)) for each in self._watched.values()]
        changed = [(each, rules) for each, rules in wanted if rules.keys() != each.kept]
        for start in range(0, len(changed), AT_ONCE):
            await self._settle(changed[start : start + AT_ONCE], now_ms)
        if self._orphans:
            await self._settle([], now_ms)

    async def _settle(
        self, changed: Sequence[tuple[_Watched, Mapping[str, float | None]]], now_ms: EpochMs
    ) -> None:
        """Write down in one transaction which alarms of these devices are open now."""
        orphans = frozenset(self._orphans)
        raised = [
            self._alarm(each, rule, value, now_ms)
            for each, rules in changed
            for rule, value in rules.items()
            if rule not in each.kept
        ]
        cleared = orphans.union(
            (each.device, rule) for each, rules in changed for rule in each.kept - rules.keys()
        )

        def write(books: Books) -> tuple[list[Alarm], int]:
            changes = books.alarms.raise_all(raised), books.alarms.clear_all(cleared, now_ms)
            if any(changes):
                tell_operators(books)
            return changes

        fresh, ended = await self._journal.transact(write)
        for each, rules in changed:
            each.kept = frozenset(rules)
        self._orphans -= orphans
        if fresh:
            _log.warning("alarms raised", number=len(fresh), first=_names(fresh))
        if ended:
            _log.info("alarms cleared", number=ended)

    def _begin(self, device: DeviceName, kind: str, kept: frozenset[str] = frozenset()) -> _Watched:
        before = self._watched.get(device)
        if before is not None:  # it is of another kind now: what the old one's rules found is over
            kept = before.kept
        watch = begin(self._rules[kind], kept, self._clock.now_ms())
        watched = _Watched(device, kind, watch, kept)
        watched.found = judge(watched.watch, self._rules[kind])
        self._watched[device] = watched
        return watched

    def _take_register(self, devices: Sequence[Device]) -> None:
        """Watch whoever was ever there; forget those that are not registered, and close their alarms."""
        kinds = self._known(devices)
        for device in [device for device in self._watched if device not in kinds]:
            self._orphans.update((device, rule) for rule in self._watched.pop(device).kept)
        for device in (each.address for each in devices if each.since is not None):
            watched = self._watched.get(device)
            if device in kinds and (watched is None or watched.kind != kinds[device]):
                self._begin(device, kinds[device])

    def _known(self, devices: Iterable[Device]) -> dict[DeviceName, str]:
        return {device.address: device.kind for device in devices if device.kind in self._rules}

    def _wanted(self, watched: _Watched, now_ms: EpochMs) -> dict[str, float | None]:
        """What is open: silence begins with the hub's clock, and ends with a word of the device alone."""
        watch, found = watched.watch, dict(watched.found)
        silent_ms = silent_for_ms(watch, self._since, now_ms)
        for rule in self._rules[watched.kind].silences:
            if silent_ms >= rule.for_ms:
                watched.quiet_since = watch.heard_at
            elif rule.name not in watched.kept or watch.heard_at != watched.quiet_since:
                continue
            found[rule.name] = silent_ms / 1000
        return found

    def _alarm(self, watched: _Watched, rule: str, value: float | None, now_ms: EpochMs) -> Alarm:
        device, kind = watched.device, watched.kind
        said, limit = self._kinds[kind].alarms[rule], self._limits[kind][rule]
        return Alarm(
            *(self._ids.message_id(), device, branch_of(device), kind, rule),
            *(said.severity, said.metric, value, limit, now_ms),
        )


def _names(alarms: list[Alarm]) -> list[str]:
    return [f"{alarm.device} {alarm.rule}" for alarm in alarms[:NAMED]]
