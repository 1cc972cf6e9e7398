"""What every signature pad promises. A new driver adds a subclass below."""

import pytest

from edge_agent.capture.signature import check_signature, parse_signature, signature_json
from edge_agent.devices.signature_pad import SignaturePad
from edge_agent.devices.simulated.signature_pad import SimulatedSignaturePad


class SignaturePadContract:
    """A subclass has a fixture `pad`, on which somebody signs in the ordinary way."""

    async def test_what_it_gives_can_be_kept_and_has_nothing_odd(self, pad: SignaturePad) -> None:
        signature = await pad.sign("east-0199", WRITTEN)
        assert parse_signature(signature_json(signature)) == signature
        assert check_signature(signature) == ()

    def test_a_person_knows_the_pad_by_its_name(self, pad: SignaturePad) -> None:
        assert pad.name


class TestSimulatedSignaturePad(SignaturePadContract):
    @pytest.fixture
    def pad(self) -> SignaturePad:
        return SimulatedSignaturePad(seed=1)

    async def test_the_same_seed_gives_the_same_hand(self, pad: SignaturePad) -> None:
        first = await pad.sign("east-0199", WRITTEN)
        assert await SimulatedSignaturePad(seed=1).sign("east-0199", b"") == first
        assert await pad.sign("east-0199", WRITTEN) != first
        assert await SimulatedSignaturePad(seed=2).sign("east-0199", b"") != first
