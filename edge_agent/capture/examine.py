"""What the machine can say about a scan, to help the person who reviews it.

A finding helps and never decides: nothing here refuses a material, and the scan's bytes stay as they are.
Kinds, beside those of `paper`: `code-read` (detail `text`, `format`), `form-matches`, `form-mismatch`
(detail `differs`: case, form, content), `form-outdated`, `form-incomplete` (detail `page`, `pages`),
`not-an-image`, and those of whoever looks closer.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final

from edge_agent.capture.codes import Code
from edge_agent.capture.examination import Examination
from edge_agent.capture.form import FormCode, FormIdentity
from edge_agent.capture.image import Image, UnusableImageError, decode, encode_jpeg, reduced
from edge_agent.capture.page import A4_HEIGHT_PX
from edge_agent.capture.paper import Paper, look_at_paper, paper_findings
from edge_agent.capture.pdf import pdf_page, pdf_page_count
from edge_agent.capture.reading import Finding

# A page of 4000 px is 340 dpi, more than a form needs; larger pictures would only take longer.
_EXAMINED_LONGEST_PX: Final = 4000
_PAGE_QUALITY: Final = 85
# A code may hold thousands of letters, a page hundreds of codes; a finding is a remark.
_LONGEST_TEXT: Final = 200
_MOST_CODES: Final = 5
_MOST_PAGES: Final = 5

Closer = Callable[[Image], tuple[Finding, ...]]
"""Knows what a certain scan should show, and says what is to be said of it."""


def examine(
    scan: bytes,
    media_type: str,
    printed: FormIdentity | None = None,
    look_closer: Closer | None = None,
    outdated: Collection[str] = (),
) -> Examination:
    """Look at a scan: find its page, straighten it, read its codes, compare it with what we printed.

    `look_closer` knows more about what the scan should show, and adds its own findings. `outdated` has the
    digests of the form as it was printed before the data changed.

    Raises:
        UnusableImageError: the bytes are no picture, though the media type says so.
    """
    if media_type == "application/pdf":
        try:
            pictures = list(_pdf_pages(scan))
        except UnusableImageError as error:
            says = f"The PDF was not examined, {error.reason}: a person must look."
            return Examination(None, (Finding("not-an-image", says, {"media-type": media_type}),))
        # A PDF's page is a page already: that no sheet's edge is seen says nothing.
        papers = [look_at_paper(picture) for picture in pictures]
        remarks = [remark for remark in _remarks(papers) if remark.kind != "page-not-found"]
    else:
        pictures = [reduced(decode(scan), _EXAMINED_LONGEST_PX)]
        papers = [look_at_paper(pictures[0])]
        remarks = _remarks(papers)
    flat = next((paper.flat for paper in papers if paper.flat is not None), None)
    jpeg = None if flat is None else encode_jpeg(flat, quality=_PAGE_QUALITY)
    forms = [paper.form for paper in papers if paper.form is not None]
    closer = () if look_closer is None else look_closer(pictures[0])
    return Examination(jpeg, (*remarks, *_compared(forms, printed, outdated), *_incomplete(forms), *closer))


def _pdf_pages(content: bytes) -> Iterator[Image]:
    """Yield the first pages, and the last, which is the one that is signed."""
    pages = pdf_page_count(content)
    wanted = range(pages) if pages <= _MOST_PAGES else (*range(_MOST_PAGES - 1), pages - 1)
    for number in wanted:
        yield pdf_page(content, number, A4_HEIGHT_PX)


def _remarks(papers: Sequence[Paper]) -> list[Finding]:
    return [remark for paper in papers for remark in (*paper_findings(paper), *_code_findings(paper.codes))]


def _code_findings(codes: tuple[Code, ...]) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            "code-read",
            f"A code was read ({code.format}).",
            {"text": code.text[:_LONGEST_TEXT], "format": code.format},
        )
        for code in codes[:_MOST_CODES]
    )


def _compared(
    forms: Sequence[FormCode], printed: FormIdentity | None, outdated: Collection[str]
) -> tuple[Finding, ...]:
    """Return whether these are the pages that were printed; nothing when none was wanted or seen."""
    if printed is None or not forms:
        return ()
    for form in forms:
        said = form.identity
        same = {
            "case": said.case == printed.case,
            "form": said.form == printed.form,
            "content": said.digest == printed.digest,
        }
        differs = next((name for name, is_same in same.items() if not is_same), None)
        if differs == "content" and said.digest in outdated:
            says = "This form was printed before the data changed: print it anew and have that one signed."
            return (Finding("form-outdated", says),)
        if differs is not None:
            says = f"This is not the form that was printed for this case: its {differs} is another."
            return (Finding("form-mismatch", says, {"differs": differs}),)
    return (Finding("form-matches", "This is the form that was printed for this case, unchanged."),)


def _incomplete(forms: Sequence[FormCode]) -> tuple[Finding, ...]:
    """Return which page it is when not all pages of the form are in the file."""
    if not forms or {form.page for form in forms} >= set(range(1, forms[0].pages + 1)):
        return ()
    seen = ", ".join(str(form.page) for form in forms)
    says = f"Page {seen} of {forms[0].pages}: the other pages are not in this picture."
    return (Finding("form-incomplete", says, {"page": seen, "pages": str(forms[0].pages)}),)
