"""What a person does on their handset: log in, duty, the counter where they sit."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from hub.domain.roster import Staff
from hub.domain.words import Rule
from hub.ports.journal import Books
from hub.ports.oversight import CaseSummary
from hub.service.accounts import Login
from hub.service.lists import asking
from hub.web.cookie import demand_own_page, give_cookie, take_cookie_back
from hub.web.identity import AtBranch, KeyUsed, Me, Source, demand_role
from hub.web.parts import Parts
from hub.web.problems import ProblemError, unless_refused, unless_too_many
from hub.web.requests import BreakRequest, CounterRequest, DutyRequest, LoginRequest, PasswordRequest
from hub.web.views import AskingView, ColleagueView, LoginView, MeView

router = APIRouter(tags=["people"])


@router.post("/api/login")
async def log_in(
    request: LoginRequest, source: Source, parts: Parts, asked: Request, answer: Response
) -> LoginView:
    """Log in on one's own handset. After too many wrong attempts: 429, and `Retry-After`."""
    if request.screen:  # or another site could log somebody in as whom it likes
        demand_own_page(asked)
    outcome = await parts.accounts.log_in(request.person, request.password, source)
    login = unless_too_many(outcome)
    if login is None:
        raise ProblemError(Rule("not_logged_in", "this name and password do not go together"))
    return _hand_over(login, answer, by_cookie=request.screen)


@router.delete("/api/login", status_code=HTTPStatus.NO_CONTENT)
async def log_out(me: Me, key: KeyUsed, parts: Parts, answer: Response) -> None:
    """End this login, and the feed that was opened with it."""
    await parts.accounts.log_out(key.token)
    if key.by_cookie:
        take_cookie_back(answer)
    parts.feeds.stir(me.person)
    parts.links.stir(me.person)


@router.put("/api/me/password")
async def change_password(
    request: PasswordRequest, me: Me, key: KeyUsed, source: Source, parts: Parts, answer: Response
) -> LoginView:
    """Change my password: every login of mine ends, and here is a new one."""
    outcome = await parts.accounts.change_password(me.person, request.old, request.new, source)
    login = unless_too_many(outcome)
    if login is None:
        raise ProblemError(Rule("wrong_password", "this is not your password", "old"))
    parts.feeds.stir(me.person)
    parts.links.stir(me.person)
    return _hand_over(login, answer, by_cookie=key.by_cookie)


def _hand_over(login: Login, answer: Response, *, by_cookie: bool) -> LoginView:
    """The token in the body for a program, and for a page in the cookie alone, where no script reads it."""
    if by_cookie:
        give_cookie(answer, login.token)
    return LoginView(token=None if by_cookie else login.token, expires_at=login.expires_at)


@router.get("/api/me")
async def who_am_i(me: Me, parts: Parts) -> MeView:
    """Where I stand: duty, counter, and the cases that wait for me or are mine."""

    def read(books: Books) -> tuple[list[CaseSummary], int]:
        return books.cases.of_person(me.person), books.post.last_change(me.person)

    cases, last_change = await parts.journal.transact(read)
    return MeView.of(me, cases, last_change)


@router.put("/api/me/duty")
async def change_duty(request: DutyRequest, me: Me, parts: Parts) -> MeView:
    """Begin duty, or end it and leave the counter."""
    change = parts.duty.begin if request.on_duty else parts.duty.end
    staff = unless_refused(await parts.journal.transact(lambda books: change(books, me.person)))
    return await who_am_i(staff, parts)


@router.put("/api/me/break")
async def change_break(request: BreakRequest, me: Me, parts: Parts) -> MeView:
    """Take a break and leave the counter, or come back."""
    change = parts.duty.take_break if request.on_break else parts.duty.end_break
    staff = unless_refused(await parts.journal.transact(lambda books: change(books, me.person)))
    return await who_am_i(staff, parts)


@router.get("/api/branch/staff")
async def colleagues(branch: AtBranch, parts: Parts) -> list[ColleagueView]:
    """Everyone of my branch and what they have: whom to name, and whom to transfer to."""
    now_ms = parts.clock.now_ms()
    staff = await parts.journal.transact(lambda books: books.people.of_branch(branch))
    return [ColleagueView.of(person, now_ms) for person in staff]


@router.get("/api/branch/asking")
async def cases_asking(me: Me, branch: AtBranch, parts: Parts) -> list[AskingView]:
    """The cases that ask me, a lobby manager, for a teller.

    With each: everyone's load, and why the hub passed over each.
    """
    demand_role(me, "lobby_manager", "auditor")
    manager = None if me.role == "auditor" else me.person

    def read(books: Books) -> list[AskingView]:
        staff, now_ms = books.people.of_branch(branch), parts.clock.now_ms()
        return [
            AskingView.of(case, entries, staff, now_ms) for case, entries in asking(books, branch, manager)
        ]

    return await parts.journal.transact(read)


@router.post("/api/me/counter")
async def sign_in_at_counter(request: CounterRequest, me: Me, parts: Parts) -> MeView:
    """Confirm the code that a counter shows: from now on cases come to that counter."""
    unless_too_many(parts.codes.too_many(me.person))
    outcome = await parts.journal.transact(lambda books: parts.duty.sign_in(books, me.person, request.code))
    if isinstance(outcome, Rule) and outcome.code == "not_expected":
        parts.codes.wrong(me.person)
    staff = unless_refused(outcome)
    parts.codes.forget(me.person)
    return await who_am_i(staff, parts)


@router.delete("/api/me/counter")
async def leave_counter(me: Me, parts: Parts) -> MeView:
    """Leave the counter."""

    def leave(books: Books) -> Staff | Rule | None:
        return parts.duty.leave(books, me.counter or "", me.person)

    staff = unless_refused(await parts.journal.transact(leave))
    return await who_am_i(staff or me, parts)
