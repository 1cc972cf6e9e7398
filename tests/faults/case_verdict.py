"""What came of one case. Pure: from its history to what is wrong with it.

It stands on the journal's entries alone and says itself what follows from them, so that an error in the
product's own `evolve` or `react` is not repeated here.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from hub.domain.chain import Entry, first_break
from tests.faults.findings import Fault
from tests.faults.history import CaseHistory, Json

Found: TypeAlias = Iterator[tuple[Fault, str]]

_ONCE: Final = frozenset({"CaseFiled", "FulfilmentBegun", "FulfilmentDone", "CaseClosed", "ResultShown"})
_ENDS_OFFER: Final = frozenset({"OfferAccepted", "OfferDeclined", "OfferExpired", "OfferWithdrawn"})


def judge_case(case: CaseHistory) -> Found:
    """Look at its journal, at what its origin was told, and at its materials."""
    if case.device is None:
        yield "lost", "the origin's device does not know it"
    elif case.device.refused:
        yield "lost", "the hub refused it"
    if not case.entries:
        yield "lost", "the hub does not know it"
        return
    if (number := first_break(case.entries)) is not None:
        yield "out_of_order", f"the journal's chain is broken at {number}"
    yield from _journal(case.entries)
    kinds = [entry.kind for entry in case.entries]
    if "CaseClosed" not in kinds:
        yield "stuck", f"no result; the journal ends with {', '.join(kinds[-3:])}"
    elif case.seen and "ResultShown" not in kinds:
        yield "lost", "the hub does not know that the result was seen"
    if case.device is not None:
        yield from _told(_expected_news(case.entries), [_word(word) for word in case.device.told])
    yield from _materials(case)


def _journal(entries: Sequence[Entry]) -> Found:
    """What may happen once, to the case or to an offer; one handler at a time; nothing after the end."""
    kinds = Counter(entry.kind for entry in entries)
    for kind in sorted(_ONCE):
        if kinds[kind] > 1:
            yield "duplicated", f"{kind} is in the journal {kinds[kind]} times"
    made, ended = Counter[int](), Counter[int]()
    handler: str | None = None
    materials: dict[str, str] = {}
    closed = False
    for entry in entries:
        body = json.loads(entry.body)
        if closed and entry.kind != "ResultShown":
            yield "out_of_order", f"{entry.kind} after the case was closed"
        closed = closed or entry.kind == "CaseClosed"
        made[body.get("offer", 0)] += entry.kind == "OfferMade"
        ended[body.get("offer", 0)] += entry.kind in _ENDS_OFFER
        if entry.kind == "OfferAccepted":
            if body["purpose"] == "handle" and handler is not None:
                yield "duplicated", f"{body['person']} handles it while {handler} does"
            handler = handler if body["purpose"] == "second_review" else body["person"]
        if entry.kind == "HandlerLost" and body["person"] == handler:
            handler = None
        if entry.kind == "MaterialAdded":
            name, sha256 = body["material"]["name"], body["material"]["sha256"]
            if materials.get(name) == sha256:
                yield "duplicated", f"{name} was added twice"
            materials[name] = sha256
        if entry.kind == "ReviewDecided" and sorted(body["evidence"]) != sorted(materials.values()):
            yield "lost", "a review rests on other materials than the case had"
    for offer, times in (made + ended).items():
        if made[offer] > 1 or ended[offer] > 1:
            yield "duplicated", f"offer {offer} was made or ended twice ({times})"


def _expected_news(entries: Sequence[Entry]) -> list[str]:
    """What the origin must be told because of these entries, in their order."""
    words: list[str] = []
    handler: str | None = None
    for entry in entries:
        body = json.loads(entry.body)
        match entry.kind:
            case "OfferAccepted" if body["purpose"] != "second_review":
                handler = body["person"]
                words.append(_said("accepted", handler))
            case "HandlerLost" if body["person"] == handler:
                handler = None
            case "PromiseMade" if handler is None:
                words.append(_said("waiting", body["person"], until=body["until"]))
            case "OfferDeclined" if handler is None:
                reasons = [body["reason"]]
                words.append(_said("declined", body["person"], reasons, rerouting=body["rerouting"]))
            case "RecaptureAsked":
                words.append(
                    _said("recapture", body["person"], body["reasons"], materials=body["materials"])
                )
            case "CaseClosed":
                words.append(_said(body["result"], handler, body["reasons"]))
            case _:
                pass
    return words


def _word(told: Json) -> str:
    """A word at the origin, as `_said` writes it."""
    person = None if told["handler"] is None else told["handler"]["person"]
    more = {name: told[name] for name in ("materials", "rerouting", "until")}
    return _said(told["news"], person, told["reasons"], **more)


def _said(
    news: str,
    person: str | None,
    reasons: Sequence[str] = (),
    *,
    materials: Sequence[str] = (),
    rerouting: bool | None = None,
    until: int | None = None,
) -> str:
    return json.dumps([news, person, list(reasons), list(materials), rerouting, until], ensure_ascii=False)


def _told(expected: Sequence[str], told: Sequence[str]) -> Found:
    missing, beyond = Counter(expected) - Counter(told), Counter(told) - Counter(expected)
    for word in missing.elements():
        yield "lost", f"the origin was not told {word}"
    for word in beyond.elements():
        yield "duplicated", f"the origin was told {word} beyond the journal"
    if not (missing or beyond) and list(expected) != list(told):
        yield (
            "out_of_order",
            f"the origin was told {', '.join(told)}; the journal has {', '.join(expected)}",
        )


def _materials(case: CaseHistory) -> Found:
    """The same bytes at the origin, at the hub and at the handler's counter."""
    at_hub: dict[str, str] = {}
    reviewed = False
    for entry in case.entries:
        body = json.loads(entry.body)
        if entry.kind == "MaterialAdded":
            at_hub[body["material"]["name"]] = body["material"]["sha256"]
        reviewed = reviewed or entry.kind == "ReviewDecided"
    captured = {} if case.device is None else case.device.captured
    for name, sha256 in case.scanned.items():
        if case.device is not None and captured.get(name) != sha256:
            yield "lost", f"the device does not have {name} as its screen had confirmed it"
    for name, sha256 in captured.items():
        if reviewed and at_hub.get(name) != sha256:
            yield "lost", f"{name} is not at the hub as it was captured"
    for look in case.looks:
        if look.shown_sha256 != look.sha256:
            how = "not shown" if look.shown_sha256 is None else "shown otherwise than captured"
            yield "lost", f"{look.name} was {how} to {look.person}"
