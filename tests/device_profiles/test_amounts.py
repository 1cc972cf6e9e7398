"""An amount of money is digits, whatever a bank's own pattern lets through."""

from __future__ import annotations

from pathlib import Path

import pytest

from device_profiles.profiles import PROCEDURES, Procedure, load_procedures

NOT_AMOUNTS = [
    "NaN",
    "Infinity",
    "-Infinity",
    "1e999",
    "1e5",
    "12,3",
    "12.000,50",
    "80 000",
    " 80000",
    "80000 ",
    "80000\n",
    "-5",
    "+5",
    "12.345",
    "12.",
    ".5",
    "0x10",
    "８００００",
    "八万",
    "٨٠٠٠",
    "1_000",
    "9" * 30,
]


def withdrawal(amount: str) -> dict[str, str]:
    return {
        "customer-name": "王小样",
        "id-number": "110105198001019987",
        "card-number": "6222021234567890",
        "amount": amount,
    }


@pytest.fixture(scope="module")
def strict() -> Procedure:
    return load_procedures()["large-cash-withdrawal"]


@pytest.fixture(scope="module")
def careless(tmp_path_factory: pytest.TempPathFactory) -> Procedure:
    """The same with a pattern that lets anything through."""
    file = PROCEDURES / "large-cash-withdrawal.toml"
    folder = tmp_path_factory.mktemp("procedures")
    text = file.read_text("utf-8").replace("'^[1-9][0-9]{0,8}(\\.[0-9]{2})?$'", "'(?s).*'")
    assert "(?s)" in text
    (folder / file.name).write_text(text, "utf-8")
    return load_procedures(Path(folder))["large-cash-withdrawal"]


@pytest.mark.parametrize("amount", [*NOT_AMOUNTS, "0", "0.00", ""])
def test_what_is_no_amount_is_refused_with_its_field(strict: Procedure, amount: str) -> None:
    fault = strict.first_fault(withdrawal(amount))
    assert fault is not None
    assert fault[0] == "amount"
    assert "A number, such as 80000 or 80000.50" in fault[1]


@pytest.mark.parametrize("amount", NOT_AMOUNTS)
def test_a_careless_pattern_lets_no_other_text_become_money(careless: Procedure, amount: str) -> None:
    assert careless.first_fault(withdrawal(amount)) == (
        "amount",
        "Amount (yuan) is not an amount: write 12000 or 12000.50",
    )


@pytest.mark.parametrize(
    ("amount", "hundredths", "two"),
    [("1", 100, False), ("49999.99", 4_999_999, False), ("50000", 5_000_000, True)],
)
def test_an_amount_is_counted_to_the_hundredth(
    strict: Procedure, amount: str, hundredths: int, *, two: bool
) -> None:
    assert strict.first_fault(withdrawal(amount)) is None
    assert strict.amount_of(withdrawal(amount)) == hundredths
    assert strict.needs_second_review(hundredths) is two
