"""Calling a person whose handset sleeps: where their browsers are, and the services that reach them."""

from __future__ import annotations

from typing import Protocol

from hub.domain.words import EpochMs, PersonId


class PushError(Exception):
    """The push service did not take the call."""


class PushGoneError(PushError):
    """There is nobody under that address any more, and never will be."""


class PushSender(Protocol):
    """Calls one browser through its maker's push service. The call says nothing but that there is one."""

    @property
    def key(self) -> str:
        """The public key by which a browser knows this hub's calls: an uncompressed point, base64url."""
        ...

    async def call(self, address: str) -> None:
        """Call.

        Raises:
            PushGoneError: the browser has given the address up.
            PushError: the service did not take it.
        """
        ...


class Subscriptions(Protocol):
    """The addresses under which people's browsers are called, one a login, for as long as it lasts."""

    def put(self, person: PersonId, token_sha256: str, address: str) -> None:
        """The browser of this login is called under the address, and under no earlier one."""
        ...

    def drop(self, address: str) -> None:
        """Nobody is called under the address any more."""
        ...

    def end(self, token_sha256: str) -> None:
        """The browser of this login is not to be called."""
        ...

    def of(self, person: PersonId, now_ms: EpochMs) -> list[str]:
        """Where to call a person: of each login of theirs that has not ended."""
        ...
