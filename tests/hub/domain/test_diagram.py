"""The page about casework says what the rules say, and is up to date."""

from __future__ import annotations

from pathlib import Path

from hub.domain import diagram

CHECKOUT = Path(__file__).parents[3]


def test_this_checkout_is_up_to_date() -> None:
    page = (CHECKOUT / "docs/casework.md").read_text(encoding="utf-8")
    assert page == diagram.page(), "run: make generate"


def test_it_tells_which_command_is_known_where() -> None:
    rows = dict(line[2:].split(" | ", 1) for line in diagram.page().splitlines() if line.startswith("| `"))
    assert rows["`ConfirmResultShown`"] == "The origin's screen showed the result. |"
    assert "| `Cancel` |   | ● | ● | ● |   |   |" in diagram.page()
    assert "    reviewing --> confirming: Decide" in diagram.page()
