"""How much reaches a viewer: what they report, second by second, and what is made of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from edge_agent.eyes.film.studio import LEAST_BPS
from edge_agent.eyes.film.way import Way

PACKETS = 20
"""Of a tenth of a second."""


@dataclass
class Road:
    """A way that carries so much, and a viewer who reports ten times a second what they miss."""

    way: Way = field(default_factory=Way)
    now_s: float = 1000.0
    highest: int = 5_000
    lost: int = 0

    def film(self, seconds: float, loss: float, bps: float = 1_000_000) -> Road:
        for tenth in range(round(10 * seconds)):
            self.now_s += 0.1
            self.way.sent(round(bps / 8 / 10), self.now_s)
            self.highest += PACKETS
            # Much at once and then nothing, as a full queue drops it.
            self.lost += round(2 * loss * PACKETS) if tenth % 2 else 0
            self.way.reported(7, self.highest, self.lost, self.now_s)
        return self

    @property
    def starved(self) -> bool:
        return self.way.starved(self.now_s)


def test_a_way_that_loses_little_carries_all() -> None:
    road = Road().film(20, loss=0.05)
    assert (road.way.most_bps, road.starved) == (None, False)


def test_a_way_that_loses_some_carries_what_comes_through_and_is_not_starved() -> None:
    road = Road().film(5, loss=0.2)
    carries = road.way.most_bps
    assert carries is not None
    assert LEAST_BPS < carries < 900_000
    road.film(5, loss=0.0, bps=carries)
    assert (road.way.most_bps or 0) > carries
    road.film(30, loss=0.0)
    assert road.way.most_bps is None  # nobody knows of a bound any more
    assert not road.starved


def test_a_way_that_loses_much_for_some_seconds_is_starved_until_it_does_not() -> None:
    road = Road().film(2.5, loss=0.6)
    assert not road.starved
    road.film(3, loss=0.4, bps=LEAST_BPS)
    assert (road.starved, road.way.most_bps) == (True, LEAST_BPS)
    road.film(3, loss=0.0, bps=LEAST_BPS)
    assert not road.starved


def test_an_estimate_below_the_least_counts_after_a_while_and_only_when_film_is_sent() -> None:
    road = Road().film(1, loss=0.0)
    for _ in range(40):
        road.film(0.1, loss=0.0, bps=LEAST_BPS)
        road.way.estimated(LEAST_BPS // 2, road.now_s)
    assert (road.starved, road.way.most_bps) == (True, LEAST_BPS // 2)
    road.way.estimated(LEAST_BPS, road.now_s)
    assert not road.starved
    quiet = Way()
    for second in range(10):
        quiet.estimated(10, second)  # nothing is sent
    assert not quiet.starved(10)
