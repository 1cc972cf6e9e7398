"""The order in which files of tests are begun. None of them needs it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

HERE: Final = Path(__file__).parent
LONGEST: Final = ("dashboards/demo", "browser", "integration", "soak", "model", "edge_agent/capture")
"""Folders with files of a minute and more: such a file, begun last, is waited for by all who are done."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the longest begin first; the rest stays as it is."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    folders = (number for number, folder in enumerate(LONGEST) if item.path.is_relative_to(HERE / folder))
    return next(folders, len(LONGEST))
