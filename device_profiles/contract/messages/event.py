"""What happens at a device that the hub must know, and what the hub asks of it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from device_profiles.contract.envelope import Body
from device_profiles.contract.ids import EpochMs, Identifier
from device_profiles.contract.messages.case import Person

SignInCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]


class SignInCodeShown(Body, type="event.sign_in_code"):
    """The counter shows a one-time code; whoever confirms it on their handset is signed in here."""

    code: SignInCode
    expires_at: EpochMs = Field(ge=0, le=2**48)


class PersonLeft(Body, type="event.person_left"):
    """The person signed in at the counter pressed "leave"."""

    person: Identifier


Condition = Literal["ready", "busy", "slow", "unplugged", "out_of_paper", "jammed", "cover_open", "failed"]
"""How a peripheral is: `busy` with somebody else's work, `slow` at ours, `failed` for any other reason."""


class PeripheralChanged(Body, type="event.peripheral_changed"):
    """A peripheral of the device is not as it was; said of each when the agent starts."""

    peripheral: Identifier
    condition: Condition
    says: Annotated[str, StringConstraints(max_length=300)]


class PersonSignedIn(Body, type="command.person_signed_in"):
    """The hub bound a person to this counter."""

    person: Person


class PersonSignedOut(Body, type="command.person_signed_out"):
    """The binding ended; the counter shows nothing of the person's cases any more."""

    person: Identifier
    reason: Literal["left", "off_duty", "elsewhere", "replaced", "break"]


class Void(Body, type="void"):
    """Takes the number of a message that its receiver could not read, so that the stream goes on."""

    reason: Annotated[str, StringConstraints(max_length=300)]
