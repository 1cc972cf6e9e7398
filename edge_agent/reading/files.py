"""One file read as the person asked: a picture as it is, a PDF page by page.

Runs in the worker, which alone loads the readers. Owns what is said of a file as a whole when it has pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Final, Literal

from edge_agent.capture.reading import Finding, Reading, unusable
from edge_agent.devices.readable import LARGEST_SCAN_BYTES
from edge_agent.imaging import NoPictureFileError

if TYPE_CHECKING:  # it loads OpenCV
    from edge_agent.capture.image import Image

What = Literal["code", "id", "page"]

PAGE_LONGEST_PX: Final = 3508
"""A PDF's page is drawn so large: A4 at 300 dpi, at which a card on it is as large as one photographed."""
_SHOWS_NOTHING: Final = frozenset({"nothing", "unusable"})


@dataclass(frozen=True, slots=True)
class FileReading:
    """What a file shows.

    `whole` is said of the file: of a PDF kind, fields and outlines are those of the first page that shows
    something, texts and findings those of all that do, with their `page`. `pages` are a PDF's, in order,
    and none of a picture's. `shown_png` is the picture, or that first page, with its outlines drawn in.
    """

    whole: Reading
    pages: tuple[Reading, ...] = ()
    shown_png: bytes | None = None


def read_file(what: What, content: bytes, *, shown: bool) -> FileReading:
    """Read a JPEG, PNG or PDF file; blocks, for some seconds a page at most.

    Raises:
        NoPictureFileError: it cannot be looked at.
    """
    from edge_agent.capture.image import UnusableImageError, decode  # noqa: PLC0415  it loads OpenCV
    from edge_agent.capture.media_type import media_type_of  # noqa: PLC0415  beside it
    from edge_agent.reading.drawing import as_png  # noqa: PLC0415  it loads OpenCV

    if not content:
        raise NoPictureFileError("the file is empty")
    if len(content) > LARGEST_SCAN_BYTES:
        raise NoPictureFileError(f"it is larger than {LARGEST_SCAN_BYTES // 1024**2} MiB")
    try:
        if media_type_of(content) == "application/pdf":
            return _read_pdf(what, content, shown=shown)
        picture = decode(content)
    except UnusableImageError as error:
        raise NoPictureFileError(error.reason) from error
    reading = _reader(what, is_page=False)(picture)
    return FileReading(reading, shown_png=as_png(picture, reading.outlines) if shown else None)


def whole_of(pages: Sequence[Reading]) -> Reading:
    """What is said of a file with these pages, at least one.

    A page that shows nothing is no doubt beside one that shows something; one that cannot be looked at is.
    """
    first = pages[_first_to_show(pages)]
    told = [
        (number, page)
        for number, page in enumerate(pages, 1)
        if page.kind != "nothing" or first.kind in _SHOWS_NOTHING
    ]
    return replace(
        first,
        ok=all(page.ok for _, page in told),
        texts=tuple(text for _, page in told for text in page.texts),
        findings=tuple(_of_page(finding, number) for number, page in told for finding in page.findings),
    )


def _read_pdf(what: What, content: bytes, *, shown: bool) -> FileReading:
    from edge_agent.capture.pdf import pdf_page  # noqa: PLC0415  it loads PDFium
    from edge_agent.reading.drawing import as_png  # noqa: PLC0415  it loads OpenCV

    pages = tuple(_read_pages(what, content))
    first = _first_to_show(pages)
    if not shown or pages[first].kind == "unusable":
        return FileReading(whole_of(pages), pages)
    picture = pdf_page(content, first, PAGE_LONGEST_PX)
    return FileReading(whole_of(pages), pages, as_png(picture, pages[first].outlines))


def _read_pages(what: What, content: bytes) -> Iterator[Reading]:
    from edge_agent.capture.image import UnusableImageError  # noqa: PLC0415  it loads OpenCV
    from edge_agent.capture.pdf import pdf_page, pdf_page_count  # noqa: PLC0415  it loads PDFium

    read = _reader(what, is_page=True)
    for number in range(pdf_page_count(content)):
        try:
            yield read(pdf_page(content, number, PAGE_LONGEST_PX))
        except UnusableImageError as error:
            yield unusable(f"This page cannot be used: {error.reason}.")


def _first_to_show(pages: Sequence[Reading]) -> int:
    return next((at for at, page in enumerate(pages) if page.kind not in _SHOWS_NOTHING), 0)


def _of_page(finding: Finding, number: int) -> Finding:
    return replace(finding, detail={**finding.detail, "page": str(number)})


@cache
def _reader(what: What, *, is_page: bool) -> Callable[[Image], Reading]:
    """Models are loaded with the first picture, and stay for the next file."""
    match what:
        case "code":
            from edge_agent.capture.codes import read_code  # noqa: PLC0415  only what was asked for

            return read_code
        case "page":
            from edge_agent.capture.paper import read_page  # noqa: PLC0415  only what was asked for

            return partial(read_page, is_page=is_page)
        case "id":
            from edge_agent.capture.identity.document import read_identity  # noqa: PLC0415  it is slow to load
            from edge_agent.capture.identity.rapid_reader import RapidReader  # noqa: PLC0415  as above

            letters, today = RapidReader(), datetime.now(tz=UTC).date()
            return lambda image: read_identity(image, letters, today).reading
