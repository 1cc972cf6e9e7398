"""A consultation as the page has it: it offers, takes the answer, says that it is there, and hangs up.

The page is the end of the link, because the browser has echo cancellation; here are its words alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from device_profiles.contract.errors import Refusal
from device_profiles.contract.messages.signal import AskForLink, Because, LinkAgain, LinkState, OfferLink
from edge_agent.casework.errors import NeedsLinkError, NoSuchCaseError, RefusedError
from edge_agent.media.call import Call, begun_again, offered
from edge_agent.media.ledger import Ledger
from edge_agent.media.line import SignalLine


class Consultation:
    """What the page may ask. `end` ends a call; `knows` tells whether a case was filed here and is open."""

    def __init__(
        self,
        ledger: Ledger,
        line: SignalLine,
        knows: Callable[[str], Awaitable[bool]],
        end: Callable[[Call, Because], None],
    ) -> None:
        self._ledger = ledger
        self._line = line
        self._knows = knows
        self._end = end

    async def ask(self, case: str) -> None:
        """The customer wants to talk.

        Raises:
            NoSuchCaseError: no such case is open here.
            NeedsLinkError: nobody can hear it now.
        """
        if not await self._knows(case):
            raise NoSuchCaseError("no open case of this name was filed here")
        if not await self._line.say(AskForLink(case=case)):
            raise NeedsLinkError("nobody can be called now: the link to the hub is down")

    async def offer(self, name: str, epoch: int, sdp: str) -> None:
        """The page offers its peer connection.

        Raises:
            RefusedError: there is no such call, or it waits for no such offer.
            NeedsLinkError: nobody can hear it now; it may be offered again.
        """
        call = self._call(name)
        after = offered(call, epoch, asyncio.get_running_loop().time())
        if isinstance(after, Refusal):
            raise RefusedError(after.code, after.says)
        self._ledger.keep(after)
        offer = OfferLink(case=call.case, call=name, epoch=epoch, kind=call.kind, sdp=sdp)
        if not await self._line.say(offer):
            now = self._ledger.at(name, epoch)
            if now is not None and now.phase == "offered":
                self._ledger.keep(replace(now, phase="offering"))
            raise NeedsLinkError("the offer cannot be sent now: the link to the hub is down")

    def answer(self, name: str, epoch: int) -> str:
        """The viewer's answer to the page's offer.

        Raises:
            RefusedError: there is no such call, or no answer to this offer has come.
        """
        call = self._call(name)
        if epoch != call.epoch or call.answer is None:
            raise RefusedError("not_expected", "no answer to this offer has come")
        return call.answer

    def beat(self, name: str, epoch: int, frames: int, state: LinkState) -> None:
        """The page is there, and sees its peer connection so.

        Raises:
            RefusedError: there is no such call.
        """
        call = replace(self._call(name), page_at_s=asyncio.get_running_loop().time())
        if epoch == call.epoch:
            call = replace(call, frames=frames, state=state)
        self._ledger.keep_quietly(call)

    def again(self, name: str, epoch: int) -> None:
        """The page was loaded anew and has nothing of this epoch: it will offer the next.

        Raises:
            RefusedError: there is no such call, or it is in another epoch.
        """
        call = self._call(name)
        if epoch != call.epoch:
            raise RefusedError("wrong_epoch", f"the call is in epoch {call.epoch}, not {epoch}")
        word = LinkAgain(case=call.case, call=name, ice=call.ice, answer_within_s=call.answer_within_s)
        self._ledger.keep(begun_again(call, word, asyncio.get_running_loop().time()))

    def hang_up(self, name: str) -> None:
        """The customer ends it.

        Raises:
            RefusedError: there is no such call.
        """
        self._end(self._call(name), "hung_up")

    def _call(self, name: str) -> Call:
        call = self._ledger.get(name)
        if call is None or call.kind != "consultation":
            raise RefusedError("unknown_call", "no such call is open here")
        return call
