"""Small banks of real processes for the integration tests, and their logs in the report of a failed one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path
from typing import Protocol, runtime_checkable

import httpx
import pytest

from tests.servers.program import open_folder


@runtime_checkable
class Speaks(Protocol):
    """A fixture that runs programs, and knows what they said last."""

    def last_words(self) -> str: ...


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Function,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        for name, fixture in item.funcargs.items():
            if isinstance(fixture, Speaks):
                report.sections.append((f"end of the log of {name}", fixture.last_words()))
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.integration)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with open_folder() as folder:
        yield folder


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=30, trust_env=False) as client:
        yield client
