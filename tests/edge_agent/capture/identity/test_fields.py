"""The rules about fields, on rows written down: no picture, no OCR."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from edge_agent.capture.identity.card_back import read_back
from edge_agent.capture.identity.card_front import read_front
from edge_agent.capture.identity.draft import Draft
from edge_agent.capture.identity.travel_document import read_zone
from tests.edge_agent.capture.identity.words import TODAY, plain_view
from tests.fakes.line_reader import FakeReader, rows

FRONT = (
    "姓名欧阳娜",
    "性别女民族汉",
    "出生1949年12月31日",
    "住址北京市朝阳区示例路1号",
    "2号楼301室",
    "公民身份号码11010519491231002X",
)
BACK = ("中华人民共和国", "居民身份证", "签发机关北京市公安局朝阳分局", "有效期限2020.01.02-2040.01.02")
PASSPORT = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F3004157ZE184226B<<<<<16")
PIXELS = np.full((600, 1000, 3), 255, np.uint8)


def front(*texts: str, confidence: float = 0.99) -> Draft:
    draft = read_front(rows(*texts, confidence=confidence), plain_view())
    assert draft is not None
    return draft


def back(*texts: str, today: date = TODAY) -> Draft:
    draft = read_back(rows(*texts), plain_view(), today)
    assert draft is not None
    return draft


def passport(*texts: str, reader: FakeReader | None = None, today: date = TODAY) -> Draft:
    draft = read_zone(rows(*texts), plain_view(), PIXELS, reader or FakeReader(), today)
    assert draft is not None
    return draft


def values(draft: Draft) -> dict[str, str]:
    return {field.name: field.value for field in draft.fields}


def against(draft: Draft, name: str) -> tuple[str, ...]:
    return next(field.contradicted_by for field in draft.fields if field.name == name)


def doubts(draft: Draft) -> list[str]:
    return [finding.kind for finding in draft.doubts]


def changed(texts: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    assert any(old in text for text in texts)
    return tuple(text.replace(old, new) for text in texts)


class TestFront:
    def test_every_field_is_read_and_nothing_is_in_doubt(self) -> None:
        draft = front(*FRONT)
        assert values(draft) == {
            "name": "欧阳娜",
            "sex": "女",
            "ethnic-group": "汉",
            "birth": "1949年12月31日",
            "address": "北京市朝阳区示例路1号2号楼301室",
            "number": "11010519491231002X",
        }
        assert doubts(draft) == []
        assert [finding.kind for finding in draft.findings] == ["id-number-valid"]

    def test_a_label_may_be_misread_but_not_a_value(self) -> None:
        assert values(front(*changed(FRONT, "姓名", "娃名")))["name"] == "欧阳娜"
        assert (
            values(front(*changed(FRONT, "公民身份号码", "公民身分号玛")))["number"] == "11010519491231002X"
        )

    def test_a_letter_in_the_number_stays_and_is_told(self) -> None:
        draft = front(*changed(FRONT, "1101051949", "11O1051949"))
        assert values(draft)["number"] == "11O10519491231002X"
        assert doubts(draft) == ["id-number-malformed"]

    def test_a_wrong_checksum_speaks_against_the_number(self) -> None:
        draft = front(*changed(FRONT, "002X", "0021"))
        assert doubts(draft) == ["id-number-checksum-wrong"]
        assert against(draft, "number")

    @pytest.mark.parametrize(
        ("old", "new", "field", "says"),
        [
            ("女", "男", "sex", "The number says 女."),
            ("12月31日", "12月30日", "birth", "The number says 1949-12-31."),
            ("12月31日", "13月31日", "birth", "This is no date of the calendar."),
            ("民族汉", "民族漢", "ethnic-group", "No ethnic group is written like that."),
            ("欧阳娜", "欧阳0", "name", "A name is written in Chinese characters only."),
        ],
    )
    def test_what_is_printed_is_held_against_the_number(
        self, old: str, new: str, field: str, says: str
    ) -> None:
        draft = front(*changed(FRONT, old, new))
        assert against(draft, field) == (says,)
        assert doubts(draft) == ["fields-disagree"]
        assert new[-1] in values(draft)[field]  # as it stands there

    def test_a_sex_that_was_not_made_out_comes_from_the_number_and_that_is_said(self) -> None:
        draft = front(*changed(FRONT, "性别女", "性别"))
        assert values(draft)["sex"] == "女"
        assert doubts(draft) == ["sex-from-number"]

    def test_a_field_under_glare_is_missing(self) -> None:
        draft = front(FRONT[0], *FRONT[2:])
        assert {
            dict(finding.detail)["field"] for finding in draft.doubts if finding.detail.get("field")
        } == {"ethnic-group"}
        assert "field-missing" in doubts(draft)

    def test_what_was_read_unsurely_is_for_a_person(self) -> None:
        draft = front(*FRONT, confidence=0.5)
        assert set(doubts(draft)) == {"field-doubtful"}
        assert all("look yourself" in finding.says for finding in draft.doubts)

    def test_a_form_that_asks_for_the_same_is_no_card(self) -> None:
        form = (
            "姓名王小明",
            "性别男",
            "手机号码13800000000",
            "身份证号11010519491231002X",
            "住址示例路1号",
        )
        assert read_front(rows(*form), plain_view()) is None

    def test_every_field_says_where_it_was_read(self) -> None:
        boxes = {field.name: field.box for field in front(*FRONT).fields}
        assert boxes["sex"] == ((40.0, 40.0), (60.0, 40.0), (60.0, 60.0), (40.0, 60.0))
        address = boxes["address"]
        assert address is not None
        assert (address[0][1], address[2][1]) == (120.0, 180.0)  # two rows


class TestBack:
    def test_every_field_is_read(self) -> None:
        draft = back(*BACK)
        assert values(draft) == {
            "authority": "北京市公安局朝阳分局",
            "valid-from": "2020.01.02",
            "valid-until": "2040.01.02",
        }
        assert doubts(draft) == []

    def test_a_card_without_an_end(self) -> None:
        draft = back(*changed(BACK, "2040.01.02", "长期"))
        assert (values(draft)["valid-until"], doubts(draft)) == ("长期", [])

    @pytest.mark.parametrize(
        ("end", "says"),
        [
            ("2041.01.02", "A card is valid for"),
            ("2040.01.03", "A card is valid for"),
            ("2040.13.02", "neither"),
        ],
    )
    def test_a_term_that_no_card_has(self, end: str, says: str) -> None:
        draft = back(*changed(BACK, "2040.01.02", end))
        assert says in against(draft, "valid-until")[0]
        assert doubts(draft) == ["fields-disagree"]

    def test_a_card_issued_on_a_leap_day(self) -> None:
        assert (
            doubts(back(*changed(changed(BACK, "2040.01.02", "2034.02.28"), "2020.01.02", "2024.02.29")))
            == []
        )

    def test_an_expired_card_and_one_of_the_future(self) -> None:
        assert doubts(back(*BACK, today=date(2040, 1, 2))) == []
        assert doubts(back(*BACK, today=date(2040, 1, 3))) == ["expired"]
        assert doubts(back(*BACK, today=date(2020, 1, 1))) == ["not-yet-valid"]

    def test_dates_that_were_not_made_out(self) -> None:
        draft = back(*BACK[:3], "有效期限2020")
        assert doubts(draft) == ["field-missing", "field-missing"]

    def test_a_letter_about_id_cards_is_none(self) -> None:
        assert read_back(rows("请携带居民身份证", "有效期限一年"), plain_view(), TODAY) is None


class TestTravelDocument:
    def test_every_field_and_every_check_digit(self) -> None:
        draft = passport(*PASSPORT)
        assert draft.kind == "td3"
        assert values(draft) == {
            "document-type": "P",
            "issuing-state": "UTO",
            "document-number": "L898902C3",
            "nationality": "UTO",
            "birth": "740812",
            "sex": "F",
            "expiry": "300415",
            "personal-number": "ZE184226B",
            "surname": "ERIKSSON",
            "given-names": "ANNA MARIA",
        }
        digits = {dict(finding.detail)["of"]: finding.kind for finding in draft.findings}
        assert set(digits.values()) == {"check-digit-right"}
        assert set(digits) == {"document-number", "birth", "expiry", "personal-number", "composite"}
        assert doubts(draft) == []

    def test_a_digit_where_only_letters_stand_is_read_again_by_itself(self) -> None:
        reader = FakeReader(second="UTO")
        draft = passport(PASSPORT[0], PASSPORT[1].replace("UTO", "UT0"), reader=reader)
        assert values(draft)["nationality"] == "UTO"
        again = next(finding for finding in draft.findings if finding.kind == "read-again")
        assert dict(again.detail) == {"field": "nationality", "first": "UT0", "second": "UTO"}
        assert len(reader.pieces) == 1
        assert "UT0" in draft.texts[1]  # the row stays as it was read

    def test_when_it_reads_the_same_again_nothing_is_bent(self) -> None:
        draft = passport(PASSPORT[0], PASSPORT[1].replace("UTO", "UT0"), reader=FakeReader(second="UT0"))
        assert values(draft)["nationality"] == "UT0"
        assert doubts(draft) == ["fields-disagree"]

    def test_a_number_that_its_check_digit_denies_is_doubtful_even_if_another_reading_fits(self) -> None:
        wrong = PASSPORT[1].replace("L898902C3", "L898902O3")
        assert "check-digit-wrong" in doubts(passport(PASSPORT[0], wrong))
        assert "Its check digit does not fit." in against(passport(PASSPORT[0], wrong), "document-number")
        draft = passport(PASSPORT[0], wrong, reader=FakeReader(second="L898902C36"))
        assert values(draft)["document-number"] == "L898902C3"
        assert against(draft, "document-number") == ("In its line it was read as L898902O36.",)
        assert doubts(draft) == ["read-again", "fields-disagree"]

    def test_miscounted_fillers_are_set_right_and_that_is_said(self) -> None:
        draft = passport(PASSPORT[0][:-2], PASSPORT[1])
        assert values(draft)["given-names"] == "ANNA MARIA"
        assert "fillers-miscounted" in [finding.kind for finding in draft.findings]
        assert (
            read_zone(rows(PASSPORT[0][:-4], PASSPORT[1]), plain_view(), PIXELS, FakeReader(), TODAY)
            is None
        )

    def test_what_looks_like_a_filler_in_another_script_is_taken_for_one_and_told(self) -> None:
        draft = passport(PASSPORT[0][:-1] + "く", PASSPORT[1])
        assert doubts(draft) == []
        assert "taken-for-filler" in [finding.kind for finding in draft.findings]

    def test_an_expired_document(self) -> None:
        assert doubts(passport(*PASSPORT, today=date(2030, 4, 15))) == []
        assert doubts(passport(*PASSPORT, today=date(2030, 4, 16))) == ["expired"]

    def test_shouting_is_no_zone(self) -> None:
        lines = rows("A" * 44, "PLEASE" * 7)
        assert read_zone(lines, plain_view(), PIXELS, FakeReader(), TODAY) is None


ROW = some.text(
    alphabet=some.sampled_from(
        "姓名性别民族出生住址公民身份号码签发机关有效期限年月日长期男女汉0123456789X.-<PUTOくABC"
    ),
    min_size=1,
    max_size=46,
)


@settings(deadline=None)
@given(texts=some.lists(some.one_of(ROW, some.sampled_from([*FRONT, *BACK, *PASSPORT])), max_size=8))
def test_whatever_the_rows_say_there_is_an_answer(texts: list[str]) -> None:
    written = rows(*texts)
    drafts = (
        read_front(written, plain_view()),
        read_back(written, plain_view(), TODAY),
        read_zone(written, plain_view(), PIXELS, FakeReader(second="UTO"), TODAY),
    )
    for draft in drafts:
        if draft is not None:
            assert draft.texts == tuple(texts)
            assert all(len(finding.says) <= 300 for finding in (*draft.findings, *draft.doubts))


@settings(deadline=None)
@given(data=some.data())
def test_a_card_misread_anywhere_is_never_corrected(data: some.DataObject) -> None:
    texts = [*FRONT]
    at = data.draw(some.integers(0, len(texts) - 1))
    place = data.draw(some.integers(0, len(texts[at]) - 1))
    letter = data.draw(some.characters(exclude_categories=("Z", "C")))
    texts[at] = texts[at][:place] + letter + texts[at][place + 1 :]
    draft = read_front(rows(*texts), plain_view())
    if draft is None:
        return
    read = "".join(texts)
    assert all(value in read for name, value in values(draft).items() if name != "sex")
