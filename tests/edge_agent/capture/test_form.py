"""What a form's code says."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from edge_agent.capture.form import FormCode, FormIdentity, parse_form_code

CODE = "tongban:form:east-0199:application-form:2:3:0123456789abcdef"

identifiers = some.from_regex(r"[a-z0-9][a-z0-9-]{0,62}", fullmatch=True)


def test_a_code_says_which_page_of_which_form_it_is() -> None:
    identity = FormIdentity("east-0199", "application-form", "0123456789abcdef")
    assert parse_form_code(CODE) == FormCode(identity, page=2, pages=3)


@given(case=identifiers, form=identifiers, page=some.integers(1, 999), more=some.integers(0, 999))
def test_what_is_written_is_read(case: str, form: str, page: int, more: int) -> None:
    code = FormCode(FormIdentity(case, form, "f" * 16), page, min(page + more, 999))
    assert parse_form_code(str(code)) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tongban",
        CODE + "\n",
        CODE.replace("form:", "page:", 1),
        CODE.replace(":2:3:", ":4:3:"),
        CODE.replace(":2:3:", ":0:3:"),
        CODE.replace(":2:3:", ":２:3:"),
        CODE.upper(),
        CODE[:-1],
        CODE.replace("east", "East"),
    ],
)
def test_anything_else_is_not_a_code_of_ours(text: str) -> None:
    assert parse_form_code(text) is None
