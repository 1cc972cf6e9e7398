"""The worker: native code runs in a process of its own, so that what goes wrong there costs one picture.

Owns that process and the queue before it. The work itself is functions of `capture` and `forms`; they,
OpenCV and every model are imported there, with the first picture that wants them, and never in the agent.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache, partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Protocol, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from edge_agent.capture.examination import Examination, Expected, ExpectedDocument
from edge_agent.capture.reading import Finding
from edge_agent.end_with_parent import end_with_parent

if TYPE_CHECKING:  # they load OpenCV
    from edge_agent.capture.identity.lines import LineReader
    from edge_agent.capture.image import Image

ResultT = TypeVar("ResultT")

MOST_WAITING: Final = 8
"""Pictures in the worker and before it: at 32 MiB each, what a small device can hold."""
LONGEST_S: Final = 30.0
"""The slowest reader takes a second, the first time three; beyond this it hangs."""
LARGEST_BYTES: Final = 2 * 1024**3
"""The worker's memory (RLIMIT_DATA of setrlimit(2)): four times what every model and the largest picture
take. A small PDF can ask for any amount; the worker dies over it before the device does."""


class ImagingError(Exception):
    """A picture was not looked at; `str(error)` is one sentence for a person.

    ImagingError
    ├── NoPictureFileError      these bytes are no picture that can be looked at
    └── NotLookedAtError        the fault is the machine's: a person must look
        ├── WorkerCrashedError  the worker died over it; the next picture gets a new one
        ├── WorkerHungError     it took too long and was ended
        └── WorkerBusyError     too many pictures wait already (retryable)
    """


class NoPictureFileError(ImagingError):
    """The bytes are no picture that can be looked at; `reason` says why, without a full stop."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"This picture cannot be used: {reason}.")
        self.reason = reason


class NotLookedAtError(ImagingError):
    """The machine could not look at it."""


class WorkerCrashedError(NotLookedAtError):
    """The worker died over this picture."""


class WorkerHungError(NotLookedAtError):
    """The worker did not finish in time and was ended."""


class WorkerBusyError(NotLookedAtError):
    """The queue is full."""


class Examiner(Protocol):
    """Looks at scans."""

    async def examine(self, scan: bytes, media_type: str, expected: Expected) -> Examination:
        """Find the page, straighten it, read its codes, and compare it with what is expected.

        Raises:
            NoPictureFileError: the bytes are no picture, though the media type says so.
            NotLookedAtError: the machine could not look at it.
        """


class Worker(Protocol):
    """Runs a module's function where a crash of it costs that one call."""

    async def run(self, work: Callable[..., ResultT], *arguments: object) -> ResultT:
        """Run it, and return what it returns.

        Raises:
            NotLookedAtError: it did not come to an end.
            Exception: what the function raises.
        """


class Imaging:
    """`async with Imaging() as imaging:`; the process starts with the first picture, ends at the exit."""

    def __init__(
        self,
        *,
        most_waiting: int = MOST_WAITING,
        longest_s: float = LONGEST_S,
        largest_bytes: int = LARGEST_BYTES,
    ) -> None:
        self._most_waiting = most_waiting
        self._longest_s = longest_s
        self._largest_bytes = largest_bytes
        self._pool = _new_pool(largest_bytes)
        self._unfinished: set[Future[Any]] = set()

    async def __aenter__(self) -> Self:
        """Nothing starts yet."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the worker, whatever it does."""
        self._pool.stop()  # type: ignore[no-untyped-call]  # pebble is typed, but for this
        for future in self._unfinished:
            future.cancel()  # nobody else would tell those who wait
        await asyncio.to_thread(self._pool.join)

    async def examine(self, scan: bytes, media_type: str, expected: Expected) -> Examination:
        """Find the page, straighten it, read its codes, and compare it with what is expected.

        Raises:
            NoPictureFileError: the bytes are no picture, though the media type says so.
            NotLookedAtError: the machine could not look at it.
        """
        return await self.run(_examine, scan, media_type, expected)

    async def run(self, work: Callable[..., ResultT], *arguments: object) -> ResultT:
        """Run a module's function in the worker, once those before it are done.

        It must import without loading an image library, and arguments, result and what it raises must be
        picklable.

        Raises:
            NoPictureFileError: the function says so.
            WorkerCrashedError: the process died over it, or had not the memory for it.
            WorkerHungError: it took longer than `longest_s`.
            WorkerBusyError: `most_waiting` are in the queue already.
        """
        if len(self._unfinished) >= self._most_waiting:
            msg = f"{len(self._unfinished)} pictures wait to be looked at already: try again in a moment."
            raise WorkerBusyError(msg)
        task = partial(_guarded, work, *arguments)
        try:
            answer = await self._submit(task)
        except BrokenProcessPool:
            # The worker died while it had nothing to do, as when memory is short: no picture's fault.
            answer = await self._submit_again(task)
        if isinstance(answer, _NoPicture):
            raise NoPictureFileError(answer.reason)
        return answer

    async def _submit_again(self, task: Callable[[], ResultT]) -> ResultT:
        try:
            return await self._submit(task)
        except BrokenProcessPool as error:
            raise WorkerCrashedError("The program that looks at pictures does not start.") from error

    async def _submit(self, task: Callable[[], ResultT]) -> ResultT:
        if not self._pool.active:
            broken, self._pool = self._pool, _new_pool(self._largest_bytes)
            await asyncio.to_thread(broken.join)
        future = self._pool.schedule(task, timeout=self._longest_s)
        self._unfinished.add(future)
        try:
            return await asyncio.wrap_future(future)
        except ProcessExpired as error:
            msg = f"The program that looks at pictures died over it ({error})."
            raise WorkerCrashedError(msg) from error
        except MemoryError as error:
            raise WorkerCrashedError("Looking at it took more memory than there is for it.") from error
        except TimeoutError as error:
            msg = f"Looking at it took longer than {self._longest_s:g} s."
            raise WorkerHungError(msg) from error
        finally:
            self._unfinished.discard(future)


@dataclass(frozen=True, slots=True)
class _NoPicture:
    """`NoPictureFileError` between processes: pickle would put its sentence in place of its reason."""

    reason: str


def _new_pool(largest_bytes: int) -> ProcessPool:
    # spawn: a fork of a process with threads may inherit their locks for good.
    context = multiprocessing.get_context("spawn")
    return ProcessPool(max_workers=1, context=context, initializer=_begin, initargs=(largest_bytes,))


def _guarded(work: Callable[..., ResultT], *arguments: object) -> ResultT | _NoPicture:
    try:
        return work(*arguments)
    except NoPictureFileError as error:
        return _NoPicture(error.reason)


@cache
def _letters() -> LineReader:
    """The worker's one reader: its models stay loaded from the first document on."""
    from edge_agent.capture.identity.rapid_reader import RapidReader  # noqa: PLC0415  it loads numpy

    return RapidReader()


def _examine(
    scan: bytes, media_type: str, expected: Expected, letters: Callable[[], LineReader] = _letters
) -> Examination:
    from edge_agent.capture.examine import examine  # noqa: PLC0415  the worker alone loads OpenCV
    from edge_agent.capture.image import UnusableImageError  # noqa: PLC0415
    from edge_agent.capture.picture import picture_of  # noqa: PLC0415

    closer = None if expected.document is None else _closer(expected.document, letters())
    try:
        if expected.person:
            picture_of(scan, media_type)
            return Examination(None, ())
        return examine(scan, media_type, expected.printed, closer, expected.outdated)
    except UnusableImageError as error:
        raise NoPictureFileError(error.reason) from error


def _closer(document: ExpectedDocument, reader: LineReader) -> Callable[[Image], tuple[Finding, ...]]:
    from edge_agent.capture.identity.material import identity_findings  # noqa: PLC0415  it loads OpenCV

    return partial(
        identity_findings,
        material=document.material,
        application=document.application,
        reader=reader,
        today=document.today,
    )


def _begin(largest_bytes: int) -> None:
    """Bound its memory, and end with the agent."""
    resource.setrlimit(resource.RLIMIT_DATA, (largest_bytes, largest_bytes))
    end_with_parent()
