"""What the kiosk's page shows at one moment, read in one transaction."""

from __future__ import annotations

from sqlalchemy import Connection

from edge_agent.casework.alone import MOST_ATTEMPTS
from edge_agent.casework.attending import VisitNow
from edge_agent.casework.offering import offered, working
from edge_agent.screen.call_routes import views_of
from edge_agent.screen.kiosk_parts import KioskParts
from edge_agent.screen.kiosk_views import KioskCaseView, KioskView, OfferedView
from edge_agent.screen.parts import ScreenParts
from edge_agent.screen.state import filed_view
from edge_agent.screen.views import PeripheralView, PresenceView, PrintView
from edge_agent.store import attempts, fulfilments, origin_cases
from edge_agent.store.origin_cases import OriginCase


def kiosk_view(
    parts: ScreenParts, kiosk: KioskParts, visit: VisitNow, connection: Connection, version: int
) -> KioskView:
    """All that the page shows, as it is now."""
    filed = next(iter(origin_cases.not_left(connection)), None)
    states = parts.attendance.states
    centre = kiosk.alone.centre
    return KioskView(
        version=version,
        device=str(parts.records.device),
        connected=parts.session.connected,
        centre=None if centre is None else str(centre),
        visit=visit.number,
        standing=visit.standing,
        ends_in_s=visit.ends_in_s,
        offered=[
            OfferedView(procedure=each.procedure, lacking=list(each.lacking))
            for each in offered(parts.procedures.values(), working(states))
        ],
        current=None if filed is None else _case(parts, connection, filed),
        scanners=list(parts.scanners),
        signature_pad=parts.papers.pad,
        presence=None if parts.eyes is None else PresenceView.of(parts.eyes.presence),
        sight=None if kiosk.sight is None else kiosk.sight.now,
        peripherals=[
            PeripheralView(peripheral=name, condition=state.condition, says=state.says)
            for name, state in states.items()
        ],
        calls=list(views_of(parts.calls)),
    )


def _case(parts: ScreenParts, connection: Connection, filed: OriginCase) -> KioskCaseView:
    procedure = parts.procedures.get(filed.procedure)
    done = fulfilments.of_case(connection, filed.case)
    return KioskCaseView(
        case=filed_view(parts, connection, filed),
        round=filed.round,
        needs=[] if procedure is None else [list(group) for group in procedure.needs_in(filed.round)],
        attempts=dict(attempts.of_case(connection, filed.case)),
        most_attempts=MOST_ATTEMPTS,
        fulfilment=None if done is None else done.state,
        prints=[PrintView.of(found) for found in parts.papers.printing.prints if found.case == filed.case],
    )
