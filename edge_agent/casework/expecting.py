"""What a scan of a case's material should show, as far as this counter knows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from device_profiles.contract.ids import EpochMs
from edge_agent.capture.examination import IDENTITY_MATERIALS, Expected, ExpectedDocument
from edge_agent.forms.content import FormContent
from edge_agent.store.origin_cases import OriginCase
from edge_agent.store.printed_forms import PrintedForm


def expected_form(form: FormContent, printed: Sequence[PrintedForm]) -> Expected:
    """The form as it would be printed now; what was printed of it with other content is outdated."""
    now = form.identity()
    of_it = (before.identity for before in printed if before.identity.form == now.form)
    return Expected(now, frozenset(identity.digest for identity in of_it if identity != now))


def expected_document(filed: OriginCase, material: str, now_ms: EpochMs) -> Expected:
    """The customer's own paper: of an identity document, whose it should be."""
    if material not in IDENTITY_MATERIALS:
        return Expected()
    today = datetime.fromtimestamp(now_ms / 1000, tz=UTC).date()
    return Expected(document=ExpectedDocument(material, filed.application, today))
