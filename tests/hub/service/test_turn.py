"""Credentials for the TURN server, as coturn checks them."""

from __future__ import annotations

import base64
import hashlib
import hmac

from hub.service.turn import LIFETIME_S, TurnServers
from tests.fakes.standing_clock import NOON_MS, StandingClock


def test_a_name_carries_its_expiry_and_the_password_proves_the_name() -> None:
    (server,) = TurnServers(StandingClock(), ["turn:turn.example:3478"], "north").ice_for("li")
    assert server.username == f"{NOON_MS // 1000 + LIFETIME_S}:li"
    expected = hmac.new(b"north", server.username.encode(), hashlib.sha1).digest()
    assert server.credential == base64.b64encode(expected).decode()
    assert server.urls == ("turn:turn.example:3478",)


def test_the_password_is_in_no_log() -> None:
    (server,) = TurnServers(StandingClock(), ["turn:turn.example:3478"], "north").ice_for("li")
    assert server.credential is not None
    assert server.credential not in repr(server)


def test_without_servers_there_are_none() -> None:
    assert TurnServers(StandingClock()).ice_for("li") == ()
