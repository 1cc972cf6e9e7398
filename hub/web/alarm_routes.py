"""Alarms for operators, who take them on, and for auditors, who look. No customer data is here."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query

from device_profiles.contract.ids import Identifier
from hub.domain.words import Rule
from hub.ports.alarms import Alarm, AlarmAct, AlarmPlace
from hub.ports.journal import Books
from hub.service.overview import customers_waiting
from hub.web.alarm_views import AlarmRecordView, AlarmsView, NoticeView
from hub.web.identity import Looker, Me, demand_role
from hub.web.ops_routes import Branch, Device
from hub.web.parts import Parts
from hub.web.problems import ProblemError, unless_refused
from hub.web.requests import AssignRequest
from hub.web.unchanged import TaggedRoute

router = APIRouter(tags=["ops"], prefix="/api/ops", route_class=TaggedRoute)

MOST_NOTICES = 100

AlarmName = Annotated[
    Identifier, Path(description="The alarm's id.", examples=["0199e1c2-7d5e-7abc-8123-0123456789ab"])
]
After = Annotated[
    str | None,
    Query(pattern=r"^[0-9]{1,15}/[a-z0-9][a-z0-9-]{0,62}$", description="The `next` of the page before."),
]


@router.get("/alarms")
async def list_alarms(
    _: Looker,
    parts: Parts,
    *,
    open_: Annotated[bool, Query(alias="open", description="Open ones, or past ones.")] = True,
    branch: Branch = None,
    device: Device = None,
    after: After = None,
    most: Annotated[int, Query(ge=1, le=200, description="How many past ones on a page.")] = 50,
) -> AlarmsView:
    """What is wrong with devices now, by branch; or what was, page by page."""
    if not open_:
        before = None if after is None else _place(after)
        of = device or branch
        past = await parts.journal.transact(lambda books: books.alarms.cleared(of, before, most + 1))
        return AlarmsView.past(past, most, parts.kinds)
    alarms = await parts.journal.transact(lambda books: books.alarms.open(branch))
    waiting = customers_waiting(await parts.overview.branches())
    return AlarmsView.open(alarms, waiting, parts.kinds)


@router.get("/alarms/{alarm}")
async def show_alarm(alarm: AlarmName, _: Looker, parts: Parts) -> AlarmRecordView:
    """One alarm, and who did what about it."""

    def read(books: Books) -> tuple[Alarm, list[AlarmAct]] | None:
        found = books.alarms.get(alarm)
        return None if found is None else (found, books.alarms.acts(alarm))

    found = await parts.journal.transact(read)
    if found is None:
        raise ProblemError(Rule("not_found", f"there is no alarm {alarm}", "alarm"))
    return AlarmRecordView.of(*found, parts.kinds)


@router.post("/alarms/{alarm}/acknowledge", status_code=HTTPStatus.NO_CONTENT)
async def acknowledge_alarm(alarm: AlarmName, me: Me, parts: Parts) -> None:
    """I have seen it."""
    demand_role(me, "operator")
    unless_refused(await parts.alarms.acknowledge(alarm, me))


@router.post("/alarms/{alarm}/assign", status_code=HTTPStatus.NO_CONTENT)
async def assign_alarm(alarm: AlarmName, body: AssignRequest, me: Me, parts: Parts) -> None:
    """An operator, perhaps myself, is to see to it."""
    demand_role(me, "operator")
    unless_refused(await parts.alarms.assign(alarm, body.person, me))


@router.get("/notices")
async def list_notices(_: Looker, parts: Parts) -> list[NoticeView]:
    """What people outside were told of alarms, and what did not get through; the latest first."""
    sent = await parts.journal.transact(lambda books: books.notices.sent(MOST_NOTICES))
    return [NoticeView.of(notice) for notice in sent]


def _place(text: str) -> AlarmPlace:
    raised_at, _, alarm = text.partition("/")
    return int(raised_at), alarm
