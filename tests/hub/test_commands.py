"""The registers from a terminal: what is listed, and which policies a branch may have."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from typer import Typer
from typer.testing import CliRunner, Result

from hub.commands import branches, devices, people
from hub.service import accounts

PASSWORD = "a long sentence"


@pytest.fixture(autouse=True)
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Li and an auditor work at B, Zhao at C; B has a counter."""
    monkeypatch.setenv("TONGBAN_HUB_FOLDER", str(tmp_path / "hub"))
    monkeypatch.setenv("COLUMNS", "120")
    cheap = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(accounts, "PasswordHasher", cheap)
    for person, branch, role in (
        ("li", "north/b2", "teller"),
        ("qian", "north/b2", "auditor"),
        ("zhao", "north/b3", "lobby_manager"),
        ("sun", "south/b1", "teller"),
    ):
        added = add(person, branch, "--role", role)
        assert added.exit_code == 0, added.output
    credential = str(tmp_path / "counter.json")
    asked = tell(devices, "add", "north/b2/counter-1", "--kind", "counter", "--credential", credential)
    assert asked.exit_code == 0, asked.output


def tell(program: Typer, *words: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(program, words, input=typed)


def add(person: str, branch: str, *words: str, password: str = PASSWORD) -> Result:
    named = ("add", person, "--name", person.title(), "--branch", branch, "--password-stdin", *words)
    return tell(people, *named, typed=password + "\n")


def policy(*overflow: str, of: str = "north/b2") -> Result:
    words = [word for step in overflow for word in ("--overflow", step)]
    return tell(branches, "policy", of, *words)


def test_people_are_listed_with_what_they_may_do() -> None:
    add("li", "north/b2", "--skill", "cash", "--skill", "accounts", "--capacity", "3", "--limit", "50000")
    table = tell(people, "list").stdout
    for word in ("li", "Li", "north/b2", "teller", "accounts, cash", "0 of 3", "off duty", "lobby manager"):
        assert word in table
    found = {each["person"]: each for each in json.loads(tell(people, "list", "--json").stdout)}
    assert list(found) == ["li", "qian", "zhao", "sun"]
    assert (found["li"]["skills"], found["li"]["limit"]) == (["accounts", "cash"], 5_000_000)


def test_no_list_shows_anything_secret(tmp_path: Path) -> None:
    secret = json.loads((tmp_path / "counter.json").read_text())["password"]
    for program in (people, devices, branches):
        for words in (("list",), ("list", "--json")):
            shown = tell(program, *words).stdout
            assert [word for word in (secret, PASSWORD, "argon2", "$7$", "password") if word in shown] == []


def test_devices_are_listed_with_their_link() -> None:
    assert "north/b2/counter-1" in tell(devices, "list").stdout
    assert json.loads(tell(devices, "list", "--json").stdout) == [
        {"address": "north/b2/counter-1", "kind": "counter", "online": False, "since": None}
    ]


def test_branches_are_listed_with_what_they_decided() -> None:
    assert policy("deputy:li", "branch:north/b3").exit_code == 0
    assert "deputy:li, branch:north/b3, back to the origin" in tell(branches, "list").stdout
    found = {each["branch"]: each for each in json.loads(tell(branches, "list", "--json").stdout)}
    assert list(found) == ["north/b2", "north/b3", "south/b1"]
    assert found["north/b2"]["overflow"] == ["deputy:li", "branch:north/b3"]
    assert found["north/b3"] == {
        "branch": "north/b3",
        "overflow": [],
        "wrap_up_ms": 0,
        "lease_ms": 60_000,
    }


@pytest.mark.parametrize(
    ("step", "says"),
    [
        ("deputy:nobody", "no nobody who takes cases works at north/b2: li"),
        ("deputy:zhao", "no zhao who takes cases works at north/b2: li"),
        ("deputy:qian", "no qian who takes cases works at north/b2: li"),
        ("deputy:Li", "'deputy:Li' is no overflow: write deputy:PERSON or branch:REGION/BRANCH"),
        ("branch:north/b9", "nobody works at north/b9: a case that went there would find nobody"),
        ("branch:north/b2", "north/b2 is the branch itself: name another"),
        ("branch:south/b1", "south/b1 is in another region: a case belongs to its region for good"),
        ("branch:b3", "'b3' is not a branch: write region/branch, each of a-z, 0-9 and -"),
        ("li", "'li' is no overflow: write deputy:PERSON or branch:REGION/BRANCH"),
    ],
)
def test_an_overflow_that_leads_nowhere_is_refused_and_the_policy_stays(step: str, says: str) -> None:
    assert policy("deputy:li").exit_code == 0
    refused = policy("branch:north/b3", step)
    assert (refused.exit_code, refused.stderr.strip()) == (2, says)
    (found,) = [
        each for each in json.loads(tell(branches, "list", "--json").stdout) if each["branch"] == "north/b2"
    ]
    assert found["overflow"] == ["deputy:li"]


def test_a_branch_where_nobody_works_decides_nothing() -> None:
    refused = policy(of="north/b9")
    assert (refused.exit_code, refused.stderr.strip()) == (
        2,
        "nobody works at north/b9: register its people first",
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("Li", "north/b2"), "'Li' is not a name to log in with"),
        (("li", "b2"), "'b2' is not a branch"),
        (("li", "north/b2", "--role", "boss"), "there is no role 'boss'"),
    ],
)
def test_a_person_who_cannot_be_is_not_registered(words: tuple[str, ...], says: str) -> None:
    refused = add(*words)
    assert refused.exit_code == 2
    assert says in refused.stderr


@pytest.mark.parametrize("password", ["", "1234567"])
def test_a_password_that_is_no_secret_is_refused(password: str) -> None:
    refused = add("wang", "north/b2", password=password)
    assert refused.exit_code == 2
    assert "at least 8 characters" in refused.stderr
