"""Who is told of alarms, when, and in which words; under virtual time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import time
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

import pytest

from device_profiles.delivery.clock import Ids
from device_profiles.delivery.errors import DatabaseUnavailableError
from device_profiles.profiles import load_kinds
from hub.ports.alarms import Alarm, Severity
from hub.ports.journal import Books
from hub.ports.notices import Notice
from hub.service.notices import Notices
from hub.service.recipients import Quiet, Recipient, is_quiet, to_tell
from tests.fakes.alarms import alarm
from tests.fakes.case_events import BRANCH_B, COUNTER_B, filed, queued, teller
from tests.fakes.hub_house import House
from tests.fakes.notifier import FakeNotifier
from tests.fakes.standing_clock import HOUR_MS, MINUTE_MS, NOON_MS

ResultT = TypeVar("ResultT")

BOTH: Final[frozenset[Severity]] = frozenset({"needs", "watch"})
SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
"""Noon UTC is eight in the evening there."""
DUTY: Final = Recipient("duty", BOTH, None, SHANGHAI, "en")
CHIEF: Final = replace(DUTY, name="chief", after_ms=15 * MINUTE_MS)


class Bank:
    """A bank whose alarms are told to these recipients."""

    def __init__(self, house: House, *recipients: Recipient) -> None:
        self.house = house
        self.clock = house.shelf.clock
        self.services = FakeNotifier()
        self.recipients = recipients
        self.starts_again()

    def starts_again(self) -> None:
        web = self.house.web
        self.notices = Notices(
            *(web.journal, web.overview, load_kinds(), self.recipients),
            *(self.services, Ids(self.clock), self.clock),
        )

    async def raises(self, *alarms: Alarm) -> None:
        await self.house.shelf.do(lambda books: books.alarms.raise_all(alarms))

    async def clears(self, *rules: str) -> None:
        found = [(COUNTER_B, rule) for rule in rules]
        await self.house.shelf.do(lambda books: books.alarms.clear_all(found, self.clock.now_ms()))

    async def passes(self, seconds: int) -> None:
        """Time passes: the hub looks every five seconds, over more than a minute more seldom."""
        step_s = 5 if seconds <= 60 else 30
        for _ in range(seconds // step_s):
            self.clock.pass_ms(step_s * 1000)
            await self.notices.look()

    async def kept(self) -> Sequence[Notice]:
        return await self.house.shelf.do(lambda books: books.notices.sent(99))


async def test_what_breaks_together_is_told_together_and_once(house: House) -> None:
    await house.knows("north-01", filed(at=NOON_MS), queued())
    bank = Bank(house, DUTY)
    counters = [f"{BRANCH_B}/counter-{number}" for number in range(1, 4)]
    await bank.raises(*(alarm(f"a{number}", device=each) for number, each in enumerate(counters)))
    await bank.passes(10)
    await bank.raises(alarm("a9", "disk-low", "north/b7/counter-1", at=bank.clock.now_ms() - 10_000))
    assert bank.services.sent == []
    await bank.passes(5)
    ((recipient, title, text),) = bank.services.sent
    assert (recipient, title) == ("duty", "Tongban: 4 alarms in 2 branches")
    assert text.splitlines() == [
        "north/b2: Silent (counter-1, counter-2, counter-3) since 19:58; 1 customer waiting",
        "north/b7: Disk nearly full (counter-1) since 20:00",
    ]
    await bank.passes(300)
    assert len(bank.services.sent) == 1


async def test_in_chinese(house: House) -> None:
    await house.knows("north-01", filed(at=NOON_MS), queued())
    bank = Bank(house, replace(DUTY, language="zh"))
    await bank.raises(*(alarm(f"a{number}", device=f"{BRANCH_B}/c-{number}") for number in range(9)))
    await bank.passes(15)
    ((_, title, text),) = bank.services.sent
    assert (title, text) == (
        "通办：1 个网点 9 条告警",
        "north/b2：失联（9 台设备），19:58 起；1 位客户在等",
    )


async def test_a_broken_region_is_one_short_notice(house: House) -> None:
    bank = Bank(house, DUTY)
    await bank.raises(*(alarm(f"a{number}", device=f"north/b{number:03}/c") for number in range(60)))
    await bank.passes(15)
    ((_, title, text),) = bank.services.sent
    assert title == "Tongban: 60 alarms in 60 branches"
    assert len(text.splitlines()) == 21
    assert text.endswith("and 40 more branches")


async def test_at_most_one_notice_a_minute_with_all_that_came_meanwhile(house: House) -> None:
    bank = Bank(house, DUTY)
    for number in range(24):
        await bank.raises(alarm(f"a{number}", f"rule-{number}", at=bank.clock.now_ms()))
        await bank.passes(5)
    await bank.passes(60)
    assert [text.count("(counter-1)") for text in bank.services.texts("duty")] == [1, 12, 11]


async def test_what_cleared_or_was_taken_on_meanwhile_is_told_to_nobody(house: House) -> None:
    await house.has(teller("chen", role="operator"))
    bank = Bank(house, DUTY, CHIEF)
    await bank.raises(alarm("a1"), alarm("a2", "disk-low"))
    await bank.clears("silent")
    await house.shelf.do(lambda books: books.alarms.acknowledge("a2", "chen", NOON_MS))
    await bank.passes(20 * 60)
    assert bank.services.sent == []


async def test_who_is_told_later_is_told_of_what_nobody_took_on(house: House) -> None:
    bank = Bank(house, DUTY, CHIEF)
    await bank.raises(alarm("a1"), alarm("a2", "disk-low"))
    await bank.passes(14 * 60)
    assert [name for name, _, _ in bank.services.sent] == ["duty"]
    await house.shelf.do(lambda books: books.alarms.acknowledge("a2", "chen", bank.clock.now_ms()))
    await bank.passes(60)
    _, title, text = bank.services.sent[-1]
    assert title == "Tongban: 1 alarm in 1 branch, not acknowledged for 15 min"
    assert "Silent" in text
    assert "Disk" not in text


@pytest.mark.parametrize(
    ("recipient", "told"),
    [
        (DUTY, True),
        (replace(DUTY, regions=frozenset({"south"})), False),
        (replace(DUTY, regions=frozenset({"north", "south"})), True),
        (replace(DUTY, severities=frozenset({"watch"})), False),
        (replace(DUTY, severities=frozenset({"needs"})), True),
    ],
)
def test_each_is_told_what_is_theirs(recipient: Recipient, *, told: bool) -> None:
    assert bool(to_tell(recipient, [alarm()], set(), NOON_MS + MINUTE_MS)) is told


WATCH: Final[frozenset[Severity]] = frozenset({"watch"})
NIGHT: Final = Quiet(time(22, 0), time(7, 0), WATCH)
LUNCH: Final = Quiet(time(12, 0), time(13, 30), BOTH)


@pytest.mark.parametrize(
    ("quiet", "local", "silent"),
    [
        (NIGHT, "21:59", False),
        (NIGHT, "22:00", True),
        (NIGHT, "00:00", True),
        (NIGHT, "06:59", True),
        (NIGHT, "07:00", False),
        (LUNCH, "12:00", True),
        (LUNCH, "13:30", False),
    ],
)
def test_quiet_hours_are_those_of_the_recipients_clock(quiet: Quiet, local: str, *, silent: bool) -> None:
    there = time.fromisoformat(local)
    minutes = (there.hour - 20) * 60 + there.minute  # at noon UTC it is 20:00 in Shanghai
    recipient = replace(DUTY, quiet=quiet)
    assert is_quiet(recipient, "watch", NOON_MS + minutes * MINUTE_MS) is silent


async def test_what_came_in_quiet_hours_is_told_in_the_morning_if_it_is_still_so(house: House) -> None:
    bank = Bank(house, replace(DUTY, quiet=NIGHT))
    bank.clock.pass_ms(3 * HOUR_MS)  # 23:00
    at = bank.clock.now_ms()
    await bank.raises(
        alarm("a1", "link-drops", at=at, severity="watch"),
        alarm("a2", "clock-off", at=at, severity="watch"),
        alarm("a3", "disk-low", at=at),
    )
    await bank.passes(60)
    assert bank.services.texts("duty") == ["north/b2: Disk nearly full (counter-1) since 23:00"]
    bank.clock.pass_ms(7 * HOUR_MS)
    await bank.passes(60)
    await bank.clears("clock-off")
    bank.clock.pass_ms(HOUR_MS)
    await bank.passes(5)
    assert bank.services.texts("duty")[1:] == [
        "north/b2: Link keeps dropping (counter-1) since 11-21 23:00"
    ]


async def test_who_was_told_of_an_alarm_is_told_once_that_it_cleared(house: House) -> None:
    bank = Bank(house, DUTY, CHIEF)
    await bank.raises(alarm("a1"), alarm("a2", "disk-low"))
    await bank.passes(60)
    await bank.clears("silent", "disk-low")
    await bank.passes(10)
    assert len(bank.services.sent) == 1, "what clears together is told together"
    await bank.passes(300)
    bank.starts_again()
    await bank.passes(20 * 60)
    ((recipient, title, text),) = bank.services.sent[1:]
    assert (recipient, title) == ("duty", "Tongban: 2 alarms cleared in 1 branch")
    assert text == (
        "Cleared: north/b2: Silent (counter-1) until 20:01; Disk nearly full (counter-1) until 20:01"
    )


async def test_what_cleared_and_what_is_new_are_one_notice(house: House) -> None:
    await house.knows("north-01", filed(at=NOON_MS), queued())
    bank = Bank(house, DUTY, replace(DUTY, name="zh", language="zh"))
    await bank.raises(alarm("a1"))
    await bank.passes(60)
    await bank.clears("silent")
    await bank.raises(alarm("a2", "disk-low", at=bank.clock.now_ms()))
    await bank.passes(60)
    assert [(title, text.splitlines()) for _, title, text in sorted(bank.services.sent[2:])] == [
        (
            "Tongban: 1 alarm in 1 branch; 1 cleared",
            [
                "north/b2: Disk nearly full (counter-1) since 20:01; 1 customer waiting",
                "Cleared: north/b2: Silent (counter-1) until 20:01",
            ],
        ),
        (
            "通办：1 个网点 1 条告警，1 条已解除",
            [
                "north/b2：磁盘不足（counter-1），20:01 起；1 位客户在等",
                "已解除 north/b2：失联（counter-1），20:01 止",
            ],
        ),
    ]


async def test_good_news_wakes_nobody_and_comes_in_the_morning(house: House) -> None:
    bank = Bank(house, replace(DUTY, quiet=NIGHT))
    bank.clock.pass_ms(3 * HOUR_MS)  # 23:00
    await bank.raises(alarm("a1", at=bank.clock.now_ms()))
    await bank.passes(60)
    await bank.clears("silent")
    await bank.passes(10 * 60)
    assert len(bank.services.sent) == 1, (
        "of what needs somebody they are told at night; that it is over can wait"
    )
    bank.clock.pass_ms(8 * HOUR_MS)
    await bank.passes(5)
    assert bank.services.texts("duty")[1:] == ["Cleared: north/b2: Silent (counter-1) until 11-21 23:01"]


async def test_that_it_cleared_is_tried_like_any_notice_and_old_news_is_none(house: House) -> None:
    bank = Bank(house, DUTY, replace(DUTY, name="mail"))
    bank.services.away = {"duty"}
    await bank.raises(alarm("a1"))
    await bank.passes(60)
    await bank.clears("silent")
    await bank.passes(60)
    assert ["Cleared" in text for text in bank.services.texts("mail")] == [False, True]
    bank.services.away = set()
    await bank.passes(10 * 60)
    assert ["Cleared" in text for text in bank.services.texts("duty")] == [False, True]
    await bank.raises(alarm("a2", at=bank.clock.now_ms()))
    await bank.passes(60)
    await bank.clears("silent")
    bank.clock.pass_ms(25 * HOUR_MS)
    await bank.passes(60)
    assert len(bank.services.texts("mail")) == len(bank.services.texts("duty")) == 3


async def test_nobody_hears_the_end_of_what_they_never_heard_of(house: House) -> None:
    bank = Bank(house, DUTY)
    bank.services.away = {"duty"}
    await bank.raises(alarm("a1"))
    await bank.passes(15)
    for _ in range(25):
        bank.clock.pass_ms(HOUR_MS)
        await bank.notices.look()
    bank.services.away = set()
    await bank.clears("silent")
    await bank.passes(5 * 60)
    assert bank.services.sent == []
    assert len(await bank.kept()) == 1


async def test_a_service_that_is_away_is_tried_with_patience_and_holds_up_nobody(house: House) -> None:
    bank = Bank(house, DUTY, replace(DUTY, name="mail"))
    bank.services.away = {"duty"}
    await bank.raises(alarm("a1"))
    await bank.passes(5 * 60)
    assert len(bank.services.texts("mail")) == 1
    assert 4 <= bank.services.tried - 1 <= 6
    owed = next(notice for notice in await bank.kept() if notice.recipient == "duty")
    assert (owed.sent_at, owed.says) == (None, "no route to the service")
    await bank.raises(alarm("a2", "disk-low", at=bank.clock.now_ms()))
    bank.services.away = set()
    bank.starts_again()
    await bank.passes(8 * 60)
    assert [("Silent" in text, "Disk" in text) for text in bank.services.texts("duty")] == [
        (True, False),
        (False, True),
    ]


async def test_what_could_not_be_sent_for_a_day_is_given_up(house: House) -> None:
    bank = Bank(house, DUTY)
    bank.services.away = {"duty"}
    await bank.raises(alarm("a1"))
    await bank.passes(15)
    for _ in range(30):
        bank.clock.pass_ms(HOUR_MS)
        await bank.notices.look()
    (notice,) = await bank.kept()
    assert notice.given_up_at is not None
    assert notice.given_up_at - notice.written_at == 24 * HOUR_MS
    assert bank.services.tried == notice.attempts


async def test_what_was_sent_while_the_database_went_away_is_not_sent_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank, journal = Bank(house, DUTY), house.web.journal
    transact, is_away = journal.transact, False

    async def goes_away(work: Callable[[Books], ResultT]) -> ResultT:
        nonlocal is_away
        if bank.services.sent and not is_away:
            is_away = True
            raise DatabaseUnavailableError("the database is away")
        return await transact(work)

    monkeypatch.setattr(journal, "transact", goes_away)
    await bank.raises(alarm("a1"))
    bank.clock.pass_ms(15_000)
    with pytest.raises(DatabaseUnavailableError):
        await bank.notices.look()
    await bank.passes(60)
    assert (len(bank.services.sent), is_away) == (1, True)
    (notice,) = await bank.kept()
    assert notice.sent_at == NOON_MS + 15_000


async def test_a_fault_of_a_service_ends_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    bank = Bank(house, DUTY)

    async def fails(*_: str) -> None:
        raise RuntimeError("a fault of its own")

    monkeypatch.setattr(bank.services, "send", fails)
    await bank.raises(alarm("a1"))
    await bank.passes(15)
    (notice,) = await bank.kept()
    assert notice.says == "RuntimeError: a fault of its own"
