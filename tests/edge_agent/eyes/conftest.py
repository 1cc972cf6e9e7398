"""A video of somebody who stands there from the beginning."""

from __future__ import annotations

from pathlib import Path

import pytest

from edge_agent.devices.simulated.camera import write_visit
from edge_agent.devices.simulated.customer import Visit


@pytest.fixture(scope="session")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("lobby") / "visit.avi"
    write_visit(Visit(1, (("standing", 4.0),)), file)
    return file
