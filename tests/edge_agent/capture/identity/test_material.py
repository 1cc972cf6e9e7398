"""What a reviewer is told of a scan that should show an ID card."""

import numpy as np

from edge_agent.capture.identity.material import identity_findings
from edge_agent.capture.reading import Finding
from tests.edge_agent.capture.identity.words import TODAY
from tests.fakes.line_reader import FakeReader, rows

APPLICATION = {"customer-name": "欧阳娜", "id-number": "11010519491231002X", "phone": "13800000000"}
FRONT = rows(
    "姓名欧阳娜",
    "性别女民族汉",
    "出生1949年12月31日",
    "住址北京市朝阳区示例路1号",
    "公民身份号码11010519491231002X",
)
BACK = rows("中华人民共和国", "居民身份证", "签发机关北京市公安局朝阳分局", "有效期限2020.01.02-2040.01.02")
PICTURE = np.full((700, 900, 3), 255, np.uint8)
# The picture is a white sheet: only the fake reader sees print in it, sharp and whole.
ABOUT_THE_PICTURE = {"blurred", "edge-cut-off"}


def findings(reader: FakeReader, application: dict[str, str]) -> tuple[Finding, ...]:
    found = identity_findings(PICTURE, "id-card-front", application, reader, TODAY)
    return tuple(finding for finding in found if finding.kind not in ABOUT_THE_PICTURE)


def test_a_card_that_says_what_the_application_says() -> None:
    assert [finding.kind for finding in findings(FakeReader(FRONT), APPLICATION)] == ["id-number-valid"]


def test_another_person_s_number_or_name_is_told() -> None:
    others = {**APPLICATION, "customer-name": "王小明", "id-number": "110105198001019979"}
    number, name = findings(FakeReader(FRONT), others)[-2:]
    assert (number.kind, dict(number.detail)) == (
        "fields-disagree",
        {"field": "number", "read": "11010519491231002X", "application": "110105198001019979"},
    )
    assert name.detail["application"] == "王小明"


def test_the_other_side_of_the_card_is_told() -> None:
    found = findings(FakeReader(BACK), APPLICATION)
    assert [finding.kind for finding in found] == ["other-document"]


def test_no_card_at_all_is_told() -> None:
    assert [finding.kind for finding in findings(FakeReader(), APPLICATION)] == ["no-document"]


def test_as_long_as_there_is_no_application_what_was_read_is_said() -> None:
    valid, read = findings(FakeReader(FRONT), {})
    assert (valid.kind, read.kind) == ("id-number-valid", "id-card-read")
    assert set(read.detail) == {"name", "number"}
