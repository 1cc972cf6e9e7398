"""What is printed on a form, and the digest by which it is known again."""

from dataclasses import replace

import pytest

from device_profiles.profiles import load_procedures
from edge_agent.forms.content import FormContent, Row, Words, form_content

OPEN_ACCOUNT = load_procedures()["open-account"]
APPLICATION = {"customer-name": "王小明", "id-number": "110105198001019979"}


def printed(case: str = "east-0199", **changed: str) -> FormContent:
    content = form_content(OPEN_ACCOUNT, "application-form", case, APPLICATION | changed)
    assert content is not None
    return content


def test_the_fields_stand_in_the_procedures_order_and_words() -> None:
    content = printed()
    assert (content.title, content.procedure) == (
        Words("业务申请表", "Application form"),
        Words("开户", "Open an account"),
    )
    assert content.rows[0] == Row(Words("客户姓名", "Customer's name"), "王小明")
    assert [row.title.en for row in content.rows] == ["Customer's name", "ID number", "Mobile number"]
    assert content.rows[2].value == ""


@pytest.mark.parametrize("material", ["id-card-front", "attachment-2", "letter"])
def test_what_is_not_ours_is_not_printed(material: str) -> None:
    assert form_content(OPEN_ACCOUNT, material, "east-0199", APPLICATION) is None


def test_whatever_is_printed_is_in_the_digest() -> None:
    content = printed()
    others = [
        printed(phone="13800000000"),
        printed(case="east-0200"),
        replace(content, title=Words("业务申请表", "Application Form")),
        replace(content, rows=content.rows[::-1]),
    ]
    assert len({form.identity().digest for form in (content, *others)}) == 5
    assert printed().identity() == content.identity()
