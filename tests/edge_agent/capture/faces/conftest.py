"""Two people's photographs, and the comparer with the model that set-up fetched."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import partial

import pytest

from edge_agent.capture.faces.compare import FaceComparer
from edge_agent.capture.faces.consent import Consent
from edge_agent.capture.faces.embedder import Embedder, open_embedder
from edge_agent.capture.faces.manifest import FaceModelError
from edge_agent.capture.image import Image
from edge_agent.settings import AgentSettings
from tests.pictures.faces import photographs_or_skip


@pytest.fixture(scope="session")
def people() -> dict[str, tuple[Image, ...]]:
    return photographs_or_skip()


@pytest.fixture
def consent() -> Consent:
    return Consent("east-0199", datetime(2026, 11, 22, 9, 30, tzinfo=UTC))


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    try:
        return open_embedder(None, AgentSettings().models_folder)
    except FaceModelError as absent:
        if os.environ.get("CI"):
            pytest.fail(f"no face model to test with: {absent}")
        pytest.skip(f"no face model to test with: {absent}")


@pytest.fixture(scope="session")
def comparer(embedder: Embedder) -> FaceComparer:
    return FaceComparer(partial(lambda opened: opened, embedder))
