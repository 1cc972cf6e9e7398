"""`tongban read` with PDF files: every page, what they say together, and what means harm."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import cv2
import pytest
from PIL import Image
from typer.testing import CliRunner

from edge_agent.forms.typeset import form_pdf
from edge_agent.imaging import Imaging, NoPictureFileError, WorkerHungError
from edge_agent.reading.command import read
from edge_agent.reading.files import PAGE_LONGEST_PX, What, read_file
from tests.edge_agent.reading.words import form, subject, told, values
from tests.pictures.pdf_files import (
    empty_pages,
    huge_picture,
    locked_pages,
    one_page,
    pages_of,
    pictures_within_pictures,
)

KEYS = {"ok", "kind", "fields", "texts", "findings"}
EMPTY = Image.new("RGB", (800, 1100), "white")


@pytest.mark.parametrize("what", ["code", "id", "page"])
def test_a_page_is_read_as_its_picture_would_be(tmp_path: Path, what: What) -> None:
    file, wanted = tmp_path / "one.pdf", subject(what)
    file.write_bytes(pages_of([wanted.picture]))
    (answer,) = told(what, file)
    assert answer.keys() == {"file", "ms", "pages", *KEYS}
    assert (answer["ok"], answer["kind"], values(answer)) == (True, wanted.kind, wanted.fields)
    (page,) = answer["pages"]
    assert page.keys() == {"page", *KEYS}
    assert (page["page"], page["kind"], values(page)) == (1, wanted.kind, wanted.fields)
    assert all(len(field["box"]) == 4 for field in page["fields"].values())


def test_every_page_of_a_form_says_which_it_is(tmp_path: Path) -> None:
    long = replace(form(), rows=form().rows * 10)
    file = tmp_path / "form.pdf"
    file.write_bytes(form_pdf(long).pdf)
    (answer,) = told("page", file)
    assert answer["ok"]
    assert [(page["page"], values(page)["page"]) for page in answer["pages"]] == [
        (1, "1"),
        (2, "2"),
        (3, "3"),
    ]
    assert ["signed" in page["fields"] for page in answer["pages"]] == [False, False, True]
    signs = [finding["detail"] for finding in answer["findings"] if finding["kind"] == "not-signed"]
    assert [detail["page"] for detail in signs] == ["3"]


def test_a_page_that_shows_nothing_is_no_doubt_beside_one_that_does(tmp_path: Path) -> None:
    file, label = tmp_path / "labels.pdf", subject("code").picture
    file.write_bytes(pages_of([EMPTY, label, EMPTY, label]))
    (answer,) = told("code", file)
    assert (answer["ok"], answer["kind"], answer["texts"]) == (True, "code", ["tongban", "tongban"])
    assert values(answer) == {"QR Code": "tongban"}
    assert answer["findings"] == []
    assert [page["kind"] for page in answer["pages"]] == ["nothing", "code", "nothing", "code"]


def test_where_no_page_shows_anything_each_says_so(tmp_path: Path) -> None:
    file = tmp_path / "empty.pdf"
    file.write_bytes(empty_pages(2))
    (answer,) = told("code", file)
    assert (answer["ok"], answer["kind"]) == (False, "nothing")
    assert [(finding["kind"], finding["detail"]) for finding in answer["findings"]] == [
        ("no-code", {"page": "1"}),
        ("no-code", {"page": "2"}),
    ]


def test_a_damaged_page_is_a_doubt_and_the_others_are_read(tmp_path: Path) -> None:
    file = tmp_path / "damaged.pdf"
    # Of three pages the second is a number instead of a page.
    whole = pages_of([subject("code").picture] * 3)
    second = whole.index(b"/Type /Page\n", whole.index(b"/Type /Page\n") + 1)
    file.write_bytes(whole[:second] + b"/Type /Pigs\n" + whole[second + 12 :])
    (answer,) = told("code", file)
    assert (answer["ok"], answer["kind"], answer["texts"]) == (False, "code", ["tongban", "tongban"])
    (refused,) = answer["findings"]
    assert (refused["kind"], refused["detail"]) == ("unusable-image", {"page": "2"})
    assert "page 2 is damaged" in refused["says"]


def test_a_person_sees_page_by_page(tmp_path: Path) -> None:
    file = tmp_path / "labels.pdf"
    file.write_bytes(pages_of([EMPTY, subject("code").picture]))
    said = CliRunner().invoke(read, ["code", str(file)]).stdout
    assert said.index("page 1  nothing") < said.index("page 2  code") < said.index("tongban")


def test_the_first_page_that_shows_something_is_drawn(tmp_path: Path) -> None:
    file, shown = tmp_path / "labels.pdf", tmp_path / "shown.png"
    file.write_bytes(pages_of([EMPTY, subject("code").picture]))
    CliRunner().invoke(read, ["code", str(file), "--show", str(shown)])
    drawn = cv2.imread(str(shown))
    assert drawn is not None
    assert drawn.shape == (PAGE_LONGEST_PX, PAGE_LONGEST_PX, 3)  # the label is square
    assert (drawn == (40, 120, 255)).all(axis=2).any()


def test_help_says_how_pages_stand_in_the_answer() -> None:
    said = " ".join(CliRunner().invoke(read, ["page", "--help"]).stdout.split())
    assert "`pages` too, one object each" in said


@pytest.mark.parametrize(
    "box", [b"0 0 1e9 1e9", b"0 0 0.001 0.001", b"0 0 0 0", b"5 5 -595 -842", b"a b c d"]
)
def test_a_page_of_any_size_is_drawn_no_larger(box: bytes) -> None:
    (page,) = read_file("page", one_page(b"", box=box), shown=False).pages
    assert (page.kind, page.ok) == ("page", True)


def test_a_huge_picture_on_a_page_is_drawn_no_larger() -> None:
    (page,) = read_file("page", huge_picture(), shown=False).pages
    assert (page.kind, page.ok) == ("page", True)


def test_a_page_too_narrow_to_show_anything_is_refused() -> None:
    (page,) = read_file("page", one_page(b"", box=b"0 0 1 100000"), shown=False).pages
    assert "too narrow" in page.findings[0].says


def test_a_locked_file_is_refused_and_a_damaged_one_after_it_is_called_damaged() -> None:
    for content, reason in (
        (locked_pages(), "locked by a password"),
        (b"%PDF-1.7\n%%EOF", "it is damaged"),
    ):
        with pytest.raises(NoPictureFileError, match=reason):
            read_file("code", content, shown=False)


async def test_a_page_that_would_be_drawn_for_years_is_given_up() -> None:
    async with Imaging(longest_s=2) as imaging:
        with pytest.raises(WorkerHungError, match="longer than 2 s"):
            await imaging.run(partial(read_file, shown=False), "page", pictures_within_pictures())
