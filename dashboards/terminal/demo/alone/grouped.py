"""What a person could not do, told as itself where it comes out of a group of tasks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from dashboards.terminal.demo.people import PersonError


@contextmanager
def told_as_itself() -> Iterator[None]:
    """Around a TaskGroup: the first `PersonError` of a group is raised in the group's place."""
    try:
        yield
    except BaseExceptionGroup as group:
        told = _first(group)
        if told is None:
            raise
        raise told from group


def _first(group: BaseExceptionGroup[BaseException]) -> PersonError | None:
    for error in group.exceptions:
        found = _first(error) if isinstance(error, BaseExceptionGroup) else error
        if isinstance(found, PersonError):
            return found
    return None
