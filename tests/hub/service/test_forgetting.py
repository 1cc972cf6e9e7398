"""The history of alarms is kept for its days, and forgotten a few rows at a time."""

from __future__ import annotations

import pytest

from hub.ports.notices import Notice
from hub.service import forgetting
from hub.service.forgetting import AT_ONCE, DAY_MS, Forgetting
from tests.fakes.alarms import alarm
from tests.fakes.standing_clock import NOON_MS
from tests.hub.stores.shelf import Shelf


async def test_what_is_old_goes_in_small_steps_and_what_is_open_stays(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "PAUSE_S", 0.0)
    old = [alarm(f"a{number}", device=f"north/b2/c-{number}") for number in range(2 * AT_ONCE + 1)]
    still_open = alarm("open", "disk-low")
    sent = Notice("n1", "duty", "Tongban", "north/b2: silent", NOON_MS, NOON_MS, sent_at=NOON_MS)
    await shelf.do(lambda books: books.alarms.raise_all([*old, still_open]))
    gone = [(each.device, each.rule) for each in old]
    await shelf.do(lambda books: books.alarms.clear_all(gone, NOON_MS))
    await shelf.do(lambda books: books.notices.write(sent, [old[0].alarm]))

    keeping = Forgetting(shelf.journal, shelf.clock, keep_days=30)
    shelf.clock.pass_ms(30 * DAY_MS)
    await keeping.look()
    assert len(await shelf.do(lambda books: books.alarms.cleared(None, None, 999))) == len(old)

    shelf.clock.pass_ms(1)
    before = len(shelf.committed)
    await keeping.look()
    assert len(shelf.committed) - before == 3 + 1, "no commit takes more than a few rows"
    assert await shelf.do(lambda books: books.alarms.cleared(None, None, 999)) == []
    assert await shelf.do(lambda books: books.alarms.open()) == [still_open]
    assert await shelf.do(lambda books: books.notices.sent(9)) == []
