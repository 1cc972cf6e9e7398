"""Every message, by direction and channel: what the codec accepts and the documents list."""

from __future__ import annotations

from typing import Final

from device_profiles.contract.envelope import Body
from device_profiles.contract.messages.case import (
    AddMaterial,
    AskForAnother,
    AskRecapture,
    CancelCase,
    CaseAssigned,
    CaseReleased,
    ChangeFindings,
    CloseRecording,
    CollectingFinished,
    CollectingReopened,
    DecideReview,
    FileCase,
    FillIn,
    FinishCollecting,
    Fulfil,
    Fulfilled,
    LeaveCallback,
    MaterialRelayed,
    MaterialShown,
    NoteCamera,
    RecordConsent,
    RecordSegment,
    ResultShown,
    Told,
)
from device_profiles.contract.messages.event import (
    PeripheralChanged,
    PersonLeft,
    PersonSignedIn,
    PersonSignedOut,
    SignInCodeShown,
    Void,
)
from device_profiles.contract.messages.health import Offline, Online, Readings
from device_profiles.contract.messages.receipt import Receipt, UploadReceipt
from device_profiles.contract.messages.signal import (
    AnswerLink,
    AskForLink,
    Beat,
    CloseLink,
    LinkAgain,
    LinkEnded,
    OfferLink,
    OpenLink,
    WantFrames,
)
from device_profiles.contract.topics import Channel, Direction

CATALOGUE: Final[dict[tuple[Direction, Channel], tuple[type[Body], ...]]] = {
    ("up", Channel.STATE): (Online, Offline),
    ("up", Channel.CASE): (
        FileCase,
        FillIn,
        RecordSegment,
        CloseRecording,
        NoteCamera,
        LeaveCallback,
        Fulfilled,
        RecordConsent,
        AddMaterial,
        ChangeFindings,
        FinishCollecting,
        MaterialShown,
        DecideReview,
        AskRecapture,
        AskForAnother,
        CancelCase,
        ResultShown,
        Void,
    ),
    ("up", Channel.EVENT): (SignInCodeShown, PersonLeft, PeripheralChanged, Void),
    ("up", Channel.TELEMETRY): (Readings,),
    ("up", Channel.SIGNAL): (OfferLink, Beat, AskForLink, LinkEnded),
    ("up", Channel.RECEIPT): (Receipt, UploadReceipt),
    ("down", Channel.CASE): (
        Told,
        CaseAssigned,
        MaterialRelayed,
        CollectingFinished,
        CollectingReopened,
        CaseReleased,
        Fulfil,
        Void,
    ),
    ("down", Channel.COMMAND): (PersonSignedIn, PersonSignedOut, Void),
    ("down", Channel.SIGNAL): (OpenLink, AnswerLink, LinkAgain, Beat, WantFrames, CloseLink),
    ("down", Channel.RECEIPT): (Receipt, UploadReceipt),
}


def channel_of(direction: Direction, body: type[Body]) -> Channel:
    """The channel on which a message travels.

    Raises:
        KeyError: nobody says this in that direction.
    """
    for (way, channel), bodies in CATALOGUE.items():
        if way == direction and body in bodies:
            return channel
    raise KeyError(body.type_name)
