"""What can go wrong on the way.

DeliveryError
├── LinkDownError        no connection: the outbox keeps what was not sent (retryable)
├── PublishRefusedError  the broker answered "no" to a publish (permanent for this topic)
├── UploadRefusedError   the receiver will not take these bytes, and says why (permanent)
└── DatabaseUnavailableError  nothing can be kept now: the database is gone (retryable)
    └── DiskFullError    … because the disk is full; of files, too (retryable)
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar, Final

from device_profiles.contract.errors import Refusal


class DeliveryError(Exception):
    """Something was not delivered."""


class LinkDownError(DeliveryError):
    """There is no connection to the broker."""


class PublishRefusedError(DeliveryError):
    """The broker does not let this client publish there."""

    def __init__(self, topic: str, reason: str) -> None:
        super().__init__(f"the broker refused {topic}: {reason}")


class UploadRefusedError(DeliveryError):
    """The receiver refused a material's bytes for good."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(f"{refusal.code}: {refusal.says}")
        self.refusal = refusal


class DatabaseUnavailableError(DeliveryError):
    """The database cannot take anything now; nothing of the work was kept, and it may be tried again."""

    code: ClassVar[str] = "database_unavailable"


class DiskFullError(DatabaseUnavailableError):
    """There is no room, for the database or for a file; when there is, it may be tried again."""

    code = "disk_full"


_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def writing_files() -> Iterator[None]:
    """Around what writes files.

    Raises:
        DiskFullError: the operating system said that there is no room.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        raise DiskFullError(error.strerror) from error
