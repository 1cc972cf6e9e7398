"""Events of the domain to JSON text and back, by the name of their class."""

from __future__ import annotations

from typing import Any, Final, get_args

from pydantic import TypeAdapter

from hub.domain.events import Event
from hub.domain.roster import RosterEvent
from hub.domain.words import Material

_ADAPTERS: Final[dict[str, TypeAdapter[Any]]] = {
    kind.__name__: TypeAdapter(kind) for kind in (*get_args(Event), *get_args(RosterEvent))
}
_MATERIAL: Final = TypeAdapter(Material)


def kind_of(event: Event | RosterEvent) -> str:
    """The name under which an event is kept."""
    return type(event).__name__


def to_text(event: Event | RosterEvent) -> str:
    """The event as JSON on one line."""
    return _ADAPTERS[kind_of(event)].dump_json(event).decode()


def from_text(kind: str, text: str) -> Any:
    """The event that was kept."""
    return _ADAPTERS[kind].validate_json(text)


def material_to_text(material: Material) -> str:
    """A material's record as JSON."""
    return _MATERIAL.dump_json(material).decode()


def material_from_text(text: str) -> Material:
    """The record that was kept."""
    return _MATERIAL.validate_json(text)
