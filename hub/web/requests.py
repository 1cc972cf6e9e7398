"""What the HTTP interface is told, with an example of each."""

from __future__ import annotations

from pydantic import BaseModel, Field

from device_profiles.contract.ids import Identifier
from device_profiles.contract.messages.case import Reason
from device_profiles.contract.messages.event import SignInCode
from hub.web.examples import example


class LoginRequest(BaseModel):
    """Name and password, typed on the person's own handset."""

    model_config = example(person="li", password="a long sentence")  # noqa: S106  an example

    person: Identifier
    password: str = Field(min_length=1, max_length=200)


class DutyRequest(BaseModel):
    """Begin or end duty."""

    model_config = example(on_duty=True)

    on_duty: bool


class CounterRequest(BaseModel):
    """The one-time code that the counter shows."""

    model_config = example(code="482913")

    code: SignInCode


class DeclineRequest(BaseModel):
    """Why the person does not take it."""

    model_config = example(reason="With another customer.")

    reason: Reason


class WaitRequest(BaseModel):
    """When the person will take it (Unix ms)."""

    model_config = example(until=1795300600000)

    until: int = Field(ge=0, le=2**48)


class NameRequest(BaseModel):
    """The teller who is named: by a manager, or to pass on or transfer a case."""

    model_config = example(to="wang")

    to: Identifier


class TransferRequest(NameRequest):
    """The teller who is to take the case over. `fence` as the case showed it."""

    model_config = example(to="wang", fence=1)

    fence: int


class RecaptureRequest(BaseModel):
    """The materials that are wanted again, and what is wrong with them."""

    model_config = example(fence=1, materials=["id-card-front"], reasons=["Too dark."])

    fence: int
    materials: list[Identifier] = Field(min_length=1, max_length=50)
    reasons: list[Reason] = Field(min_length=1, max_length=20)


class ReferenceRequest(BaseModel):
    """The core's own number for what the handler did there by hand."""

    model_config = example(fence=1, reference="KH-20261121-0042")

    fence: int
    reference: str = Field(min_length=1, max_length=100)


class BreakRequest(BaseModel):
    """Take a break, or come back."""

    model_config = example(on_break=True)

    on_break: bool


class ReviewRequest(BaseModel):
    """The reviewer's decision; one that does not pass needs a reason. `fence` as the case showed it."""

    model_config = example(fence=1, passed=False, reasons=["The signature is missing."])

    fence: int
    passed: bool
    reasons: list[Reason] = Field(default=[], max_length=20)
