"""Web Push (RFC 8030) without a payload, signed with the hub's own key (VAPID, RFC 8292)."""

from __future__ import annotations

import asyncio
import time
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import httpx
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02
from py_vapid.utils import b64urlencode

from device_profiles.delivery.sealed_files import write_secret
from hub.ports.push import PushError, PushGoneError

TIMEOUT_S: Final = 10.0
KEEP_S: Final = 60
"""How long a service keeps a call for a phone that it does not reach: later, the offer is over."""
TOKEN_LASTS_S: Final = 3600
"""RFC 8292, section 2: no more than 24 hours."""
GONE: Final = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


class WebPush:
    """Calls browsers. `contact`: whom a push service may write to, as `mailto:…` or `https://…`."""

    def __init__(self, key: Vapid02, contact: str) -> None:
        self._key = key
        self._contact = contact
        public = key.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.key: str = b64urlencode(public)

    async def call(self, address: str) -> None:
        """Call.

        Raises:
            PushGoneError: the browser has given the address up.
            PushError: the service did not take it.
        """
        parts = urlsplit(address)
        claims = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": int(time.time()) + TOKEN_LASTS_S,
            "sub": self._contact,
        }
        headers = {**self._key.sign(claims), "TTL": str(KEEP_S), "Urgency": "high"}
        try:
            async with asyncio.timeout(TIMEOUT_S), httpx.AsyncClient(timeout=TIMEOUT_S) as client:
                response = await client.post(address, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            raise PushError(f"{type(error).__name__}: {error}") from error
        if response.status_code in GONE:
            raise PushGoneError(f"the service answered {response.status_code}")
        if not response.is_success:
            raise PushError(f"the service answered {response.status_code}")


def push_key(file: Path) -> Vapid02:
    """The key in the file; it is made on first use."""
    if not file.exists():
        fresh = Vapid02()
        fresh.generate_keys()
        write_secret(file, fresh.private_pem())
    return Vapid02.from_pem(file.read_bytes())
