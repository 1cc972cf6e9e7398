"""What a device's numbered messages mean to the hub, one after another, each within its transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping

import structlog

from device_profiles.contract.envelope import Body
from device_profiles.contract.errors import Refusal
from device_profiles.contract.messages.case import (
    AddMaterial,
    AskForAnother,
    AskRecapture,
    CancelCase,
    ChangeFindings,
    CloseRecording,
    DecideReview,
    FileCase,
    FillIn,
    Findings,
    FinishCollecting,
    Fulfilled,
    LeaveCallback,
    MaterialShown,
    NoteCamera,
    RecordConsent,
    RecordSegment,
    ResultShown,
)
from device_profiles.contract.messages.event import PeripheralChanged, PersonLeft, SignInCodeShown
from device_profiles.delivery.clock import Clock
from device_profiles.profiles import Procedure
from hub.domain import commands
from hub.domain.case import Stage
from hub.domain.words import (
    CaseId,
    Consent,
    DeviceName,
    Material,
    ProcedureRules,
    RecordingEnd,
    Round,
    Rule,
    Segment,
)
from hub.ports.devices import Peripheral
from hub.ports.journal import Books
from hub.ports.materials import MaterialStore
from hub.ports.room import Room
from hub.service.deciding import Decider
from hub.service.duty import Duty
from hub.service.refusals import refusal_of

_log = structlog.get_logger()


class DeviceMessages:
    """Applies the messages of the durable streams from devices."""

    def __init__(
        self,
        decider: Decider,
        duty: Duty,
        procedures: Mapping[str, Procedure],
        materials: MaterialStore,
        room: Room,
        clock: Clock,
    ) -> None:
        self._decider = decider
        self._duty = duty
        self._procedures = procedures
        self._materials = materials
        self._room = room
        self._clock = clock

    def apply(self, books: Books, device: DeviceName, body: Body) -> Refusal | None:
        """Do what the message says, or say why not."""
        rule = self._apply(books, device, body)
        return refusal_of(rule) if isinstance(rule, Rule) else None

    def _apply(self, books: Books, device: DeviceName, body: Body) -> object:
        match body:
            case FileCase():
                return self._file(books, device, body)
            case SignInCodeShown():
                books.people.show_code(device, body.code, min(body.expires_at, self._latest_expiry()))
                return None
            case PersonLeft():
                return self._duty.leave(books, device, body.person)
            case PeripheralChanged():
                self._note_peripheral(books, device, body)
                return None
            case DecideReview() | AskRecapture():
                return self._review(books, device, body)
            case FillIn() if fault := self._fault_of(books, body):
                return fault
            case _ if (command := self._command(books, device, body)) is not None:
                case_id, asked = command
                return self._decider.act(books, case_id, asked, f"device:{device}")
            case _:
                return Rule("unknown_type", f"{body.type_name} has no meaning on a numbered stream")

    def _command(
        self, books: Books, device: DeviceName, body: Body
    ) -> tuple[CaseId, commands.Command] | None:
        """The command to a case that was filed before, and the case; None when the message is none."""
        match body:
            case AddMaterial(case=case_id):
                return case_id, self._add_material(books, device, body)
            case RecordConsent(case=case_id):
                said = Consent(body.covers, body.given, body.said_at, body.language, body.asked_by)
                return case_id, commands.RecordConsent(device, said)
            case ChangeFindings(case=case_id):
                findings = _as_text(body.findings)
                return case_id, commands.ChangeFindings(device, body.name, body.sha256, findings)
            case FinishCollecting(case=case_id):
                return case_id, commands.FinishCollecting(device)
            case MaterialShown(case=case_id):
                return case_id, commands.ConfirmShown(device, body.name, body.sha256)
            case ResultShown(case=case_id):
                return case_id, commands.ConfirmResultShown(device)
            case CancelCase(case=case_id, reason=reason):
                return case_id, commands.Cancel(device, reason)
            case AskForAnother(case=case_id):
                return case_id, commands.AskForAnother(device)
            case _:
                return self._command_of_one_alone(device, body)

    def _command_of_one_alone(
        self, device: DeviceName, body: Body
    ) -> tuple[CaseId, commands.Command] | None:
        """What a device says for a customer whom nobody of the bank is with."""
        match body:
            case FillIn(case=case_id):
                return case_id, commands.FillIn(device, body.application)
            case RecordSegment(case=case_id, segment=said):
                stored = self._materials.has(case_id, said.sha256)
                segment = Segment(**said.model_dump())
                return case_id, commands.RecordSegment(device, segment, said.is_sound, stored)
            case CloseRecording(case=case_id):
                end = RecordingEnd(body.stretches, body.last, body.ended_at, body.missing)
                return case_id, commands.CloseRecording(device, end)
            case NoteCamera(case=case_id, sight=sight):
                return case_id, commands.NoteCamera(device, None if sight == "showing" else sight)
            case LeaveCallback(case=case_id):
                return case_id, commands.LeaveCallback(device, body.phone)
            case Fulfilled(case=case_id):
                answer = commands.Fulfilled(device, body.key, body.reference, body.refusal)
                return case_id, answer
            case _:
                return None

    def _fault_of(self, books: Books, body: FillIn) -> Rule | None:
        """What is wrong with an application that follows later, by its procedure."""
        procedure = self._procedures.get(books.cases.get(body.case).rules.procedure)
        if procedure is None or (fault := procedure.first_fault(body.application)) is None:
            return None
        return Rule("invalid_application", fault[1], f"application.{fault[0]}")

    def _review(self, books: Books, device: DeviceName, body: DecideReview | AskRecapture) -> object:
        """What the person signed in at the counter decides there (ADR 0023): the binding is their word.

        The journal keeps both: the person in the event, and the device that said it as the actor.
        """
        staff = books.people.at_counter(device)
        if staff is None or staff.person != body.person:
            return Rule("not_the_handler", f"{body.person} is not signed in at {device}", "person")
        if staff.unresponsive:
            books.people.mark(staff.person, unresponsive=False)
        asked: commands.Command
        match body:
            case DecideReview():
                seen = frozenset(body.evidence)
                asked = commands.Decide(
                    body.person, body.fence, body.passed, body.reasons, device, evidence=seen
                )
            case AskRecapture():
                asked = commands.AskRecapture(body.person, body.fence, body.materials, body.reasons, device)
        return self._decider.act(books, body.case, asked, f"device:{device}")

    def _file(self, books: Books, device: DeviceName, body: FileCase) -> object:
        procedure = self._procedures.get(body.procedure)
        if procedure is None:
            known = ", ".join(self._procedures)
            return Rule("unknown_procedure", f"{body.procedure} is not among {known}", "procedure")
        asking = books.devices.get(device)
        if asking is not None and asking.kind not in procedure.at:
            return Rule("unknown_procedure", f"{body.procedure} is not for a {asking.kind}", "procedure")
        follows = procedure.application_later and not body.application
        if not follows and (fault := procedure.first_fault(body.application)):
            return Rule("invalid_application", fault[1], f"application.{fault[0]}")
        branch = str(body.target)
        if not books.people.of_branch(branch):
            return Rule("unknown_branch", f"nobody works at {branch}", "target")
        if self._room.is_short():
            return Rule("disk_full", "the hub's disk is nearly full: no new case until there is room")
        rules = rules_of(procedure, body.application)
        command = commands.FileCase(device, branch, rules, body.application, body.language)
        return self._decider.act(books, body.case, command, f"device:{device}")

    def _add_material(self, books: Books, device: DeviceName, body: AddMaterial) -> commands.AddMaterial:
        record = body.material
        case = books.cases.get(body.case)
        procedure = self._procedures.get(case.rules.procedure)
        return commands.AddMaterial(
            device=device,
            material=Material(
                name=record.name,
                sha256=record.sha256,
                size_bytes=record.size_bytes,
                media_type=record.media_type,
                captured_at=record.captured_at,
                findings=_as_text(record.findings),
            ),
            known=procedure is not None and procedure.material_kind(record.name) is not None,
            stored=case.stage is not Stage.UNKNOWN and self._materials.has(body.case, record.sha256),
        )

    def _note_peripheral(self, books: Books, device: DeviceName, body: PeripheralChanged) -> None:
        said = {"peripheral": body.peripheral, "condition": body.condition, "says": body.says}
        _log.info("peripheral", device=device, **said)
        known = Peripheral(body.peripheral, body.condition, body.says, self._clock.now_ms())
        books.devices.put_peripheral(device, known)

    def _latest_expiry(self) -> int:
        """No device's clock may make its code live longer than this."""
        return self._clock.now_ms() + 300_000

    def presence_changed(self, books: Books, device: DeviceName, *, online: bool) -> None:
        """A counter came or went; whoever is signed in there became idle, or is not any more."""
        books.devices.set_presence(device, self._clock.now_ms(), online=online)
        staff = books.people.at_counter(device)
        if staff is not None and online:
            self._decider.route_waiting(books, staff.branch)


def _as_text(findings: Findings) -> str:
    return json.dumps([finding.model_dump() for finding in findings], ensure_ascii=False)


def rules_of(procedure: Procedure, application: Mapping[str, str]) -> ProcedureRules:
    """What the procedure demands of this application, as the domain keeps it."""
    amount = procedure.amount_of(application)
    deadlines = procedure.deadlines
    return ProcedureRules(
        procedure=procedure.procedure,
        skill=procedure.skill,
        required_materials=tuple(name for name, kind in procedure.materials.items() if kind.required)
        if not procedure.reviews
        else (),
        offer_ms=int(deadlines.offer_s * 1000),
        manager_ms=int(deadlines.manager_s * 1000),
        longest_wait_ms=int(deadlines.longest_wait_s * 1000),
        case_ms=int(deadlines.case_s * 1000),
        priority=procedure.priority,
        amount=amount,
        second_review=procedure.needs_second_review(amount),
        fulfilment=procedure.fulfilment,
        rounds=tuple(
            Round(name, procedure.needs_in(number), review.recording)
            for number, (name, review) in enumerate(procedure.reviews.items())
        ),
        handled_by=procedure.handled_by,
        application_later=procedure.application_later,
        most_recaptures=procedure.most_recaptures,
    )
