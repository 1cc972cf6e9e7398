"""What all scripted people know together: whose case is whose, how far its script is, what was seen.

It is the memory of people, whom no fault strikes. What is true of a case, the programs say.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict

from tests.faults.history import Look
from tests.faults.plan import MOMENTS, Answer, CasePlan, Moment, Review


class Script:
    """How far the people concerned have come with one case."""

    def __init__(self, case: str, plan: CasePlan) -> None:
        self.case = case
        self.plan = plan
        self.looks: list[Look] = []
        self.scanned: dict[str, str] = {}
        self.promised: set[int] = set()
        """Offers whose person has asked for time already."""
        self.seen = False
        self._answers = iter(plan.answers)
        self._by_offer: dict[int, Answer] = {}
        self._reviews = list(plan.reviews)

    def answer(self, offer: int, purpose: str) -> Answer:
        """What is answered to an offer: the same whoever asks again. A second reviewer accepts."""
        if offer not in self._by_offer:
            fallback: Answer = "accept"
            self._by_offer[offer] = fallback if purpose != "handle" else next(self._answers, fallback)
        return self._by_offer[offer]

    @property
    def review(self) -> Review:
        """What the handler does with the case next."""
        return self._reviews[0] if self._reviews else "pass"

    def reviewed(self) -> None:
        """It was done, or cannot be done."""
        del self._reviews[:1]


class Playbook:
    """The scripts of all cases that were filed, and the moments that they have come to."""

    def __init__(self) -> None:
        self.scripts: dict[str, Script] = {}
        self._moments: defaultdict[tuple[int, Moment], asyncio.Event] = defaultdict(asyncio.Event)

    def open(self, case: str, plan: CasePlan) -> Script:
        """A case was filed."""
        self.scripts[case] = Script(case, plan)
        self.note(plan, "filed")
        return self.scripts[case]

    def note(self, plan: CasePlan, moment: Moment) -> None:
        """The case has come to a moment."""
        self._moments[plan.number, moment].set()

    def end(self, plan: CasePlan) -> None:
        """The case is over, whichever moments it came to."""
        for moment in MOMENTS:
            self.note(plan, moment)

    async def until(self, number: int, moment: Moment) -> None:
        """Wait until the case of that number has come to a moment, or is over."""
        await self._moments[number, moment].wait()
