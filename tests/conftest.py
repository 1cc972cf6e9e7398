"""The order in which files of tests are begun. None of them needs it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

HERE: Final = Path(__file__).parent
LONGEST: Final = (
    "dashboards/demo/test_scenarios.py",
    "browser/test_scenarios.py",
    "browser/test_mishaps.py",
    "browser/test_pages.py",
    "integration/test_demo.py",
    "edge_agent/capture/identity/test_document.py",
    "model/test_small_worlds.py",
    "browser/test_kiosk.py",
    "browser/test_desk.py",
    "browser/test_link_faults.py",
    "soak/test_kiosks.py",
    "integration/test_faults.py",
    "edge_agent/capture/test_photographed_forms.py",
    "edge_agent/capture/faces/test_finder.py",
)
"""Files of a minute and more: begun last, one would keep one process busy when the others are done."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the longest begin first; the rest stays as it is."""
    files = {HERE / file: place for place, file in enumerate(LONGEST)}
    items.sort(key=lambda item: files.get(item.path, len(files)))
