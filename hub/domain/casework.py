"""The rules of casework as two tables: `decide` says what a command makes of a case.

Two things move side by side (`case.py`). The *stage* of the business:

    unknown → collecting ⇄ reviewing → (confirming) → (fulfilling) → closed

and the *quest* for a person, which runs while there is no handler, for a transfer, and for a second
reviewer:

    routing → offered ⇄ waiting → none        routing → awaiting_manager → offered

Each command belongs to one of the tables, and each table says in which of its states the command is
known. What is not in it is refused (`not_in_phase`); what is there may be refused by the rule it names.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from hub.domain import alone, handling, searching
from hub.domain.case import Case, Quest, Stage
from hub.domain.commands import (
    AcceptOffer,
    AddMaterial,
    AskForAnother,
    AskRecapture,
    AskToWait,
    Cancel,
    ChangeFindings,
    CloseRecording,
    Command,
    ConfirmResultShown,
    ConfirmShown,
    CoreAnswered,
    Decide,
    DeclineOffer,
    FileCase,
    FillIn,
    FinishCollecting,
    Fulfilled,
    LeaveCallback,
    LoseHandler,
    NameTeller,
    NoteCamera,
    PassOnOffer,
    RecordConsent,
    RecordReference,
    RecordSegment,
    Route,
    TellPlace,
    TimeUp,
    Transfer,
)
from hub.domain.roster import Branch
from hub.domain.searching import Decision
from hub.domain.standing import out_of_turn
from hub.domain.words import EpochMs, Rule

Rules: TypeAlias = Callable[[Case, Any, Branch, EpochMs], Decision]


def decide(case: Case, command: Command, branch: Branch, now: EpochMs) -> Decision:
    """What happens because of the command: events, or the rule that forbids it.

    `branch` is the branch that has the case, as its people stand at this moment.
    """
    if case.stage is Stage.UNKNOWN and not isinstance(command, FileCase):
        return Rule("unknown_case", f"no case {case.id} has been filed")
    if case.stage is not Stage.UNKNOWN and isinstance(command, FileCase):
        return Rule("case_exists", f"case {case.id} has been filed already")
    if isinstance(command, TimeUp) and command.timer == "case":
        return _expire(case, now)
    kind = type(command)
    of_the_search = kind in SEARCH_COMMANDS
    rule = SEARCHING[case.quest].get(kind) if of_the_search else STAGES[case.stage].get(kind)
    if rule is None or (kind in NEEDS_HANDLER and not _is_handled(case, kind)):
        return out_of_turn(case, of_the_search=of_the_search)
    return rule(case, command, branch, now)


def _is_handled(case: Case, kind: type[Any]) -> bool:
    """Whether someone has the case; the origin goes on capturing while a lost handler is replaced."""
    return case.handler is not None or (kind in ORIGIN_GOES_ON and case.fence > 0)


def _expire(case: Case, now: EpochMs) -> Decision:
    if case.stage in (Stage.FULFILLING, Stage.CLOSED):
        return out_of_turn(case, of_the_search=False)
    return handling.expire(case, now)


SEARCHING: Final[dict[Quest, dict[type[Any], Rules]]] = {
    Quest.NONE: {},
    Quest.ROUTING: {Route: searching.route, TellPlace: alone.tell_place, TimeUp: searching.time_up},
    Quest.AWAITING_MANAGER: {
        Route: searching.route,
        NameTeller: searching.name_teller,
        TellPlace: alone.tell_place,
        TimeUp: searching.time_up,
    },
    Quest.OFFERED: {
        Route: searching.route,
        AcceptOffer: searching.accept,
        DeclineOffer: searching.decline,
        AskToWait: searching.ask_to_wait,
        PassOnOffer: searching.pass_on,
        TimeUp: searching.time_up,
    },
    Quest.WAITING: {
        AcceptOffer: searching.accept,
        DeclineOffer: searching.decline,
        AskToWait: searching.ask_to_wait,
        PassOnOffer: searching.pass_on,
        AskForAnother: searching.ask_for_another,
        TimeUp: searching.time_up,
    },
}
"""What is known in each state of the search for a person."""

STAGES: Final[dict[Stage, dict[type[Any], Rules]]] = {
    Stage.UNKNOWN: {FileCase: searching.file_case},
    Stage.COLLECTING: {
        FillIn: alone.fill_in,
        RecordSegment: alone.record_segment,
        NoteCamera: alone.note_camera,
        LeaveCallback: alone.leave_callback,
        RecordConsent: handling.record_consent,
        AddMaterial: handling.add_material,
        ChangeFindings: handling.change_findings,
        FinishCollecting: handling.finish_collecting,
        ConfirmShown: handling.confirm_shown,
        Transfer: searching.transfer,
        LoseHandler: searching.lose_handler,
        Cancel: handling.cancel,
    },
    Stage.REVIEWING: {
        RecordSegment: alone.record_segment,
        NoteCamera: alone.note_camera,
        RecordConsent: handling.record_consent,
        ChangeFindings: handling.change_findings,
        ConfirmShown: handling.confirm_shown,
        AskRecapture: handling.ask_recapture,
        Decide: handling.decide_review,
        Transfer: searching.transfer,
        LoseHandler: searching.lose_handler,
        Cancel: handling.cancel,
    },
    Stage.CONFIRMING: {
        RecordSegment: alone.record_segment,
        NoteCamera: alone.note_camera,
        RecordConsent: handling.record_consent,
        ConfirmShown: handling.confirm_shown,
        Decide: handling.decide_review,
        LoseHandler: searching.lose_handler,
        Cancel: handling.cancel,
    },
    Stage.FULFILLING: {
        RecordSegment: alone.record_segment,
        CloseRecording: alone.close_recording,
        NoteCamera: alone.note_camera,
        Fulfilled: alone.fulfilled,
        RecordConsent: handling.record_consent,
        ConfirmShown: handling.confirm_shown,
        RecordReference: handling.record_reference,
        CoreAnswered: handling.core_answered,
        Transfer: searching.transfer,
        LoseHandler: searching.lose_handler,
    },
    Stage.CLOSED: {
        RecordSegment: alone.record_segment,
        CloseRecording: alone.close_recording,
        ConfirmResultShown: handling.confirm_result_shown,
    },
}
"""What is known at each stage of the business."""

SEARCH_COMMANDS: Final = frozenset(kind for row in SEARCHING.values() for kind in row)
NEEDS_HANDLER: Final = frozenset(
    {AddMaterial, FinishCollecting, ConfirmShown, AskRecapture, Decide, Transfer, LoseHandler}
)
"""Commands of a stage that stand still while nobody has the case."""
ORIGIN_GOES_ON: Final = frozenset({AddMaterial, FinishCollecting})
"""Of those, what the origin may do as soon as somebody has had the case once."""
