"""A form as PDF."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from edge_agent.capture.codes import read_codes
from edge_agent.capture.form import FormCode
from edge_agent.capture.page import A4_HEIGHT_PX, find_page
from edge_agent.capture.pdf import pdf_page
from edge_agent.forms import press
from edge_agent.forms.content import FormContent, Row, Words
from edge_agent.forms.errors import TypefaceMissingError
from edge_agent.forms.typeset import form_pdf

FORM = FormContent(
    "east-0199",
    "application-form",
    Words("业务申请表", "Application form"),
    Words("开户", "Open an account"),
    (Row(Words("客户姓名", "Customer's name"), "王小明"),),
)


def with_values(*values: str) -> FormContent:
    return replace(FORM, rows=tuple(Row(Words("项目", "Item"), value) for value in values))


def test_its_font_is_embedded_and_no_more_of_it_than_is_used() -> None:
    printed = form_pdf(FORM)
    fonts = set(re.findall(rb"/FontName ?/([A-Z]{6}\+)?(NotoSansCJK\w*)", printed.pdf))
    assert fonts
    assert all(subset for subset, _ in fonts)
    assert b"/FontFile3" in printed.pdf
    assert len(printed.pdf) < 100_000
    assert (printed.pages, printed.lacking) == (1, ())


def test_the_same_content_gives_the_same_bytes() -> None:
    assert form_pdf(FORM).pdf == form_pdf(FORM).pdf


def test_every_page_has_markers_and_a_code_that_says_which_it_is() -> None:
    content = with_values(*(f"第 {number} 项，" * 12 for number in range(30)))
    printed = form_pdf(content)
    assert printed.pages > 2
    for number in range(printed.pages):
        picture = pdf_page(printed.pdf, number, A4_HEIGHT_PX)
        page = find_page(picture)
        assert page is not None
        assert page.how == "markers"
        (code,) = read_codes(picture)
        assert code.text == str(FormCode(content.identity(), number + 1, printed.pages))


def test_a_customers_words_are_never_markup() -> None:
    printed = form_pdf(with_values('#panic("x")', "$a$ [*b*] `c` <d> @e \\ // /* \" '", "= 标题"))
    assert (printed.pages, printed.lacking) == (1, ())


def test_a_letter_that_the_typeface_lacks_is_said_and_marked() -> None:
    assert form_pdf(with_values("王𪚥明")).lacking == ("𪚥",)


@pytest.mark.parametrize("name", ["0\u093a", "\u093a", "e\u0301\u093a"])
def test_a_mark_without_a_letter_is_said_and_marked(name: str) -> None:
    assert form_pdf(with_values(name)).lacking == ("\u093a",)


def test_a_mark_that_a_letter_takes_in_is_printed() -> None:
    assert form_pdf(with_values("Nguye\u0302\u0303n")).lacking == ()


@settings(max_examples=30, deadline=None)
@given(values=some.lists(some.text(max_size=300), max_size=20))
def test_whatever_is_in_the_fields_can_be_printed(values: list[str]) -> None:
    assert form_pdf(with_values(*values)).pages >= 1


def test_without_the_font_the_person_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(press, "FONT_FOLDERS", (str(tmp_path),))
    press._fonts.cache_clear()
    with pytest.raises(TypefaceMissingError, match="apt install fonts-noto-cjk"):
        form_pdf(FORM)
    press._fonts.cache_clear()
