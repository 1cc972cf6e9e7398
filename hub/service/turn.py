"""Names and passwords for the TURN server, good for some minutes and for whoever they were made for.

Owns the spelling alone: the server checks them by the secret it shares with the hub, and asks nobody.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Sequence
from typing import Final

from device_profiles.contract.messages.signal import IceServer, IceServers
from device_profiles.delivery.clock import Clock

LIFETIME_S: Final = 600
"""In which a link must have come about; one that is up needs them no more."""


class TurnServers:
    """The bank's STUN and TURN servers. Without any, links use the addresses that the two sides have."""

    def __init__(self, clock: Clock, urls: Sequence[str] = (), secret: str = "") -> None:
        self._clock = clock
        self._urls = tuple(urls)
        self._secret = secret

    def ice_for(self, user: str) -> IceServers:
        """The servers, with fresh credentials for a person or a device.

        After coturn's `use-auth-secret`: the name is `expiry:user`, the password its HMAC-SHA1
        (draft-uberti-behave-turn-rest-00, section 2.2).
        """
        if not self._urls:
            return ()
        name = f"{self._clock.now_ms() // 1000 + LIFETIME_S}:{user}"
        digest = hmac.digest(self._secret.encode(), name.encode(), hashlib.sha1)
        return (IceServer(urls=self._urls, username=name, credential=b64encode(digest).decode()),)
