"""Who is asking: a program by the bearer's token on every request, a page of ours by its cookie.

What stands here is `async` though it waits for nothing: FastAPI would send the rest through a thread each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query, Request
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from device_profiles.contract.ids import parse_branch
from hub.domain.roster import Role, Staff
from hub.domain.words import BranchName, Rule
from hub.web.cookie import COOKIE, SAFE_METHODS, demand_own_page
from hub.web.parts import Parts
from hub.web.problems import ProblemError

_bearer = HTTPBearer(auto_error=False, description="The token of POST /api/login.")
_cookie = APIKeyCookie(
    name=COOKIE,
    auto_error=False,
    description="Of POST /api/login with `screen`, for pages of the hub's own.",
)


@dataclass(frozen=True, slots=True)
class Key:
    """What a request is let in by. The token is empty when it brought none."""

    token: str
    by_cookie: bool


async def _key(
    connection: Request,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    cookie: Annotated[str | None, Depends(_cookie)],
) -> Key:
    if bearer is not None:
        return Key(bearer.credentials, by_cookie=False)
    if cookie is None:
        return Key("", by_cookie=False)
    if connection.method not in SAFE_METHODS:
        demand_own_page(connection)
    return Key(cookie, by_cookie=True)


KeyUsed = Annotated[Key, Depends(_key)]


async def _whoever(parts: Parts, key: KeyUsed) -> Staff:
    staff = await parts.accounts.whose(key.token)
    if staff is None:
        raise ProblemError(Rule("not_logged_in", "log in first, or again: a login lasts a working day"))
    await parts.accounts.seen(staff.person)
    return staff


Me = Annotated[Staff, Depends(_whoever)]


async def _source(request: Request) -> str:
    # Behind a proxy on this machine, uvicorn puts the address of X-Forwarded-For here.
    return "" if request.client is None else request.client.host


Source = Annotated[str, Depends(_source)]
"""The address from which a request came."""


def demand_role(staff: Staff, *roles: Role) -> None:
    """Let only these roles go on.

    Raises:
        ProblemError: the person has another role.
    """
    if staff.role not in roles:
        raise ProblemError(Rule("not_granted", f"this is for: {', '.join(roles).replace('_', ' ')}"))


async def _looker(me: Me) -> Staff:
    demand_role(me, "operator", "auditor")
    return me


Looker = Annotated[Staff, Depends(_looker)]
"""An operator, who sees devices and how cases move, or an auditor, who reads everything."""


async def _branch(
    me: Me,
    branch: Annotated[str | None, Query(description="An auditor's; of others, their own.")] = None,
) -> BranchName:
    if branch in (None, me.branch):
        return me.branch
    if me.role != "auditor":
        raise ProblemError(Rule("not_granted", "you may look at your own branch", "branch"))
    try:
        return str(parse_branch(branch))
    except ValueError as error:
        raise ProblemError(Rule("invalid_request", str(error), "branch")) from error


AtBranch = Annotated[BranchName, Depends(_branch)]
"""The branch at which a person looks."""
