"""`tongban devices`, `people`, `branches`, `recording`: what the hub keeps, from a terminal.

Owns the words of the command line; what they do is in `registers` and in the services.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Final, NoReturn, TypeVar, cast, get_args

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table

from device_profiles.contract.ids import is_identifier, parse_branch, parse_device
from device_profiles.delivery.errors import DatabaseUnavailableError
from device_profiles.profile_files import ProfileError
from device_profiles.profiles import load_kinds
from hub import listings
from hub.domain.roster import Role, Staff
from hub.domain.words import BranchName, BranchPolicy
from hub.fitting import open_journal, open_materials
from hub.ports.journal import Books
from hub.registers import register_device, register_person, set_branch_policy
from hub.service.evidence import segments_of
from hub.service.overflow import first_fault
from hub.service.verifying import recording_fault
from hub.settings import HubSettings
from hub.stores.schema import SchemaError

ResultT = TypeVar("ResultT")

devices = typer.Typer(help="The register of devices.", no_args_is_help=True)
people = typer.Typer(help="The register of people.", no_args_is_help=True)
branches = typer.Typer(help="What branches decide for themselves.", no_args_is_help=True)
recording = typer.Typer(help="The recordings of cases' videos.", no_args_is_help=True)
recording.callback()(lambda: None)  # so that its one command has a name

AsJson = Annotated[bool, typer.Option("--json", help="As JSON, for other programs.")]
SHORTEST_PASSWORD: Final = 8
"""For a first password, which an administrator gives; one that people choose is longer."""
SHORTEST_LEASE_S: Final = 20.0
"""A handset says every 10 s that it is there, and that is written down every 5 s."""


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
    settings = settings_or_give_up()
    try:
        parse_device(address)
        kinds = load_kinds(settings.kinds_folder)
    except (ValueError, ProfileError) as error:
        give_up(str(error))
    if kind not in kinds:
        give_up(f"there is no kind {kind!r}: {', '.join(kinds)}")
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
        give_up(f"{person!r} is not a name to log in with: a-z, 0-9 and -")
    if role not in get_args(Role):
        give_up(f"there is no role {role!r}: {', '.join(get_args(Role))}")
    where = _branch(branch)
    if password_stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    if len(password) < SHORTEST_PASSWORD:
        give_up(f"a password has at least {SHORTEST_PASSWORD} characters: a sentence is easy to remember")
    skills, limit = frozenset(skill or ()), limit_yuan * 100
    staff = Staff(person, name, where, cast("Role", role), skills, capacity, limit)

    _carry_out(register_person(settings_or_give_up(), staff, password))
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
        give_up(fault)
    policy = BranchPolicy(steps, round(wrap_up_s * 1000), round(lease_s * 1000))
    _carry_out(set_branch_policy(settings_or_give_up(), where, policy))
    then = ", ".join(steps) or "back to the origin"
    typer.echo(f"{where}: overflow {then}; wrap-up {wrap_up_s:g} s; lease {lease_s:g} s", err=True)


def _carry_out(command: Coroutine[None, None, ResultT]) -> ResultT:
    try:
        return asyncio.run(command)
    except (DatabaseUnavailableError, SchemaError) as error:
        give_up(str(error))


@recording.command("verify")
def verify_recording(case: Annotated[str, typer.Argument(help="The case's number.")]) -> None:
    """Check a recording as this hub keeps it: whole, unaltered, in order. Else end with 1, and say why."""
    settings = settings_or_give_up()
    if not (settings.hub_folder / "master.key").exists():
        give_up(f"{settings.hub_folder} is no hub's folder: there is no key to the recordings")
    materials = open_materials(settings)
    entries = _read(lambda books: books.cases.entries(case))
    if fault := recording_fault(entries, lambda sha256: materials.read(case, sha256)):
        typer.echo(f"{case}: {fault}", err=True)
        raise typer.Exit(1)
    segments = segments_of(entries)
    lasts_s = (segments[-1].ended_at - segments[0].started_at) / 1000
    typer.echo(f"{case}: whole; {len(segments)} stretches, {lasts_s:.0f} s")


def settings_or_give_up() -> HubSettings:
    """The settings; a faulty one ends the command with its name and what is wrong with it."""
    try:
        return HubSettings()
    except ValidationError as error:
        faults = (f"TONGBAN_{fault['loc'][0]}".upper() + f": {fault['msg']}" for fault in error.errors())
        give_up("\n".join(faults))


def _branch(text: str) -> BranchName:
    try:
        return str(parse_branch(text))
    except ValueError as error:
        give_up(str(error))


def _read(work: Callable[[Books], ResultT]) -> ResultT:
    async def read() -> ResultT:
        async with open_journal(settings_or_give_up()) as journal:
            return await journal.transact(work)

    return _carry_out(read())


def _print(table: Table, text: str, *, as_json: bool) -> None:
    if as_json:
        typer.echo(text)
    else:
        Console().print(table)


def give_up(reason: str) -> NoReturn:
    """End the command, saying why."""
    typer.echo(reason, err=True)
    raise typer.Exit(2)
