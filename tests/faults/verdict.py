"""What a run came to. Pure: from a `History` to four numbers, and the words for each thing counted.

It stands on the journal's entries alone and says itself what follows from them, so that an error in the
product's own `evolve` or `react` is not repeated here.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from hub.domain.chain import Entry, first_break
from tests.faults.history import CaseHistory, History, Json

Fault: TypeAlias = Literal["lost", "duplicated", "stuck", "out_of_order"]
DEFINITIONS: Final[Mapping[Fault, str]] = {
    "lost": (
        "a case that an origin's screen confirmed and the hub, or the device itself, does not know at the"
        " end; news of which the journal says that the origin is told, and which is not at the origin; a"
        " material that the hub has otherwise than the origin, or a handler's counter otherwise than the"
        " hub; a result seen, a number of a stream or of a person's feed, an order to the core, or the word"
        " that a counter must forget a case, that did not arrive"
    ),
    "duplicated": (
        "news at the origin beyond what the journal says; an event that may happen once to a case or an"
        " offer and is in the journal again; two handlers at a time; a person above capacity; an order that"
        " the core carried out twice, or for no case; a change shown twice on a feed"
    ),
    "stuck": "a case without a result when all were given generous time; a message without a receipt",
    "out_of_order": (
        "an origin told in another order than the journal's; a journal whose hash chain is broken, or that"
        " goes on after the case was closed; a feed that goes back; a stream with more applied than sent"
    ),
}
"""What each number counts."""

_ONCE: Final = frozenset({"CaseFiled", "FulfilmentBegun", "FulfilmentDone", "CaseClosed", "ResultShown"})
_ENDS_OFFER: Final = frozenset({"OfferAccepted", "OfferDeclined", "OfferExpired", "OfferWithdrawn"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be."""

    fault: Fault
    says: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """All findings of a run."""

    findings: tuple[Finding, ...]

    def count(self, fault: Fault) -> int:
        """How many there are of a kind."""
        return sum(finding.fault == fault for finding in self.findings)


def judge(history: History) -> Verdict:
    """Look at everything."""
    found: list[Finding] = []
    for case in history.cases:
        found += (Finding(fault, f"{case.case}: {says}") for fault, says in _case(case))
    found += _capacity(history)
    found += _core(history)
    found += _feeds(history.feeds)
    for stream in history.streams:
        if stream.expected <= stream.last_sent:
            says = f"{stream.name}: {stream.last_sent} sent, {stream.expected} expected next"
            found.append(Finding("lost", says))
        elif stream.expected > stream.last_sent + 1:
            says = f"{stream.name}: {stream.last_sent} sent, {stream.expected} expected next"
            found.append(Finding("out_of_order", says))
    found += (
        Finding("lost", f"{case}: {counter} was not told to forget it")
        for counter, case in history.left_over
    )
    found += [Finding("stuck", "a message without a receipt")] * history.unsettled
    return Verdict(tuple(found))


_Found: TypeAlias = Iterator[tuple[Fault, str]]


def _case(case: CaseHistory) -> _Found:
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


def _journal(entries: Sequence[Entry]) -> _Found:
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


def _told(expected: Sequence[str], told: Sequence[str]) -> _Found:
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


def _materials(case: CaseHistory) -> _Found:
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


def _capacity(history: History) -> Iterator[Finding]:
    """Nobody has more cases at a time than they may. In the same millisecond one may end, another begin."""
    shifts: list[tuple[int, int, str, str]] = []
    for case in history.cases:
        for at, change, person in _work(case.entries):
            shifts.append((at, change, person, case.case))
    load: Counter[str] = Counter()
    for _, change, person, case_id in sorted(shifts):
        load[person] += change
        if change > 0 and load[person] > history.capacity[person]:
            says = f"{case_id}: {person} has {load[person]} cases, and may have {history.capacity[person]}"
            yield Finding("duplicated", says)


def _work(entries: Iterable[Entry]) -> Iterator[tuple[int, int, str]]:
    """When (Unix ms) whose number of cases grew or shrank, because of one case."""
    handler: str | None = None
    second: str | None = None
    for entry in entries:
        body = json.loads(entry.body)
        at = body["at"]
        match entry.kind:
            case "OfferAccepted" if body["purpose"] == "second_review":
                second = body["person"]
                yield at, 1, body["person"]
            case "OfferAccepted":
                if handler is not None:
                    yield at, -1, handler
                handler = body["person"]
                yield at, 1, body["person"]
            case "HandlerLost":
                yield at, -1, body["person"]
                handler = None if body["person"] == handler else handler
                second = None if body["person"] == second else second
            case "CaseClosed":
                yield from ((at, -1, seat) for seat in (handler, second) if seat is not None)
            case _:
                pass


def _core(history: History) -> Iterator[Finding]:
    """Each order was carried out once, for a case that the hub passed, and under the number it got."""
    begun: set[str] = set()
    for case in history.cases:
        for entry in case.entries:
            body = json.loads(entry.body)
            if entry.kind == "FulfilmentBegun" and body["mode"] == "http":
                begun.add(body["key"])
            if entry.kind == "FulfilmentDone" and body["key"] in begun:
                order = history.core.get(body["key"])
                if order is None or order.reference != body["reference"]:
                    yield Finding("lost", f"{case.case}: the core knows nothing of {body['reference']}")
    for key, order in history.core.items():
        if order.carried_out > 1:
            yield Finding("duplicated", f"the core did {key} {order.carried_out} times")
        if key not in begun:
            yield Finding("duplicated", f"the core did {key}, for which no case asked")


def _feeds(feeds: Mapping[str, Sequence[int]]) -> Iterator[Finding]:
    """Each person is shown 1, 2, 3, … whatever became of the wire."""
    for person, numbers in feeds.items():
        last = 0
        for number in numbers:
            if number == last:
                yield Finding("duplicated", f"change {number} was shown to {person} twice")
            elif number < last:
                yield Finding("out_of_order", f"change {number} was shown to {person} after {last}")
            elif number > last + 1:
                yield Finding("lost", f"the changes from {last + 1} to {number - 1} of {person}")
            last = max(last, number)
