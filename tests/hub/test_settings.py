"""The hub's settings that are read as more than they say."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from hub.settings import HubSettings


def test_several_turn_servers_may_be_named() -> None:
    urls = "turn:turn.bank.example:3478 turns:turn.bank.example:5349?transport=tcp"
    assert HubSettings(turn_urls=urls).turn_urls == urls


@pytest.mark.parametrize("urls", ["https://turn.bank.example", "turn:a, turn:b", "turn.bank.example:3478"])
def test_what_is_no_turn_server_stops_the_hub_at_its_start(urls: str) -> None:
    with pytest.raises(ValidationError, match="turn_urls"):
        HubSettings(turn_urls=urls)
