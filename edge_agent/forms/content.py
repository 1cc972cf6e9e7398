"""What stands on a form: the procedure's words and the customer's.

Owns the digest by which a page that comes back is known to be the one that was printed. Knows no layout.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

from device_profiles.profiles import Procedure
from edge_agent.capture.form import FormIdentity

_DIGEST_LETTERS: Final = 16


@dataclass(frozen=True, slots=True)
class Words:
    """The same in Chinese and in English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Row:
    """A field of the application as it is printed."""

    title: Words
    value: str


@dataclass(frozen=True, slots=True)
class FormContent:
    """A form of a case, filled in; `form` is the material's name in the procedure."""

    case: str
    form: str
    title: Words
    procedure: Words
    rows: tuple[Row, ...]

    def identity(self) -> FormIdentity:
        """Return what its code says of it; the digest is taken over all of it as sorted, compact JSON."""
        canonical = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        # A lone surrogate, which no keyboard types, must not keep a form from having a digest.
        digest = hashlib.sha256(canonical.encode(errors="surrogatepass")).hexdigest()
        return FormIdentity(self.case, self.form, digest[:_DIGEST_LETTERS])


def form_content(
    procedure: Procedure, material: str, case: str, application: Mapping[str, str]
) -> FormContent | None:
    """Return what is printed for this material, or None when it is not a form that we print.

    The rows are all of the procedure's fields in the procedure's order; one left open is printed empty.
    """
    kind = procedure.material_kind(material)
    if kind is None or not kind.printed:
        return None
    rows = tuple(
        Row(Words(field.title.zh, field.title.en), application.get(name, ""))
        for name, field in procedure.fields.items()
    )
    title, business = kind.title, procedure.title
    return FormContent(case, material, Words(title.zh, title.en), Words(business.zh, business.en), rows)
