"""`tongban hub`, `tongban devices`, `tongban people`, `tongban branches`: the hub from a terminal."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import secrets
import signal
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated, Final, NoReturn, TypeVar, cast, get_args

import typer
import uvloop
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table

from device_profiles.broker_rules import SALT_BYTES, device_username, password_line
from device_profiles.contract.ids import is_identifier, parse_branch, parse_device
from device_profiles.delivery.clock import SystemClock
from device_profiles.delivery.errors import DatabaseUnavailableError, writing_files
from device_profiles.delivery.sealed_files import write_secret
from device_profiles.logs import log_to_stderr
from device_profiles.profiles import ProfileError, load_kinds
from device_profiles.serving import AddressTakenError
from hub import listings
from hub.bootstrap import build, open_journal, telemetry_store
from hub.bus.broker import BrokerError
from hub.domain.readings import Reading
from hub.domain.roster import Role, Staff
from hub.domain.words import BranchName, BranchPolicy
from hub.ports.journal import Books
from hub.ports.telemetry import TelemetryStoreUnavailableError
from hub.service.accounts import Accounts
from hub.service.overflow import first_fault
from hub.settings import HubSettings
from hub.stores.schema import SchemaError

ResultT = TypeVar("ResultT")

hub = typer.Typer(help="The program in the middle.", no_args_is_help=True)
devices = typer.Typer(help="The register of devices.", no_args_is_help=True)
people = typer.Typer(help="The register of people.", no_args_is_help=True)
branches = typer.Typer(help="What branches decide for themselves.", no_args_is_help=True)

WAITING_FOR_DISK: Final = 24
"""Threads for materials; they mostly wait for the disk, which takes many in one go."""
AsJson = Annotated[bool, typer.Option("--json", help="As JSON, for other programs.")]
SHORTEST_PASSWORD: Final = 8
"""For a first password, which an administrator gives; one that people choose is longer."""
SHORTEST_LEASE_S: Final = 20.0
"""A handset says every 10 s that it is there, and that is written down every 5 s."""


@hub.command("run")
def run() -> None:
    """Run the hub until it is told to stop. Settings are the TONGBAN_ variables of the environment."""
    log_to_stderr(program="hub")
    try:
        uvloop.run(_run(_settings()))
    except (ProfileError, BrokerError, AddressTakenError, SchemaError) as error:
        _give_up(str(error))
    except (DatabaseUnavailableError, TelemetryStoreUnavailableError) as error:
        _give_up(f"the hub cannot start: {error}")


@devices.command("add")
def add_device(
    address: Annotated[str, typer.Argument(help="region/branch/device")],
    kind: Annotated[str, typer.Option(help="counter or kiosk")],
    credential: Annotated[Path, typer.Option(help="Where to write the device's credential file.")],
    host: Annotated[
        str, typer.Option(help="The broker's address, as the device reaches it.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The broker's port; the hub's own setting when left out.")] = 0,
) -> None:
    """Register a device and write its credential file, which only its owner can read."""
    settings = _settings()
    try:
        parse_device(address)
        kinds = load_kinds(settings.kinds_folder)
    except (ValueError, ProfileError) as error:
        _give_up(str(error))
    if kind not in kinds:
        _give_up(f"there is no kind {kind!r}: {', '.join(kinds)}")
    _carry_out(register_device(settings, address, kind, credential, host, port or settings.broker_port))
    typer.echo(f"{address} is registered; its credential is in {credential}", err=True)


@devices.command("list")
def list_devices(*, as_json: AsJson = False) -> None:
    """List every device, and whether it is connected as far as the hub has heard."""
    registered = _read(lambda books: books.devices.all())
    _print(listings.devices_table(registered), listings.as_json(registered), as_json=as_json)


@people.command("add")
def add_person(
    person: Annotated[str, typer.Argument(help="The name to log in with: a-z, 0-9 and -.")],
    name: Annotated[str, typer.Option(help="The name that screens show.")],
    branch: Annotated[str, typer.Option(help="region/branch")],
    role: Annotated[
        str, typer.Option(help="teller, lobby_manager, reviewer, operator or auditor")
    ] = "teller",
    skill: Annotated[list[str] | None, typer.Option(help="May be given more than once.")] = None,
    capacity: Annotated[int, typer.Option(help="How many cases at once.", min=1)] = 1,
    limit_yuan: Annotated[
        int, typer.Option("--limit", help="The largest amount, in yuan, they may handle; 0 for any.", min=0)
    ] = 0,
    *,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
) -> None:
    """Register a person; the password is asked for, and never stands on a command line."""
    if not is_identifier(person):
        _give_up(f"{person!r} is not a name to log in with: a-z, 0-9 and -")
    if role not in get_args(Role):
        _give_up(f"there is no role {role!r}: {', '.join(get_args(Role))}")
    where = _branch(branch)
    if password_stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    if len(password) < SHORTEST_PASSWORD:
        _give_up(f"a password has at least {SHORTEST_PASSWORD} characters: a sentence is easy to remember")
    skills, limit = frozenset(skill or ()), limit_yuan * 100
    staff = Staff(person, name, where, cast("Role", role), skills, capacity, limit)

    _carry_out(register_person(_settings(), staff, password))
    typer.echo(f"{person} ({name}) is registered as {role} of {branch}", err=True)


@people.command("list")
def list_people(*, as_json: AsJson = False) -> None:
    """List everyone: what they may do, how many cases they have, and where they are."""
    everyone = _read(lambda books: books.people.everyone())
    _print(listings.people_table(everyone), listings.as_json(everyone), as_json=as_json)


@branches.command("list")
def list_branches(*, as_json: AsJson = False) -> None:
    """List the branches in which people work, and what each decided for itself."""

    def read(books: Books) -> tuple[list[Staff], dict[BranchName, BranchPolicy]]:
        everyone = books.people.everyone()
        return everyone, {staff.branch: books.people.policy(staff.branch) for staff in everyone}

    everyone, policies = _read(read)
    _print(listings.branches_table(policies, everyone), listings.as_json(policies), as_json=as_json)


@branches.command("policy")
def change_policy(
    branch: Annotated[str, typer.Argument(help="region/branch")],
    overflow: Annotated[
        list[str] | None,
        typer.Option(help="When nobody can be had: deputy:PERSON or branch:REGION/BRANCH; in this order."),
    ] = None,
    wrap_up_s: Annotated[float, typer.Option(help="Rest after each case.", min=0, max=3600)] = 0,
    lease_s: Annotated[
        float,
        typer.Option(
            help="How long a handler's counter and handset may both be gone.",
            min=SHORTEST_LEASE_S,
            max=86_400,
        ),
    ] = 60,
) -> None:
    """Set what a branch decides for itself; what is left out goes back to its default."""
    where, steps = _branch(branch), tuple(overflow or ())
    if fault := first_fault(where, steps, _read(lambda books: books.people.everyone())):
        _give_up(fault)
    policy = BranchPolicy(steps, round(wrap_up_s * 1000), round(lease_s * 1000))
    _carry_out(set_branch_policy(_settings(), where, policy))
    then = ", ".join(steps) or "back to the origin"
    typer.echo(f"{where}: overflow {then}; wrap-up {wrap_up_s:g} s; lease {lease_s:g} s", err=True)


async def register_device(
    settings: HubSettings, address: str, kind: str, credential: Path, host: str, port: int
) -> None:
    """Register a device with a fresh password, and write its credential file."""
    where = parse_device(address)
    password, username = secrets.token_urlsafe(32), device_username(where)
    line = password_line(username, password, os.urandom(SALT_BYTES))
    async with open_journal(settings) as journal:
        now_ms = SystemClock().now_ms()
        await journal.transact(lambda books: books.devices.add(address, kind, line, now_ms))
    content = {
        "address": where.model_dump(),
        "kind": kind,
        "host": host,
        "port": port,
        "username": username,
        "password": password,
    }
    write_secret(credential, (json.dumps(content, indent=2) + "\n").encode())


async def register_person(settings: HubSettings, staff: Staff, password: str) -> None:
    """Register a person, or change one."""
    async with open_journal(settings) as journal:
        await Accounts(journal, SystemClock()).register(staff, password)


async def set_branch_policy(settings: HubSettings, branch: BranchName, policy: BranchPolicy) -> None:
    """Change what a branch decides for itself."""
    async with open_journal(settings) as journal:
        await journal.transact(lambda books: books.people.set_policy(branch, policy))


def last_readings() -> list[Reading]:
    """The latest reading of each device, from the store that the settings name.

    Raises:
        TelemetryStoreUnavailableError: the store cannot be read now.
    """

    async def read() -> list[Reading]:
        store = telemetry_store(_settings())
        try:
            return await store.last()
        finally:
            await store.close()

    return asyncio.run(read())


async def _run(settings: HubSettings) -> None:
    os.umask(0o077)  # what the hub writes is for the hub
    loop, main = asyncio.get_running_loop(), asyncio.current_task()
    assert main is not None
    loop.set_default_executor(ThreadPoolExecutor(WAITING_FOR_DISK))
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, main.cancel)
    try:
        with writing_files():
            async with build(settings) as running:
                gc.freeze()  # what stands now stands till the end: the collector need not look at it again
                await running.run()
    except asyncio.CancelledError:
        return  # asked to stop


def _carry_out(command: Coroutine[None, None, ResultT]) -> ResultT:
    try:
        return asyncio.run(command)
    except (DatabaseUnavailableError, SchemaError) as error:
        _give_up(str(error))


def _settings() -> HubSettings:
    try:
        return HubSettings()
    except ValidationError as error:
        faults = (f"TONGBAN_{fault['loc'][0]}".upper() + f": {fault['msg']}" for fault in error.errors())
        _give_up("\n".join(faults))


def _branch(text: str) -> BranchName:
    try:
        return str(parse_branch(text))
    except ValueError as error:
        _give_up(str(error))


def _read(work: Callable[[Books], ResultT]) -> ResultT:
    async def read() -> ResultT:
        async with open_journal(_settings()) as journal:
            return await journal.transact(work)

    return _carry_out(read())


def _print(table: Table, text: str, *, as_json: bool) -> None:
    if as_json:
        typer.echo(text)
    else:
        Console().print(table)


def _give_up(reason: str) -> NoReturn:
    typer.echo(reason, err=True)
    raise typer.Exit(2)
