"""What every signature pad promises. A new driver adds a subclass below."""

import numpy as np
import pytest

from edge_agent.capture.signature import (
    SignatureError,
    check_signature,
    parse_signature,
    signature_json,
)
from edge_agent.devices.errors import NothingSignedError
from edge_agent.devices.screen_pad import ScreenPad
from edge_agent.devices.signature_pad import SignaturePad
from edge_agent.devices.simulated.handwriting import handwritten_signature
from edge_agent.devices.simulated.signature_pad import SimulatedSignaturePad

WRITTEN = signature_json(handwritten_signature(np.random.default_rng(3)))
"""What the local page sends."""


class SignaturePadContract:
    """A subclass has a fixture `pad`, on which somebody signs in the ordinary way."""

    async def test_what_it_gives_can_be_kept_and_has_nothing_odd(self, pad: SignaturePad) -> None:
        signature = await pad.sign("east-0199", WRITTEN)
        assert parse_signature(signature_json(signature)) == signature
        assert check_signature(signature) == ()

    def test_a_person_knows_the_pad_by_its_name(self, pad: SignaturePad) -> None:
        assert pad.name

    async def test_it_says_how_it_is(self, pad: SignaturePad) -> None:
        assert (await pad.look()).condition == "ready"


class TestSimulatedSignaturePad(SignaturePadContract):
    @pytest.fixture
    def pad(self) -> SignaturePad:
        return SimulatedSignaturePad(seed=1)

    async def test_the_same_seed_gives_the_same_hand(self, pad: SignaturePad) -> None:
        first = await pad.sign("east-0199", WRITTEN)
        assert await SimulatedSignaturePad(seed=1).sign("east-0199", b"") == first
        assert await pad.sign("east-0199", WRITTEN) != first
        assert await SimulatedSignaturePad(seed=2).sign("east-0199", b"") != first


class TestScreenPad(SignaturePadContract):
    @pytest.fixture
    def pad(self) -> SignaturePad:
        return ScreenPad()

    async def test_it_gives_what_the_page_sent(self, pad: SignaturePad) -> None:
        assert signature_json(await pad.sign("east-0199", WRITTEN)) == WRITTEN

    async def test_a_page_that_sends_nothing_is_told_to_ask_the_customer(self, pad: SignaturePad) -> None:
        with pytest.raises(NothingSignedError, match="ask the customer to sign"):
            await pad.sign("east-0199", b"")

    async def test_what_is_no_signature_is_refused(self, pad: SignaturePad) -> None:
        with pytest.raises(SignatureError):
            await pad.sign("east-0199", WRITTEN[:-1])
