"""What was printed, on the device's disk; and an older device's file."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect

from device_profiles.delivery import tables as delivery_tables
from device_profiles.delivery.database import open_sqlite
from edge_agent.capture.form import FormIdentity
from edge_agent.store import printed_forms
from edge_agent.store import tables as device_tables
from edge_agent.store.printed_forms import PrintedForm

FORM = FormIdentity("north-01", "application-form", "0123456789abcdef")
CHANGED = FormIdentity("north-01", "application-form", "fedcba9876543210")
OTHERS = FormIdentity("north-02", "application-form", "0123456789abcdef")


def test_a_form_is_counted_and_another_content_is_another_form(tmp_path: Path) -> None:
    engine = open_sqlite(tmp_path / "device.sqlite", device_tables.METADATA)
    with engine.begin() as connection:
        for at, identity in ((1, CHANGED), (2, FORM), (3, OTHERS), (4, CHANGED)):
            printed_forms.put(connection, identity, at)
    with engine.begin() as connection:
        assert printed_forms.of_case(connection, "north-01") == [
            PrintedForm(FORM, times=1, first_at=2, last_at=2),
            PrintedForm(CHANGED, times=2, first_at=1, last_at=4),
        ]


def test_a_file_made_before_forms_were_remembered_is_taken_over(tmp_path: Path) -> None:
    file = tmp_path / "device.sqlite"
    engine = open_sqlite(file, delivery_tables.METADATA, device_tables.METADATA)
    with engine.begin() as connection:
        device_tables.printed_forms.drop(connection)
    engine.dispose()
    engine = open_sqlite(file, delivery_tables.METADATA, device_tables.METADATA)
    assert "printed_forms" in inspect(engine).get_table_names()
    with engine.begin() as connection:
        printed_forms.put(connection, FORM, 1)
