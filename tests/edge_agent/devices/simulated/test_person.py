import numpy as np
import pytest

from edge_agent.devices.simulated.person import Person, check_letter, made_up_person


def somebody(seed: int, **application: str) -> Person:
    fields = {label.replace("_", "-"): value for label, value in application.items()}
    return made_up_person(np.random.default_rng(seed), fields)


def test_the_check_letter_is_that_of_the_standard_s_examples() -> None:
    # GB 11643-1999, appendix A.
    assert check_letter("11010519491231002") == "X"
    assert check_letter("44052418800101001") == "4"


@pytest.mark.parametrize("seed", range(50))
def test_a_made_up_number_is_right_in_every_part(seed: int) -> None:
    person = somebody(seed)
    assert len(person.number) == 18
    # ISO 7064, MOD 11-2, the other way round: the weighted letters add up to 1.
    values = [10 if letter == "X" else int(letter) for letter in person.number]
    assert sum(value * 2 ** (17 - place) for place, value in enumerate(values)) % 11 == 1
    assert person.number[6:14] == f"{person.birth:%Y%m%d}"
    assert person.sex == ("男" if int(person.number[16]) % 2 else "女")
    assert person.number[14:16] == "99"  # a sequence number that people of that age were not given


def test_a_person_bears_the_name_and_number_of_the_application() -> None:
    person = somebody(1, customer_name="欧阳娜", id_number="11010519491231002X")
    assert (person.name, person.number, person.sex) == ("欧阳娜", "11010519491231002X", "女")
    assert person.birth.isoformat() == "1949-12-31"


@pytest.mark.parametrize(
    "number", ["", "110105194912310021", "11010519491331002X", "１１0105194912310021", "x" * 18]
)
def test_a_number_that_is_none_is_not_printed(number: str) -> None:
    assert somebody(1, id_number=number).number == somebody(1).number
