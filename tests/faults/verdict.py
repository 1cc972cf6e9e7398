"""What a run came to. Pure: from a `History` to what is wrong with it, each in words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from hub.domain.chain import Entry
from tests.faults.case_verdict import judge_case
from tests.faults.findings import Finding, Verdict
from tests.faults.history import History, Stream


def judge(history: History) -> Verdict:
    """Look at everything."""
    found: list[Finding] = []
    for case in history.cases:
        found += (Finding(fault, f"{case.case}: {says}") for fault, says in judge_case(case))
    found += _capacity(history)
    found += _core(history)
    found += _feeds(history.feeds)
    found += _streams(history.streams)
    closed = {case.case for case in history.cases if any(e.kind == "CaseClosed" for e in case.entries)}
    found += (
        Finding("lost", f"{case}: {counter} was not told to forget it")
        for counter, case in history.left_over
        if case in closed
    )
    found += [Finding("stuck", "a message without a receipt")] * history.unsettled
    return Verdict(tuple(found))


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


def _streams(streams: Iterable[Stream]) -> Iterator[Finding]:
    """At the end each receiver expects the number after the last that was sent."""
    for stream in streams:
        says = f"{stream.name}: {stream.last_sent} sent, {stream.expected} expected next"
        if stream.expected <= stream.last_sent:
            yield Finding("lost", says)
        elif stream.expected > stream.last_sent + 1:
            yield Finding("out_of_order", says)
