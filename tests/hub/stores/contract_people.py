"""People, their logins and the codes they sign in with; devices and what the broker is told of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Connection, select

from hub.domain.chain import Entry, first_break
from hub.domain.roster import SignedIn, Staff, WentOnDuty
from hub.domain.words import BranchPolicy
from hub.ports.devices import Device, Peripheral
from hub.ports.journal import Books
from hub.ports.people import Account
from hub.stores.tables import journal
from tests.fakes.case_events import BRANCH_B, COUNTER_A, COUNTER_B, teller
from tests.fakes.standing_clock import HOUR_MS, MINUTE_MS, NOON_MS
from tests.hub.stores.shelf import Shelf


class PeopleContract:
    """Needs the fixture `shelf`."""

    async def test_a_person_comes_back_as_registered(self, shelf: Shelf) -> None:
        li = replace(teller(), name="李明", skills=frozenset({"accounts", "loans"}))
        await shelf.do(lambda books: books.people.add(li, "hash"))
        assert await shelf.do(lambda books: books.people.get("li")) == li
        assert await shelf.do(lambda books: books.people.account("li")) == Account("li", "hash")

    async def test_a_stranger_is_nobody(self, shelf: Shelf) -> None:
        assert await shelf.do(lambda books: books.people.get("li")) is None
        assert await shelf.do(lambda books: books.people.account("li")) is None
        assert await shelf.do(lambda books: books.people.at_counter(COUNTER_B)) is None

    async def test_a_branch_has_its_own_people(self, shelf: Shelf) -> None:
        for person, branch in (("wang", BRANCH_B), ("li", BRANCH_B), ("zhao", "north/b9")):
            await shelf.do(_add, teller(person, branch))
        staff = await shelf.do(lambda books: books.people.of_branch(BRANCH_B))
        assert [person.person for person in staff] == ["li", "wang"]

    async def test_a_person_who_is_changed_keeps_their_place(self, shelf: Shelf) -> None:
        await shelf.do(_add, teller())
        on_duty = replace(teller(), on_duty=True, counter=COUNTER_B, assigned=1, idle_since=NOON_MS)
        await shelf.do(lambda books: books.people.put(on_duty, []))
        await shelf.do(lambda books: books.people.add(replace(teller(), name="李小明"), "other hash"))
        assert await shelf.do(lambda books: books.people.get("li")) == replace(on_duty, name="李小明")
        assert await shelf.do(lambda books: books.people.account("li")) == Account("li", "other hash")

    async def test_whoever_sits_at_a_counter_is_as_connected_as_it_is(self, shelf: Shelf) -> None:
        await shelf.do(_add, teller())
        await shelf.do(lambda books: books.devices.add(COUNTER_B, "counter", "line\n", NOON_MS))
        await shelf.do(lambda books: books.people.put(replace(teller(), counter=COUNTER_B), []))
        for online in (True, False):
            await shelf.do(_presence, COUNTER_B, online=online)
            li = await shelf.do(lambda books: books.people.at_counter(COUNTER_B))
            assert li is not None
            assert (li.person, li.counter_online) == ("li", online)

    async def test_the_rosters_events_are_a_chain_of_each_person(self, shelf: Shelf) -> None:
        await shelf.do(_add, teller())
        await shelf.do(lambda books: books.people.put(teller(), [WentOnDuty("li", NOON_MS)]))
        await shelf.do(lambda books: books.people.put(teller(), [SignedIn("li", COUNTER_B, NOON_MS)]))
        lines = await shelf.behind(_journal_lines)
        assert [(line.subject, line.kind) for line in lines] == [
            ("person/li", "WentOnDuty"),
            ("person/li", "SignedIn"),
        ]
        assert first_break(lines) is None

    async def test_a_login_is_known_by_its_token_until_it_expires(self, shelf: Shelf) -> None:
        await shelf.do(lambda books: books.people.open_login("li", "digest", NOON_MS + HOUR_MS))
        last_ms = NOON_MS + HOUR_MS - 1
        assert await shelf.do(lambda books: books.people.login("digest", last_ms)) == "li"
        assert await shelf.do(lambda books: books.people.login("digest", last_ms + 1)) is None
        assert await shelf.do(lambda books: books.people.login("another", NOON_MS)) is None

    async def test_a_login_can_be_ended_apart_from_the_others(self, shelf: Shelf) -> None:
        for digest in ("one", "another"):
            await shelf.do(_open_login, "li", digest)
        await shelf.do(lambda books: books.people.close_login("one"))
        assert [await shelf.do(_login, digest) for digest in ("one", "another")] == [None, "li"]

    async def test_a_new_password_ends_the_persons_logins_and_nobody_elses(self, shelf: Shelf) -> None:
        for person in ("li", "wang"):
            await shelf.do(_add, teller(person))
            await shelf.do(_open_login, person, f"of-{person}")
        await shelf.do(lambda books: books.people.change_password("li", "other hash"))
        assert await shelf.do(lambda books: books.people.account("li")) == Account("li", "other hash")
        assert await shelf.do(lambda books: books.people.account("wang")) == Account("wang", "hash")
        assert [await shelf.do(_login, digest) for digest in ("of-li", "of-wang")] == [None, "wang"]

    async def test_everyone_is_listed_branch_by_branch(self, shelf: Shelf) -> None:
        for person, branch in (("wang", BRANCH_B), ("li", BRANCH_B), ("zhao", "north/b1")):
            await shelf.do(_add, teller(person, branch))
        everyone = await shelf.do(lambda books: books.people.everyone())
        assert [person.person for person in everyone] == ["zhao", "li", "wang"]

    async def test_a_branch_that_decided_nothing_has_the_usual_policy(self, shelf: Shelf) -> None:
        own = BranchPolicy(overflow=("deputy:li",), wrap_up_ms=5_000)
        await shelf.do(lambda books: books.people.set_policy(BRANCH_B, own))
        assert await shelf.do(lambda books: books.people.policy(BRANCH_B)) == own
        assert await shelf.do(lambda books: books.people.policy("north/b9")) == BranchPolicy()

    async def test_a_code_leads_to_its_counter_until_it_expires_or_is_used(self, shelf: Shelf) -> None:
        await shelf.do(_show, COUNTER_B, "482913", NOON_MS + MINUTE_MS)
        last_ms = NOON_MS + MINUTE_MS - 1
        assert await shelf.do(_leads_to, "482913", last_ms) == COUNTER_B
        assert await shelf.do(_leads_to, "482913", last_ms + 1) is None
        assert await shelf.do(_leads_to, "482914", NOON_MS) is None
        await shelf.do(lambda books: books.people.use_up_code(COUNTER_B))
        assert await shelf.do(_leads_to, "482913", NOON_MS) is None

    async def test_a_fresh_code_voids_the_one_before(self, shelf: Shelf) -> None:
        for code in ("111111", "222222"):
            await shelf.do(_show, COUNTER_B, code, NOON_MS + MINUTE_MS)
        assert await shelf.do(_leads_to, "111111", NOON_MS) is None
        assert await shelf.do(_leads_to, "222222", NOON_MS) == COUNTER_B

    async def test_a_code_that_two_counters_show_leads_to_neither(self, shelf: Shelf) -> None:
        for counter, expires_at in ((COUNTER_A, NOON_MS + MINUTE_MS), (COUNTER_B, NOON_MS + HOUR_MS)):
            await shelf.do(_show, counter, "482913", expires_at)
        assert await shelf.do(_leads_to, "482913", NOON_MS) is None
        later_ms = NOON_MS + MINUTE_MS  # the other counter's has expired
        assert await shelf.do(_leads_to, "482913", later_ms) == COUNTER_B


class DevicesContract:
    """Needs the fixture `shelf`."""

    async def test_the_latest_of_each_peripheral_is_known(self, shelf: Shelf) -> None:
        empty, full = (
            Peripheral("printer", condition, condition, NOON_MS + number)
            for number, condition in enumerate(("out_of_paper", "ready"))
        )
        scanner = Peripheral("scanner", "ready", "It works.", NOON_MS)
        for device, said in (
            (COUNTER_A, empty),
            (COUNTER_B, empty),
            (COUNTER_A, full),
            (COUNTER_A, scanner),
        ):
            await shelf.do(_put_peripheral, device, said)
        assert await shelf.do(lambda books: books.devices.peripherals()) == {
            COUNTER_A: [full, scanner],
            COUNTER_B: [empty],
        }

    async def test_a_registered_device_is_offline_until_it_says_otherwise(self, shelf: Shelf) -> None:
        await shelf.do(lambda books: books.devices.add(COUNTER_B, "counter", "b\n", NOON_MS))
        await shelf.do(lambda books: books.devices.add(COUNTER_A, "counter", "a\n", NOON_MS))
        known = [
            Device(COUNTER_A, "counter", online=False, since=None),
            Device(COUNTER_B, "counter", online=False, since=None),
        ]
        assert await shelf.do(lambda books: books.devices.all()) == known
        assert await shelf.do(lambda books: books.devices.password_lines()) == ["a\n", "b\n"]
        assert await shelf.do(lambda books: books.devices.get("north/b1/counter-9")) is None

    async def test_a_device_that_is_struck_off_leaves_nothing_but_the_others(self, shelf: Shelf) -> None:
        jammed = Peripheral("printer", "jammed", "Paper is stuck.", NOON_MS)
        for device in (COUNTER_A, COUNTER_B):
            await shelf.do(_register, device, f"{device}\n", NOON_MS)
            await shelf.do(_put_peripheral, device, jammed)
        before = await shelf.do(lambda books: books.devices.version())
        for _ in range(2):  # the second time there is nothing to do
            await shelf.do(lambda books: books.devices.remove(COUNTER_A))
        assert await shelf.do(lambda books: books.devices.get(COUNTER_A)) is None
        assert await shelf.do(lambda books: books.devices.password_lines()) == [f"{COUNTER_B}\n"]
        assert await shelf.do(lambda books: books.devices.peripherals()) == {COUNTER_B: [jammed]}
        assert await shelf.do(lambda books: books.devices.version()) != before

    async def test_presence_is_what_was_heard_last_and_forgotten_on_a_start(self, shelf: Shelf) -> None:
        await shelf.do(lambda books: books.devices.add(COUNTER_B, "counter", "b\n", NOON_MS))
        await shelf.do(lambda books: books.devices.set_presence(COUNTER_B, NOON_MS + 5, online=True))
        assert await shelf.do(lambda books: books.devices.get(COUNTER_B)) == Device(
            COUNTER_B, "counter", online=True, since=NOON_MS + 5
        )
        await shelf.do(lambda books: books.devices.forget_presence())
        assert not _found(await shelf.do(lambda books: books.devices.get(COUNTER_B))).online

    @pytest.mark.parametrize("later_ms", [1, 0, -HOUR_MS])
    async def test_the_version_changes_with_every_credential(self, shelf: Shelf, later_ms: int) -> None:
        """Also within one millisecond, and when the clock was set back."""

        versions = [await shelf.do(lambda books: books.devices.version())]
        for address, line, at in (
            (COUNTER_A, "a\n", NOON_MS),
            (COUNTER_B, "b\n", NOON_MS),
            (COUNTER_A, "fresh\n", NOON_MS + later_ms),
            (COUNTER_B, "fresh\n", NOON_MS + later_ms),
        ):
            versions.append(await shelf.do(_register, address, line, at))
        assert len(set(versions)) == len(versions)
        assert await shelf.do(lambda books: books.devices.password_lines()) == ["fresh\n", "fresh\n"]

    async def test_a_device_with_a_new_credential_is_as_connected_as_before(self, shelf: Shelf) -> None:
        await shelf.do(lambda books: books.devices.add(COUNTER_B, "counter", "b\n", NOON_MS))
        await shelf.do(lambda books: books.devices.set_presence(COUNTER_B, NOON_MS, online=True))
        version = await shelf.do(lambda books: books.devices.version())
        await shelf.do(lambda books: books.devices.add(COUNTER_B, "counter", "fresh\n", NOON_MS + 1))
        assert _found(await shelf.do(lambda books: books.devices.get(COUNTER_B))).online
        assert await shelf.do(lambda books: books.devices.version()) != version


def _found(device: Device | None) -> Device:
    assert device is not None
    return device


def _add(books: Books, staff: Staff) -> None:
    books.people.add(staff, "hash")


def _open_login(books: Books, person: str, digest: str) -> None:
    books.people.open_login(person, digest, NOON_MS + HOUR_MS)


def _login(books: Books, digest: str) -> str | None:
    return books.people.login(digest, NOON_MS)


def _show(books: Books, counter: str, code: str, expires_at: int) -> None:
    books.people.show_code(counter, code, expires_at)


def _leads_to(books: Books, code: str, now_ms: int) -> str | None:
    return books.people.counter_showing(code, now_ms)


def _presence(books: Books, counter: str, *, online: bool) -> None:
    books.devices.set_presence(counter, NOON_MS, online=online)


def _register(books: Books, address: str, line: str, at: int) -> tuple[int, int]:
    books.devices.add(address, "counter", line, at)
    return books.devices.version()


def _journal_lines(connection: Connection) -> list[Entry]:
    return [Entry(*row) for row in connection.execute(select(journal).order_by(journal.c.number))]


def _put_peripheral(books: Books, device: str, said: Peripheral) -> None:
    books.devices.put_peripheral(device, said)
