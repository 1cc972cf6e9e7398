"""On what the face finding rests: the customer's photograph, the ID card's front, and a recorded consent.

Owns when two faces may be compared, and what is said while they may not. The finding is among those of the
photograph, always, but while a comparison is due; whatever it rests on changes, it is taken away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection

from device_profiles.contract.messages.case import ChangeFindings, Covers, Finding
from edge_agent.capture.faces.consent import Consent
from edge_agent.store import consents, origin_cases
from edge_agent.store.consents import KeptConsent
from edge_agent.store.origin_cases import Capture

COVERS: Final[Covers] = "face-comparison"
PHOTO: Final = "customer-photo"
CARD: Final = "id-card-front"
RESTED_ON: Final = frozenset({PHOTO, CARD})
NOT_COMPARED: Final = "faces-not-compared"
_RESULTS: Final = frozenset({"faces-alike", "faces-look", "faces-unlike", NOT_COMPARED})
_OF_FACES: Final = _RESULTS | {"face-quality", "no-face", "several-faces"}


@dataclass(frozen=True, slots=True)
class Due:
    """A comparison that may be made, with all that it rests on."""

    photo: Capture
    card: Capture
    consent: Consent

    def rests_on_the_same(self, other: Due) -> bool:
        """Whether nothing has changed between the two."""
        mine = self.photo.record, self.card.record, self.consent
        return mine == (other.photo.record, other.card.record, other.consent)


def is_due(capture: Capture) -> bool:
    """Whether it is a photograph of the customer's of which nothing was said yet."""
    return capture.record.name == PHOTO and not any(
        finding.kind in _RESULTS for finding in capture.record.findings
    )


def all_due(connection: Connection) -> list[Due]:
    """The comparisons to be made."""
    found = (due_of(connection, case) for case in origin_cases.cases_with(connection, PHOTO))
    return [due for due in found if due is not None]


def due_of(connection: Connection, case: str) -> Due | None:
    """The comparison that is to be made for a case, if one is; none for a case that is closed."""
    filed = origin_cases.get(connection, case)
    photo, card = _captured(connection, case, PHOTO), _captured(connection, case, CARD)
    answers = consents.about(connection, case, COVERS)
    if filed is None or filed.is_closed or photo is None or card is None:
        return None
    if not is_due(photo) or _against(case, answers, card) is not None:
        return None
    return Due(photo, card, Consent(case, _time(answers[-1])))


def rest_anew(connection: Connection, case: str) -> ChangeFindings | None:
    """Something that the finding rests on has changed: say why nothing is compared, or leave it due.

    Return what the hub is to be told, where it has the photograph already.
    """
    photo = _captured(connection, case, PHOTO)
    if photo is None:
        return None
    answers = consents.about(connection, case, COVERS)
    why = _against(case, answers, _captured(connection, case, CARD))
    changed = put(connection, photo, () if why is None else (why,))
    return None if why is None else changed


def put(connection: Connection, photo: Capture, findings: tuple[Finding, ...]) -> ChangeFindings | None:
    """These are the findings on the face now, before the others; what the hub is to be told, if it is."""
    record = photo.record
    others = tuple(finding for finding in record.findings if finding.kind not in _OF_FACES)
    origin_cases.put_findings(connection, photo, (*findings, *others))
    if not photo.stored or photo.refusal is not None:
        return None
    return ChangeFindings(
        case=photo.case, name=record.name, sha256=record.sha256, findings=(*findings, *others)
    )


def not_compared(case: str, why: str, **facts: str) -> Finding:
    """The finding when nothing was compared."""
    return Finding(
        kind=NOT_COMPARED, says=f"{why}: a person must look."[:300], detail={"case": case, **facts}
    )


def _against(case: str, answers: Sequence[KeptConsent], card: Capture | None) -> Finding | None:
    """Why the faces may not be compared, or not yet; None when they may."""
    if not answers or answers[-1].refusal is not None:
        return not_compared(case, "No consent to it was recorded, so the faces were not compared")
    at = _time(answers[-1]).isoformat()
    if not answers[-1].said.given:
        if any(before.said.given for before in answers[:-1]):
            says = "The customer took back their consent, so the faces are not compared"
            return not_compared(case, says, withdrawn=at)
        return not_compared(
            case, "The customer does not consent, so the faces are not compared", declined=at
        )
    if card is None:
        return not_compared(case, "There is no ID card to compare the face with", consent=at)
    return None


def _captured(connection: Connection, case: str, name: str) -> Capture | None:
    found = origin_cases.captures_of(connection, case)
    return next((capture for capture in found if capture.record.name == name), None)


def _time(kept: KeptConsent) -> datetime:
    return datetime.fromtimestamp(kept.said.said_at / 1000, tz=UTC)
