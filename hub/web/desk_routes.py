"""The WebSocket of a reviewer's desk: live links with the customers of their cases (ADR 0025)."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Any, Final, assert_never

from fastapi import APIRouter, WebSocket
from pydantic import ValidationError

from device_profiles.contract.messages.signal import AnswerLink, Beat, WantFrames
from hub.domain.roster import Staff
from hub.domain.words import PersonId, Rule
from hub.service.desks import Desk, Opened, Refused
from hub.service.feeds import LOOK_AGAIN_S
from hub.service.links import Links
from hub.web.desk_words import (
    DESK_SAID,
    LARGEST_WORD,
    AgainWord,
    AnswerWord,
    BeatWord,
    CloseWord,
    DeskSaid,
    FramesWord,
    OpenWord,
    written,
)
from hub.web.parts import WebParts, parts_of
from hub.web.sockets import NOT_GRANTED, NOT_LOGGED_IN, TOO_MUCH, TRY_AGAIN_LATER, Hello, converse, first_of

router = APIRouter(tags=["desk"])
WORDS_PER_S: Final = 20.0
WORDS_AT_ONCE: Final = 60.0
"""A page with a handful of calls says two or three words a second, and some more when it comes back."""


@router.websocket("/api/desk")
async def desk(socket: WebSocket) -> None:
    """Words of `hub.web.desk_words`, both ways, until the page or its login goes; first a `Hello`.

    While it is open the person sits at their desk. Closed with 4401 when the login ends: at once
    after a logout, else within ten seconds; with 4405 for who is no reviewer.
    """
    parts = parts_of(socket)

    async def talk(_: Hello, staff: Staff, token: str) -> int | None:
        if staff.role != "reviewer":
            return NOT_GRANTED
        async with parts.links.desk(staff.person) as desk:
            await socket.send_text(json.dumps({"say": "ready", "person": staff.person}))
            return await first_of(
                _listen(socket, parts.links, desk), _tell(socket, desk), _watch(parts, desk, token)
            )

    await converse(socket, Hello, talk)


async def _listen(socket: WebSocket, links: Links, desk: Desk) -> int | None:
    allowance = _Allowance()
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return None
        if not allowance.takes_one():
            return TOO_MUCH
        text = message.get("text")
        if text is None or len(text) > LARGEST_WORD:
            says = f"say it in text of at most {LARGEST_WORD} characters"
            desk.hear(Refused("", Rule("too_large", says)))
            continue
        try:
            said = DESK_SAID.validate_json(text)
        except ValidationError as error:
            desk.hear(_not_understood(text, error))
        else:
            outcome = await _perform(links, desk.person, said)
            if isinstance(outcome, Opened):
                desk.hear(outcome)
            elif outcome is not None:
                call = None if isinstance(said, OpenWord) else said.call
                desk.hear(Refused(said.say, outcome, said.case, call, said.id))


async def _tell(socket: WebSocket, desk: Desk) -> int | None:
    while (heard := await desk.next()) is not None:
        word = written(heard)
        if isinstance(word, str):
            await socket.send_text(word)
        else:
            await socket.send_bytes(word)
    return TRY_AGAIN_LATER


async def _watch(parts: WebParts, desk: Desk, token: str) -> int:
    """Ends with the login; a page that is open is a person who is there."""
    while await parts.accounts.whose(token) is not None:
        await parts.accounts.seen(desk.person)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LOOK_AGAIN_S):
                await desk.stirred.wait()
        desk.stirred.clear()
    return NOT_LOGGED_IN


async def _perform(links: Links, person: PersonId, said: DeskSaid) -> Opened | Rule | None:
    match said:
        case OpenWord():
            return await links.open(person, said.case, said.kind)
        case AnswerWord():
            answer = AnswerLink(case=said.case, call=said.call, epoch=said.epoch, sdp=said.sdp)
            return await links.answer(person, answer)
        case AgainWord():
            return await links.again(person, said.case, said.call)
        case BeatWord():
            return await links.beat(person, Beat(**said.model_dump(exclude={"say", "id"})))
        case FramesWord():
            return await links.frames(
                person, WantFrames(case=said.case, call=said.call, wanted=said.wanted)
            )
        case CloseWord():
            return await links.close(person, said.case, said.call, "hung_up")
        case _:
            assert_never(said)


def _not_understood(text: str, error: ValidationError) -> Refused:
    fault = error.errors(include_url=False, include_input=False, include_context=False)[0]
    field = ".".join(str(step) for step in fault["loc"])[:200]
    return Refused(_said(text), Rule("invalid_body", f"{field}: {fault['msg']}"[:500], field))


def _said(text: str) -> str:
    """The word's name as far as there is one, so that the page knows what was not understood."""
    try:
        word: Any = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    said = word.get("say") if isinstance(word, dict) else None
    return said[:20] if isinstance(said, str) else ""


class _Allowance:
    """So many words may be said at once; what is used comes back with time (a token bucket)."""

    def __init__(self) -> None:
        self._now_s = asyncio.get_running_loop().time
        self._left = WORDS_AT_ONCE
        self._at_s = self._now_s()

    def takes_one(self) -> bool:
        now_s = self._now_s()
        self._left = min(WORDS_AT_ONCE, self._left + WORDS_PER_S * (now_s - self._at_s))
        self._at_s = now_s
        if self._left < 1:
            return False
        self._left -= 1
        return True
