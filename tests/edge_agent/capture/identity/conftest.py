import pytest

from edge_agent.capture.identity.rapid_reader import RapidReader


@pytest.fixture(scope="session")
def reader() -> RapidReader:
    """The OCR library, its models loaded once a run."""
    return RapidReader(threads=1)  # the tests run in two processes
