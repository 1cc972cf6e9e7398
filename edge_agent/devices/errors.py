"""What can go wrong with a peripheral, in the words of the person who stands beside it.

PeripheralError
├── NothingToScanError      no paper came; try again (retryable)
├── NothingSignedError      nobody wrote on the pad; try again (retryable)
├── UnreadableScanError     this one file is of no use; the next scan goes on with the next (retryable)
├── NoPictureError          the camera shows nothing; it goes on trying (retryable)
├── PeripheralGoneError     the device or its folder is not there; somebody must see to it
└── FontMissingError        the simulated scanner has nothing to write with; install the font
"""


class PeripheralError(Exception):
    """The root: a peripheral did not do what was asked. `str(error)` is one sentence for a person."""


class NothingToScanError(PeripheralError):
    """Nothing was laid on the glass, or it did not finish arriving, in the time allowed."""


class NothingSignedError(PeripheralError):
    """Nothing was written on the signature pad in the time allowed."""


class UnreadableScanError(PeripheralError):
    """One scanned file cannot be used: `source` names it, `reason` says why."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source} cannot be used: {reason}.")
        self.source = source
        self.reason = reason


class NoPictureError(PeripheralError):
    """The camera gave no picture in time."""


class PeripheralGoneError(PeripheralError):
    """The peripheral cannot be reached at all."""


class FontMissingError(PeripheralError):
    """The font that simulated paper is written with is not installed."""
