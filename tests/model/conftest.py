"""Explorations that several tests look at are run once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.model.explore import Exploration, Small


@pytest.fixture(scope="session")
def explored() -> Callable[[Small], Exploration]:
    """Explores a small world, or gives what was found when it was explored before."""
    found: dict[Small, Exploration] = {}

    def explore(small: Small) -> Exploration:
        if small not in found:
            found[small] = Exploration(small).run()
        return found[small]

    return explore
