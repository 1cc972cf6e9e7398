"""`/metrics`: the hub for a Prometheus server, which shows a token that lies in a file.

Without that setting there is no such address. To serve it to 127.0.0.1 instead would not do: behind a proxy
on this machine everybody comes from there.
"""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from hub.domain.words import Rule
from hub.ports.alarms import Alarm
from hub.ports.journal import Books
from hub.web.parts import Parts
from hub.web.problems import ProblemError

router = APIRouter()

_bearer = HTTPBearer(auto_error=False)
_Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


@router.get("/metrics", include_in_schema=False)
async def scrape(parts: Parts, bearer: _Bearer) -> Response:
    """How the hub is, as it is asked."""
    if not parts.scrape_token:
        raise ProblemError(Rule("not_found", "nothing is here: TONGBAN_METRICS_TOKEN_FILE is not set"))
    shown = "" if bearer is None else bearer.credentials
    if not hmac.compare_digest(shown.encode(), parts.scrape_token.encode()):
        raise ProblemError(Rule("not_logged_in", "show the token of TONGBAN_METRICS_TOKEN_FILE"))
    # Prometheus' library comes with the first scrape: most hubs have none, and start faster.
    from device_profiles.scrape import exposition  # noqa: PLC0415
    from hub.web import metrics  # noqa: PLC0415

    branches, now_ms = await parts.overview.branches(), parts.clock.now_ms()

    def read(books: Books) -> tuple[dict[str, int], list[Alarm], int]:
        return books.quarantined(), books.alarms.open(), len(books.notices.owing())

    quarantined, open_alarms, owed = await parts.journal.transact(read)
    families = [
        *metrics.casework(branches, now_ms),
        *metrics.fleet(branches, now_ms),
        *metrics.alarms(open_alarms, owed),
        *metrics.telemetry(parts.telemetry.counts),
        *metrics.messages(
            connected=parts.connected(),
            refused=parts.refused(),
            quarantined=quarantined,
            pushes=parts.pushes.counts,
        ),
    ]
    return exposition("hub", families)
