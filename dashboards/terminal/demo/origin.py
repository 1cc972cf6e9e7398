"""What happens at counter A: the customer's business is filed, captured, taken back, and ends there."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from dashboards.terminal.demo.business import APPLICATIONS, Business, Say
from dashboards.terminal.demo.people import Counter, Json, PersonError
from device_profiles.profiles import load_procedures

CHINESE: Final = {
    "accepted": "已受理",
    "waiting": "等待",
    "declined": "已拒绝",
    "recapture": "重新采集",
    "succeeded": "通过",
    "failed": "未通过",
    "cancelled": "已取消",
    "expired": "已过期",
}
"""What counter A shows for each piece of news."""


class Origin:
    """Counter A with the person in front of it. `papers` go on the scanner's glass before anything else."""

    def __init__(self, counter: Counter, glass: Path, papers: Sequence[Path], say: Say) -> None:
        self.counter = counter
        self.businesses: list[Business] = []
        self._glass = glass
        self._papers = papers
        self._say = say
        self._procedures = load_procedures()

    async def files(self, branch: str, procedure: str) -> Business:
        """File a case for a branch."""
        case = await self.counter.file(branch, procedure, APPLICATIONS[procedure])
        title = self._procedures[procedure].title
        self._tell(f"files a case for {branch}: {title.en.lower()} {title.zh}")
        business = Business(case, procedure)
        self.businesses.append(business)
        return business

    async def is_told(self, business: Business, news: str) -> Json:
        """See the next piece of news; it as the screen shows it.

        Raises:
            PersonError: it is another one, or none comes.
        """
        place = len(business.told)
        filed = await self.counter.filed(
            business.case,
            f"the news {news!r}",
            lambda filed: filed["refusal"] or len(filed["told"]) > place,
        )
        if filed["refusal"]:
            raise PersonError(f"the hub refused the case: {filed['refusal']['says']}")
        told = filed["told"][place]
        business.told.append(told)
        if told["news"] != news:
            raise PersonError(f"counter A was to be told {news}, and is told {told['news']}")
        self._tell(f"is told: {news} {CHINESE[news]}{_particulars(told)}")
        return told

    async def captures(self, business: Business) -> None:
        """Scan all that the procedure asks for, then what is left of the user's own papers."""
        for name, kind in self._procedures[business.procedure].materials.items():
            if kind.required:
                await self._captures(business, name)
        number = 0
        while (paper := await self._lay_next()) is not None:
            name = "attachment" if number == 0 else f"attachment-{number + 1}"
            number += await self._could_scan(business, name, paper)
        await self.counter.finish_collecting(business.case)

    async def captures_again(self, business: Business, name: str) -> None:
        """Scan a material that the handler wants again."""
        await self._captures(business, name)
        await self.counter.finish_collecting(business.case)

    async def cancels(self, business: Business, reason: str) -> None:
        """Take the case back."""
        await self.counter.cancel(business.case, reason)
        self._tell(f"takes the case back: {reason}")

    async def sees_result(self, business: Business, result: str) -> None:
        """Be told the result, and press "seen"."""
        await self.is_told(business, result)
        await self.counter.acknowledge_result(business.case)
        business.end()

    async def _captures(self, business: Business, name: str) -> None:
        while (paper := await self._lay_next()) is not None:
            if await self._could_scan(business, name, paper):
                return
        await self._scan(business, name, "simulated")

    async def _lay_next(self) -> Path | None:
        """Lay the user's next paper on the glass; None when none is left."""
        laid = await asyncio.to_thread(lambda: {path.name for path in self._glass.iterdir()})
        left = [paper for paper in self._papers if paper.name not in laid]
        if not left:
            return None
        await asyncio.to_thread(shutil.copyfile, left[0], self._glass / left[0].name)
        return left[0]

    async def _could_scan(self, business: Business, name: str, paper: Path) -> bool:
        try:
            await self._scan(business, name, "folder")
        except PersonError as error:
            self._tell(f"cannot use {paper.name}: {error}")
            return False
        return True

    async def _scan(self, business: Business, name: str, scanner: str) -> None:
        capture = await self.counter.scan(business.case, name, scanner)
        material = capture["material"]
        codes = [found for found in material["findings"] if found["kind"] == "code-read"]
        examined = all(found["kind"] != "not-an-image" for found in material["findings"])
        page = "page straightened" if capture["straightened"] else "no page found"
        page = page if examined else "not examined: a person must look"
        code = f", code {codes[0]['detail']['text'][:40]}" if codes else ""
        size = f"{material['size_bytes']:,} bytes"
        self._tell(f"scans {name} ({capture['source']}, {size}): {page}{code}")

    def _tell(self, what: str) -> None:
        self._say("counter A", what)


def _particulars(told: Json) -> str:
    """Of whom, whether the hub goes on, what is wanted again, and why."""
    parts: list[str] = []
    if told["handler"]:
        parts.append(told["handler"]["name"])
    if told["rerouting"] is not None:
        parts.append("the hub asks someone else" if told["rerouting"] else "nobody else can take it")
    parts += [*told["materials"], *told["reasons"]]
    return f" ({'; '.join(parts)})" if parts else ""
