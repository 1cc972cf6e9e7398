import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from edge_agent.capture.identity.id_number import facts_of
from edge_agent.devices.simulated.person import check_letter, made_up_person


def test_a_right_number_says_birth_and_sex() -> None:
    facts = facts_of("11010519491231002X")  # GB 11643-1999, appendix A
    assert facts.is_right
    assert facts.finding.kind == "id-number-valid"
    assert (str(facts.birth), facts.sex) == ("1949-12-31", "女")
    assert facts.finding.detail["district"] == "北京市朝阳区"


@pytest.mark.parametrize("seed", range(10))
def test_every_altered_letter_is_caught(seed: int) -> None:
    number = made_up_person(np.random.default_rng(seed), {}).number
    assert facts_of(number).is_right
    for place in range(18):
        for other in "0123456789X" if place == 17 else "0123456789":
            if other != number[place]:
                altered = number[:place] + other + number[place + 1 :]
                assert facts_of(altered).finding.kind == "id-number-checksum-wrong", altered


@pytest.mark.parametrize("seed", range(10))
def test_two_neighbours_that_changed_places_are_caught(seed: int) -> None:
    number = made_up_person(np.random.default_rng(seed), {}).number
    for place in range(16):
        swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        assert swapped == number or not facts_of(swapped).is_right


@pytest.mark.parametrize(
    "number",
    [
        "",
        "1",
        "11010519491231002x",
        "1101O519491231002X",
        "１１010519491231002X",
        "11010519491231002X ",
        "²" * 18,
    ],
)
def test_what_has_another_shape_is_not_bent_into_it(number: str) -> None:
    facts = facts_of(number)
    assert facts.finding.kind == "id-number-malformed"
    assert facts.finding.detail["read"] == number


def test_a_day_that_never_was_and_a_district_that_never_was() -> None:
    def with_check(first_17: str) -> str:
        return first_17 + check_letter(first_17)

    assert facts_of(with_check("11010519490230002")).finding.kind == "id-number-birth-impossible"
    nowhere = facts_of(with_check("99999919491231002"))
    assert (nowhere.finding.kind, nowhere.is_right) == ("id-number-place-unknown", False)


def test_a_district_younger_than_the_person_is_a_district() -> None:
    # Pudong is a district since 1993; people born before live there and have its number.
    assert facts_of("310115195812089967").is_right


@given(text=some.one_of(some.text(max_size=30), some.from_regex(r"[0-9]{17}[0-9X]", fullmatch=True)))
def test_any_text_gets_an_answer(text: str) -> None:
    facts = facts_of(text)
    assert facts.finding.says
    assert facts.is_right == (facts.finding.kind == "id-number-valid")
