"""The label on every piece of a material."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from device_profiles.contract.chunks import read_label
from device_profiles.contract.errors import ContractError
from device_profiles.contract.examples import CHUNK
from device_profiles.contract.messages.case import LARGEST_MATERIAL_BYTES


def test_a_label_reads_back() -> None:
    assert read_label(CHUNK.properties()) == CHUNK


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("case", "North 1"),
        ("size_bytes", "0"),
        ("size_bytes", "many"),
        ("size_bytes", str(LARGEST_MATERIAL_BYTES + 1)),
        ("sha256", "abc"),
        ("chunk_sha256", "A" * 64),
        ("colour", "red"),
        ("x" * 5_000, "a name longer than a refusal may be"),
    ],
)
def test_a_malformed_label_names_the_property(name: str, value: str) -> None:
    with pytest.raises(ContractError) as caught:
        read_label(CHUNK.properties() | {name: value})
    assert caught.value.refusal.code == "invalid_chunk"
    assert caught.value.refusal.field == name[:200]


@pytest.mark.parametrize("name", ["case", "size_bytes", "sha256", "chunk_sha256"])
def test_every_property_is_needed(name: str) -> None:
    label = {key: value for key, value in CHUNK.properties().items() if key != name}
    with pytest.raises(ContractError, match=name):
        read_label(label)


@given(some.dictionaries(some.sampled_from(list(CHUNK.properties())) | some.text(), some.text()))
def test_any_properties_are_a_label_or_a_contract_error(properties: dict[str, str]) -> None:
    with pytest.raises(ContractError):
        read_label(properties)
