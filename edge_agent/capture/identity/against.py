"""What an ID card says against what the application says. Loads no image library.

Owns what of an application stands on an ID card, and the finding that carries what was read to a time when
there is an application to hold it against.
"""

from collections.abc import Mapping
from typing import Final

from edge_agent.capture.reading import Finding

READ: Final = "id-card-read"
DISAGREE: Final = "fields-disagree"
# The card's field, the application's, and the sentence when they differ.
_SAME: Final = (
    ("number", "id-number", "The number on the card is not the one in the application: look yourself."),
    ("name", "customer-name", "The name on the card is not the one in the application: look yourself."),
)


def disagreements(on_card: Mapping[str, str], application: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return a finding for each field that differs; what one of the two leaves out agrees."""
    return tuple(
        Finding(DISAGREE, says, {"field": name, "read": on_card[name], "application": application[asked]})
        for name, asked, says in _SAME
        if name in on_card and application.get(asked, on_card[name]) != on_card[name]
    )


def what_was_read(on_card: Mapping[str, str], application: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return it as a finding, as long as the application says nothing that it could be held against."""
    found = {name: on_card[name] for name, _, _ in _SAME if name in on_card}
    if not found or any(asked in application for _, asked, _ in _SAME):
        return ()
    return (Finding(READ, "This was read from the card; the application is still to come.", found),)
