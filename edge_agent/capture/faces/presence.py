"""Who stands before the camera, as a pure state machine: observations in, events out.

    nobody ⇄ one ⇄ several, turned          from each to each; what the change is called is EVENTS

Owns the hysteresis: what is seen must be seen for a while before it counts. Time comes in with the
observation. It does not say who somebody is, nor that one who is back is the same person.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

State = Literal["nobody", "one", "several", "turned"]
EventKind = Literal["arrived", "one-again", "two-people", "not-frontal", "left"]

EVENTS: Final[dict[State, EventKind]] = {
    "one": "arrived",
    "several": "two-people",
    "turned": "not-frontal",
    "nobody": "left",
}
"""What a change to each state is called; to `one` from a later time on, `one-again`."""

SAYS: Final[dict[EventKind, str]] = {
    "arrived": "One person stands before the camera and looks into it.",
    "one-again": "One person alone looks into the camera again; whether it is the same one is not known.",
    "two-people": "More than one person is before the camera.",
    "not-frontal": "Somebody is there, but does not look into the camera.",
    "left": "Nobody is before the camera any more.",
}


@dataclass(frozen=True, slots=True)
class SeenFace:
    """What counts of a face: it looks into the camera; it is good enough to be judged."""

    frontal: bool
    good: bool


@dataclass(frozen=True, slots=True)
class Observation:
    """One look: when (seconds, any beginning), the faces, and whether something is there at all."""

    at_s: float
    faces: tuple[SeenFace, ...]
    occupied: bool


@dataclass(frozen=True, slots=True)
class Event:
    """Something changed before the camera, at this time."""

    kind: EventKind
    at_s: float

    @property
    def says(self) -> str:
        """The event in a sentence for a person."""
        return SAYS[self.kind]


@dataclass(frozen=True, slots=True)
class Patience:
    """For how long a state must be seen before it counts, in seconds."""

    one_s: float = 0.5
    several_s: float = 0.5
    turned_s: float = 1.0
    nobody_s: float = 2.0
    faceless_s: float = 8.0
    """Something is there, but no face was seen for so long: it is no person, or one who is done."""

    def until(self, state: State) -> float:
        """How long this state must be seen."""
        match state:
            case "one":
                return self.one_s
            case "several":
                return self.several_s
            case "turned":
                return self.turned_s
            case "nobody":
                return self.nobody_s


STATES: Final[tuple[State, ...]] = get_args(State)


@dataclass(frozen=True, slots=True)
class Presence:
    """What counts now, what is seen instead and since when, and when a face was last seen."""

    state: State = "nobody"
    seen: State = "nobody"
    since_s: float = 0.0
    face_at_s: float = 0.0
    greeted: bool = False
    """An `arrived` was told, and no `left` since."""


def step(
    presence: Presence, observation: Observation, patience: Patience
) -> tuple[Presence, tuple[Event, ...]]:
    """Return the presence after this observation, and what is to be told of it: at most one event."""
    at_s = observation.at_s
    if observation.faces:
        presence = replace(presence, face_at_s=at_s)
    seen = _seen(presence, observation, patience)
    if seen != presence.seen:
        presence = replace(presence, seen=seen, since_s=at_s)
    if seen == presence.state or at_s - presence.since_s < patience.until(seen):
        return presence, ()
    again = seen == "one" and presence.greeted
    event = Event("one-again" if again else EVENTS[seen], at_s)
    greeted = seen != "nobody" and (presence.greeted or seen == "one")
    return replace(presence, state=seen, greeted=greeted), (event,)


def _seen(presence: Presence, observation: Observation, patience: Patience) -> State:
    """Return what this observation alone shows, given who is known to be there."""
    somebody = presence.state != "nobody"
    match observation.faces:
        case ():
            # The detector does not find turned faces. Who was there and still fills the picture has turned.
            faceless = observation.at_s - presence.face_at_s >= patience.faceless_s
            return "turned" if somebody and observation.occupied and not faceless else "nobody"
        case (face,):
            if not (face.good or somebody):
                return "nobody"  # somebody passes by in the distance
            return "one" if face.frontal else "turned"
        case _:
            return "several"
