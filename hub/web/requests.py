"""What the HTTP interface is told, with an example of each."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from device_profiles.contract.ids import Identifier, Sha256
from device_profiles.contract.messages.event import SignInCode
from hub.web.examples import example

_PRINTABLE = r"^[\P{Cc}\n]+$"
Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=_PRINTABLE)
]
"""What a person wrote for others to read: a `Reason` of the contract, without control characters."""
Password = Annotated[str, Field(min_length=1, max_length=200)]
Fence = Annotated[int, Field(ge=0, le=2**31 - 1)]


class _Request(BaseModel):
    """Nothing is guessed: a field that is not known, or of another type, is refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


class LoginRequest(_Request):
    """Name and password, typed on the person's own handset.

    `screen`: a page of the hub's own asks, and gets a cookie in place of the token.
    """

    model_config = example(person="li", password="a long sentence", screen=False)  # noqa: S106  an example

    person: Identifier
    password: Password
    screen: bool = False


class PasswordRequest(_Request):
    """Another password for oneself. Length is what makes one hard to guess (NIST SP 800-63B, 3.1.1.2)."""

    model_config = example(old="a long sentence", new="quite another sentence")

    old: Password
    new: str = Field(min_length=12, max_length=200)


class PushRequest(_Request):
    """The `endpoint` of the browser's push subscription."""

    model_config = example(address="https://push.example/wpush/v2/gAAAA")

    address: str = Field(min_length=1, max_length=1000, pattern=r"^https?://[!-~]+$")


class DutyRequest(_Request):
    """Begin or end duty."""

    model_config = example(on_duty=True)

    on_duty: bool


class CounterRequest(_Request):
    """The one-time code that the counter shows."""

    model_config = example(code="482913")

    code: SignInCode


class DeclineRequest(_Request):
    """Why the person does not take it."""

    model_config = example(reason="With another customer.")

    reason: Words


class WaitRequest(_Request):
    """When the person will take it (Unix ms)."""

    model_config = example(until=1795300600000)

    until: int = Field(ge=0, le=2**48)


class NameRequest(_Request):
    """The teller who is named: by a manager, or to pass on or transfer a case."""

    model_config = example(to="wang")

    to: Identifier


class AssignRequest(_Request):
    """The operator who is to see to an alarm."""

    model_config = example(person="chen")

    person: Identifier


class TransferRequest(NameRequest):
    """The teller who is to take the case over. `fence` as the case showed it."""

    model_config = example(to="wang", fence=1)

    fence: Fence


class RecaptureRequest(_Request):
    """The materials that are wanted again, and what is wrong with them."""

    model_config = example(fence=1, materials=["id-card-front"], reasons=["Too dark."])

    fence: Fence
    materials: list[Identifier] = Field(min_length=1, max_length=50)
    reasons: list[Words] = Field(min_length=1, max_length=20)


class ReferenceRequest(_Request):
    """The core's own number for what the handler did there by hand."""

    model_config = example(fence=1, reference="KH-20261121-0042")

    fence: Fence
    reference: Annotated[Words, StringConstraints(max_length=100)]


class BreakRequest(_Request):
    """Take a break, or come back."""

    model_config = example(on_break=True)

    on_break: bool


class ReviewRequest(_Request):
    """The reviewer's decision; one that does not pass needs a reason. `fence` as the case showed it.

    `evidence`: the digests of the materials that were looked at; refused when one was captured anew since.
    """

    model_config = example(fence=1, passed=False, reasons=["The signature is missing."], evidence=None)

    fence: Fence
    passed: bool
    reasons: list[Words] = Field(default=[], max_length=20)
    evidence: list[Sha256] | None = Field(default=None, max_length=100)
