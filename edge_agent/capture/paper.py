"""What a photograph or scan of paper shows: which page, laid flat, which form, signed or not.

Owns the order of looking: markers, else outline; the code where we print it, else anywhere; the signature
box where a form has one. What was wanted is compared by `examine`.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from edge_agent.capture.codes import Code, quick_codes, read_codes
from edge_agent.capture.form import (
    CODE_BOX,
    PAGE_WIDTH_MM,
    SIGNATURE_BOX,
    FormCode,
    parse_form_code,
)
from edge_agent.capture.image import Image
from edge_agent.capture.light import evenly_lit
from edge_agent.capture.page import Page, find_page, in_picture, straighten, turned, upright
from edge_agent.capture.reading import Field, Finding, Outline, Reading
from edge_agent.capture.signature_box import Signed, look_at_signature

# Below this a person should look at the box.
DOUBTFUL_BELOW: Final = 0.8
# Around the place where the code is printed, for paper that does not lie quite flat.
_CODE_MARGIN_MM: Final = 6.0


@dataclass(frozen=True, slots=True)
class Paper:
    """What was made out: the page, as it lies flat, codes in px of the flat page, and what a form says.

    Without a page, the codes are those of the picture. `signed` is known of a form's last page alone.
    """

    page: Page | None
    flat: Image | None
    codes: tuple[Code, ...]
    form: FormCode | None = None
    signed: Signed | None = None


def look_at_paper(image: Image) -> Paper:
    """Look for a page, its code and its signature in the (H, W, 3) uint8 BGR image."""
    page = find_page(image)
    if page is None:
        codes = read_codes(image)
        return Paper(None, None, codes, _form_of(codes))
    if page.how == "contour":
        return _sheet(image, page)
    flat = evenly_lit(straighten(image, page))
    # Laying flat can cost a code its sharpness; the picture as it was is the second chance.
    codes = _printed_codes(flat) or read_codes(flat) or read_codes(image)
    return _form(page, flat, codes)


def _sheet(image: Image, page: Page) -> Paper:
    """Look at a sheet found by its outline: a form of ours if its code says so, which tells what is up."""
    flat = straighten(image, page)
    codes = read_codes(flat)
    if not codes:
        return Paper(page, flat, read_codes(image))
    form = next((code for code in codes if parse_form_code(code.text)), None)
    if form is None:
        return Paper(page, upright(flat, codes[0]), codes)
    page = turned(page, form)
    return _form(page, evenly_lit(straighten(image, page, as_form=True)), codes)


def _form(page: Page, flat: Image, codes: tuple[Code, ...]) -> Paper:
    form = _form_of(codes)
    is_last = form is not None and form.page == form.pages
    return Paper(page, flat, codes, form, look_at_signature(flat) if is_last else None)


def _printed_codes(flat: Image) -> tuple[Code, ...]:
    """Return what the code says in the place where we print it; its corners are the flat page's."""
    px_per_mm = flat.shape[1] / PAGE_WIDTH_MM
    left, top = ((at - _CODE_MARGIN_MM) * px_per_mm for at in (CODE_BOX.left_mm, CODE_BOX.top_mm))
    x, y, side = round(left), round(top), round((CODE_BOX.width_mm + 2 * _CODE_MARGIN_MM) * px_per_mm)
    found = quick_codes(np.ascontiguousarray(flat[y : y + side, x : x + side]))
    return tuple(
        replace(code, corners=tuple((across + x, down + y) for across, down in code.corners))
        for code in found
    )


def _form_of(codes: tuple[Code, ...]) -> FormCode | None:
    return next((form for code in codes if (form := parse_form_code(code.text)) is not None), None)


def read_page(image: Image, *, is_page: bool = False) -> Reading:
    """Return the page in the (H, W, 3) uint8 BGR image: a form's fields, or a sheet's codes.

    `is_page` says that the picture is of one page and no more, as when a file has pages.
    """
    paper = look_at_paper(image)
    findings = paper_findings(paper)
    if paper.page is None and paper.form is None and is_page:
        return Reading("page", ok=True, texts=tuple(code.text for code in paper.codes))
    if paper.page is None:
        return Reading("nothing", ok=False, findings=findings)
    ours = paper.form is not None or paper.page.how == "markers"
    return Reading(
        "form" if ours else "page",
        ok=not any(finding.kind in DOUBTS for finding in findings),
        fields=_fields(paper.page, paper.form, paper.signed),
        texts=tuple(code.text for code in paper.codes),
        findings=findings,
        outlines=_outlines(paper.page, paper),
    )


DOUBTS: Final = frozenset({"page-not-found", "form-cut-off", "form-not-identified", "signature-doubtful"})
"""The kinds of finding that ask a person to look, or for a better picture."""


def paper_findings(paper: Paper) -> tuple[Finding, ...]:
    """Return the remarks on a paper, in words that say what to do."""
    findings = []
    if paper.page is None and paper.form is not None:
        says = "A form is in the picture, but not all of it: take it again with all four corners in it."
        findings.append(Finding("form-cut-off", says))
    elif paper.page is None:
        says = (
            "No sheet of paper was made out: lay it flat on something darker, and take it again from above"
            " with all four corners in the picture."
        )
        findings.append(Finding("page-not-found", says))
    else:
        says = f"The page was found by its {paper.page.how} and laid flat."
        findings.append(Finding("page-found", says, {"how": paper.page.how}))
        if paper.page.how == "markers" and paper.form is None:
            says = "The form's code cannot be read: hold still, come nearer, keep lamps and hands off it."
            findings.append(Finding("form-not-identified", says))
    if paper.signed is not None:
        findings.append(_signature_finding(paper.signed))
    return tuple(findings)


def _signature_finding(signed: Signed) -> Finding:
    detail = {"confidence": f"{signed.confidence:.2f}"}
    if signed.confidence < DOUBTFUL_BELOW:
        return Finding(
            "signature-doubtful", "Something stands in the signature box: look yourself.", detail
        )
    if signed.inked:
        return Finding("signed", "Somebody wrote into the signature box.", detail)
    return Finding("not-signed", "The signature box is empty.", detail)


def _fields(page: Page, form: FormCode | None, signed: Signed | None) -> tuple[Field, ...]:
    if form is None:
        return ()
    said = {
        "form": form.identity.form,
        "case": form.identity.case,
        "page": str(form.page),
        "pages": str(form.pages),
        "digest": form.identity.digest,
    }
    # A QR code's own check lets nothing wrong through.
    box = in_picture(page, CODE_BOX)
    fields = tuple(Field(name, value, 0.99, box) for name, value in said.items())
    if signed is None:
        return fields
    value = "yes" if signed.inked else "no"
    return (*fields, Field("signed", value, signed.confidence, in_picture(page, SIGNATURE_BOX)))


def _outlines(page: Page, paper: Paper) -> tuple[Outline, ...]:
    outlines = [Outline("page", page.corners)]
    if paper.form is not None:
        outlines.append(Outline("code", in_picture(page, CODE_BOX)))
    if paper.signed is not None:
        label = "signed" if paper.signed.inked else "not signed"
        outlines.append(Outline(label, in_picture(page, SIGNATURE_BOX)))
    return tuple(outlines)
