"""The procedures and kinds that the demo's programs get."""

from __future__ import annotations

from pathlib import Path

from dashboards.terminal.demo.pace import AS_IN_A_BANK, QUICK, write_kinds, write_procedures
from device_profiles.profiles import load_kinds, load_procedures


def test_as_in_a_bank_they_are_the_bank_s_own(tmp_path: Path) -> None:
    write_procedures(AS_IN_A_BANK, tmp_path / "procedures")
    assert load_procedures(tmp_path / "procedures") == load_procedures()


def test_a_quick_run_changes_their_deadlines_and_nothing_else(tmp_path: Path) -> None:
    write_procedures(QUICK, tmp_path / "procedures")
    quick = load_procedures(tmp_path / "procedures")
    assert {name: procedure.deadlines for name, procedure in quick.items()} == dict.fromkeys(
        load_procedures(), QUICK.deadlines
    )
    for name, procedure in load_procedures().items():
        assert quick[name].model_copy(update={"deadlines": procedure.deadlines}) == procedure


def test_a_quick_run_waits_less_for_who_went_away_and_changes_nothing_else(tmp_path: Path) -> None:
    write_kinds(QUICK, tmp_path / "kinds")
    quick, usual = load_kinds(tmp_path / "kinds"), load_kinds()
    assert quick["kiosk"].unattended == QUICK.unattended
    assert quick["counter"] == usual["counter"]
    assert quick["kiosk"].model_copy(update={"unattended": usual["kiosk"].unattended}) == usual["kiosk"]
