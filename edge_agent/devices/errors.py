"""What can go wrong with a peripheral, in the words of the person who stands beside it.

PeripheralError
├── NothingToScanError      no paper came; try again (retryable)
│   └── FeederEmptyError    the scanner itself says that there is no paper in it
├── UnreadableScanError     this one file is of no use; the next scan goes on with the next (retryable)
├── NothingSignedError      nobody wrote on the pad; try again (retryable)
├── NoPictureError          the camera shows nothing; it goes on trying (retryable)
│   └── StalePictureError   its newest picture is too old to be taken for what is there now (retryable)
├── OutOfPaperError         the printer wants paper; put some in
├── PaperJamError           paper is stuck; take it out
├── CoverOpenError          a cover is open; close it
├── PeripheralBusyError     somebody else uses it; try again (retryable)
├── PeripheralSlowError     it did not finish in the time allowed and was told to stop
├── PeripheralGoneError     the device or its folder is not there; somebody must see to it
├── PeripheralFailedError   it says that it cannot, for a reason of its own
├── NoCardError             no card lies in the reader, or it was taken away; lay it on again (retryable)
├── CardsUsedUpError        the card dispenser has no card left; put some in
├── CardStuckError          a card is stuck in the dispenser; take it out
└── FontMissingError        the simulated scanner has nothing to write with; install the font
"""

from typing import ClassVar

from device_profiles.contract.messages.event import Condition


class PeripheralError(Exception):
    """The root: a peripheral did not do what was asked. `str(error)` is one sentence for a person."""

    condition: ClassVar[Condition | None] = None
    """How the peripheral is, as far as this error tells; None when it is as well as before."""


class NothingToScanError(PeripheralError):
    """Nothing was laid on the glass, or it did not finish arriving, in the time allowed."""


class NothingSignedError(PeripheralError):
    """Nothing was written on the signature pad in the time allowed."""


class FeederEmptyError(NothingToScanError):
    """The scanner's feeder is empty."""

    condition = "out_of_paper"


class UnreadableScanError(PeripheralError):
    """One scanned file cannot be used: `source` names it, `reason` says why; `mark` as in `Scan`."""

    def __init__(self, source: str, reason: str, mark: str | None = None) -> None:
        super().__init__(f"{source} cannot be used: {reason}.")
        self.source = source
        self.reason = reason
        self.mark = mark


class OutOfPaperError(PeripheralError):
    """There is no paper to print on."""

    condition = "out_of_paper"


class PaperJamError(PeripheralError):
    """Paper is stuck."""

    condition = "jammed"


class CoverOpenError(PeripheralError):
    """A cover is open."""

    condition = "cover_open"


class PeripheralBusyError(PeripheralError):
    """Somebody else uses the peripheral now."""

    condition = "busy"


class PeripheralSlowError(PeripheralError):
    """The peripheral did not finish in the time allowed."""

    condition = "slow"


class NoPictureError(PeripheralError):
    """The camera gave no picture in time."""


class StalePictureError(NoPictureError):
    """The newest picture is too old to be taken for what is there now."""


class PeripheralGoneError(PeripheralError):
    """The peripheral cannot be reached at all."""

    condition = "unplugged"


class PeripheralFailedError(PeripheralError):
    """The peripheral says that it cannot, for a reason of its own."""

    condition = "failed"


class NoCardError(PeripheralError):
    """There is no card to speak with, or there is none any more."""


class CardsUsedUpError(PeripheralError):
    """The dispenser has no card to give out."""

    condition = "failed"


class CardStuckError(PeripheralError):
    """A card is on its way and does not come out."""

    condition = "jammed"


class FontMissingError(PeripheralError):
    """The font that simulated paper is written with is not installed."""
