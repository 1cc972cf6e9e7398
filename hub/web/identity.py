"""Who is asking: the bearer's token on every request."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from hub.domain.roster import Role, Staff
from hub.domain.words import Rule
from hub.web.parts import Parts
from hub.web.problems import ProblemError

_bearer = HTTPBearer(auto_error=False, description="The token of POST /api/login.")


async def _whoever(
    parts: Parts, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> Staff:
    staff = None if credentials is None else await parts.accounts.whose(credentials.credentials)
    if staff is None:
        raise ProblemError(Rule("not_logged_in", "log in first, or again: a login lasts a working day"))
    await parts.accounts.seen(staff.person)
    return staff


Me = Annotated[Staff, Depends(_whoever)]


def demand_role(staff: Staff, *roles: Role) -> None:
    """Let only these roles go on.

    Raises:
        ProblemError: the person has another role.
    """
    if staff.role not in roles:
        raise ProblemError(Rule("not_granted", f"this is for: {', '.join(roles)}"))
