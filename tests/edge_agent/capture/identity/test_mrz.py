"""The zones and check digits of ICAO Doc 9303; the specimens are the standard's own."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as some

from edge_agent.capture.identity.mrz import Zone, check_digit, take_apart

ERIKSSON = {
    "TD3": (
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ),
    "TD2": ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"),
    "TD1": (
        "I<UTOD231458907<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ),
    "MRV-A": (
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
    ),
    "MRV-B": ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"),
}


def zone(lines: Sequence[str]) -> Zone:
    found = take_apart(lines)
    assert found is not None
    return found


@pytest.mark.parametrize("name", ERIKSSON)
def test_the_standard_s_specimens_are_right_in_every_digit(name: str) -> None:
    found = zone(ERIKSSON[name])
    assert found.layout.name == name
    assert set(found.checks.values()) == {"right"}
    assert (found.text("surname"), found.text("given-names")) == ("ERIKSSON", "ANNA MARIA")
    assert found.text("sex") == "F"


def test_a_passport_s_fields_stand_where_the_standard_says() -> None:
    found = zone(ERIKSSON["TD3"])
    names = ("document-type", "issuing-state", "document-number", "nationality", "birth", "expiry")
    assert [found.text(name) for name in names] == ["P", "UTO", "L898902C3", "UTO", "740812", "120415"]
    assert found.text("personal-number") == "ZE184226B"


def test_a_number_of_more_than_nine_letters_goes_on_in_the_optional_data() -> None:
    lines = (
        "I<UTOD23145890<7349<<<<<<<<<<<",
        "3407127M9507122UTO<<<<<<<<<<<2",
        "STEVENSON<<PETER<JOHN<<<<<<<<<",
    )
    found = zone(lines)
    assert found.text("document-number") == "D23145890734"
    assert found.checks["document-number"] == "right"
    other = zone((lines[0].replace("7349", "7359"), *lines[1:]))
    assert other.checks["document-number"] == "wrong"


@pytest.mark.parametrize("name", ERIKSSON)
def test_every_altered_digit_under_a_check_digit_is_caught(name: str) -> None:
    lines = ERIKSSON[name]
    layout = zone(lines).layout
    under_check = {
        (span.line, place)
        for check in layout.checks.values()
        for span in (*check.over, check.digit)
        for place in range(span.start, span.end)
    }
    tried = 0
    for line, place in sorted(under_check):
        for other in "0123456789":
            if not lines[line][place].isdigit() or other == lines[line][place]:
                continue
            altered = [*lines]
            altered[line] = lines[line][:place] + other + lines[line][place + 1 :]
            assert "wrong" in zone(altered).checks.values(), (line, place, other)
            tried += 1
    assert tried > 100


def test_a_passport_without_personal_number_needs_no_check_digit_for_it() -> None:
    first, second = ERIKSSON["TD3"]
    without = second[:28] + "<" * 14 + "<"
    composite = check_digit(without[:10] + without[13:20] + without[21:43])
    assert composite is not None
    assert zone((first, without + composite)).checks["personal-number"] == "absent"


def test_right_digits_do_not_prove_the_text() -> None:
    # Two letters whose values differ by a multiple of ten weigh the same; names have no check digit at all.
    assert check_digit("A") == check_digit("K") == check_digit("0") == check_digit("<")


def test_a_letter_that_no_zone_has_is_kept_and_named() -> None:
    first, second = ERIKSSON["TD3"]
    found = zone((first.replace("ANNA", "ÄNNA"), second))
    assert found.text("given-names") == "ÄNNA MARIA"
    assert found.unknown_letters == "Ä"


def test_what_is_not_a_zone_is_none() -> None:
    assert take_apart(()) is None
    assert take_apart(("", "")) is None
    assert take_apart(("P" * 44,)) is None
    assert take_apart(("X" * 44, "X" * 44)) is None


ZONE_LETTERS = some.text(alphabet="0123456789ABCXYZ<Oくé", min_size=28, max_size=46)


@given(lines=some.lists(some.one_of(some.text(max_size=50), ZONE_LETTERS), max_size=4))
def test_any_text_gets_an_answer(lines: list[str]) -> None:
    found = take_apart(lines)
    assert found is None or set(found.checks.values()) <= {"right", "wrong", "absent"}


@given(data=some.data(), name=some.sampled_from(sorted(ERIKSSON)))
def test_a_zone_misread_anywhere_is_still_taken_apart(data: some.DataObject, name: str) -> None:
    lines = [*ERIKSSON[name]]
    for _ in range(data.draw(some.integers(0, 8))):
        line = data.draw(some.integers(0, len(lines) - 1))
        place = data.draw(some.integers(1, len(lines[line]) - 1))
        lines[line] = lines[line][:place] + data.draw(some.characters()) + lines[line][place + 1 :]
    found = zone(lines)
    assert found.lines == tuple(lines)  # nothing is corrected
    assert all(isinstance(found.text(field), str) for field in found.spans)


@given(text=some.text())
def test_a_check_digit_is_a_digit_or_none(text: str) -> None:
    digit = check_digit(text)
    assert digit is None or digit in "0123456789"
