"""What may be asked of a case. Who asks, and what the rules must know, comes with the command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from hub.domain.words import BranchName, Choice, DeviceName, Material, PersonId, ProcedureRules


@dataclass(frozen=True, slots=True)
class FileCase:
    """A counter files a case for a branch."""

    origin: DeviceName
    branch: BranchName
    rules: ProcedureRules
    application: dict[str, str]


@dataclass(frozen=True, slots=True)
class Route:
    """The router has looked at the branch's staff."""

    choice: Choice


@dataclass(frozen=True, slots=True)
class AcceptOffer:
    """A person takes the offer of this number; `counter` is where they are signed in, if anywhere."""

    offer: int
    person: PersonId
    counter: DeviceName | None


@dataclass(frozen=True, slots=True)
class AddMaterial:
    """The origin captured a material; `stored` says whether the hub has its bytes."""

    device: DeviceName
    material: Material
    known: bool
    stored: bool


@dataclass(frozen=True, slots=True)
class FinishCollecting:
    """The origin has captured all it was asked for."""

    device: DeviceName


@dataclass(frozen=True, slots=True)
class ConfirmShown:
    """The handling counter has a material's bytes."""

    device: DeviceName
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Decide:
    """The handler passes the case, or not, and says why not."""

    person: PersonId
    passed: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConfirmResultShown:
    """The origin's screen showed the result."""

    device: DeviceName


Command: TypeAlias = (
    FileCase
    | Route
    | AcceptOffer
    | AddMaterial
    | FinishCollecting
    | ConfirmShown
    | Decide
    | ConfirmResultShown
)
