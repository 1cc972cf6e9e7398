"""What the counter's screen shows at one moment, read in one transaction."""

from __future__ import annotations

from sqlalchemy import Connection

from device_profiles.delivery import outbox
from edge_agent.forms.content import FormContent, form_content
from edge_agent.screen.call_routes import views_of
from edge_agent.screen.parts import ScreenParts
from edge_agent.screen.views import (
    CaptureView,
    HandledCaseView,
    OriginCaseView,
    PeripheralView,
    PresenceView,
    PrintedFormView,
    PrintView,
    StateView,
)
from edge_agent.store import (
    consents,
    counter_decisions,
    handled_cases,
    origin_cases,
    printed_forms,
    recaptures,
)
from edge_agent.store.origin_cases import OriginCase


def state_view(parts: ScreenParts, connection: Connection, version: int) -> StateView:
    """All that the screen shows, as it is now."""
    backlog = outbox.backlog(connection)
    return StateView(
        version=version,
        device=str(parts.records.device),
        connected=parts.session.connected,
        waiting_messages=backlog.messages,
        waiting_since=backlog.oldest_written_at,
        person=handled_cases.person(connection),
        filed=[filed_view(parts, connection, filed) for filed in origin_cases.all_cases(connection)],
        handled=[
            HandledCaseView.of(handled, counter_decisions.of_case(connection, handled.assigned.case))
            for handled in handled_cases.all_cases(connection)
        ],
        scanners=list(parts.scanners),
        peripherals=[
            PeripheralView(peripheral=name, condition=state.condition, says=state.says)
            for name, state in parts.attendance.states.items()
        ],
        signature_pad=parts.papers.pad,
        prints=[PrintView.of(found) for found in parts.papers.printing.prints],
        presence=None if parts.eyes is None else PresenceView.of(parts.eyes.presence),
        calls=list(views_of(parts.calls)),
        telemetry_sent=parts.health.sent,
    )


def filed_view(parts: ScreenParts, connection: Connection, filed: OriginCase) -> OriginCaseView:
    """A case that was filed here, with all that belongs to it."""
    captures = origin_cases.captures_of(connection, filed.case)
    return OriginCaseView.of(
        filed,
        [
            CaptureView.of(found, parts.uploads.sent_bytes(found.case, found.record.sha256))
            for found in captures
        ],
        _printed_forms(parts, connection, filed),
        consents.of_case(connection, filed.case),
        recaptures.of_case(connection, filed.case),
    )


def _printed_forms(parts: ScreenParts, connection: Connection, filed: OriginCase) -> list[PrintedFormView]:
    """What was printed for a case, the latest last; a procedure that is no more prints nothing."""
    procedure = parts.procedures.get(filed.procedure)

    def current(material: str) -> FormContent | None:
        if procedure is None:
            return None
        return form_content(procedure, material, filed.case, filed.application)

    return [
        PrintedFormView.of(printed, current(printed.identity.form))
        for printed in printed_forms.of_case(connection, filed.case)
    ]
