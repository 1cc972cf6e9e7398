"""What can go wrong when a form is printed.

FormError          `str(error)` is one sentence for a person
└── TypefaceMissingError   the machine has no Chinese font; install it
"""


class FormError(Exception):
    """The form cannot be made into a PDF."""


class TypefaceMissingError(FormError):
    """The typeface that forms are set in is not installed."""
