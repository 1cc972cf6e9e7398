"""What can go wrong when a form or a receipt is typeset.

FormError          `str(error)` is one sentence for a person
├── TypefaceMissingError   the machine has no Chinese font; install it
└── FormNotMadeError       the worker died over it, hung or is busy; try again (retryable)
"""


class FormError(Exception):
    """The form cannot be made into a PDF."""


class TypefaceMissingError(FormError):
    """The typeface that forms are set in is not installed."""


class FormNotMadeError(FormError):
    """The typesetter did not come to an end with it."""
