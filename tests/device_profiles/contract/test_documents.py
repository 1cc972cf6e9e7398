"""The AsyncAPI document and the reference page say what the code does."""

import json
import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from device_profiles.contract.asyncapi import Document, document
from device_profiles.contract.chunks import read_label
from device_profiles.contract.codec import decode
from device_profiles.contract.errors import RefusalCode
from device_profiles.contract.ids import parse_branch
from device_profiles.contract.messages.case import FileCase
from device_profiles.contract.messages.catalogue import CATALOGUE
from device_profiles.contract.messages.health import Readings
from device_profiles.contract.reference import page
from device_profiles.contract.refusals import MEANINGS
from device_profiles.contract.topics import parse
from device_profiles.profiles import load_kinds, load_procedures


@pytest.fixture(scope="module")
def described() -> Document:
    return document(load_kinds(), load_procedures())


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def follow(document: Document, reference: str) -> Any:
    here: Any = document
    for step in reference.removeprefix("#/").split("/"):
        here = here[step]
    return here


def payloads(document: Document, message: str) -> list[Any]:
    return [example["payload"] for example in document["components"]["messages"][message]["examples"]]


def test_every_reference_leads_somewhere(described: Document) -> None:
    found = set(references(described))
    assert len(found) > 50
    for reference in found:
        assert isinstance(follow(described, reference), dict), reference


def test_nothing_is_described_that_nobody_refers_to(described: Document) -> None:
    found = set(references(described))
    for part in ("messages", "schemas", "securitySchemes"):
        for name in described["components"][part]:
            assert f"#/components/{part}/{name}" in found


def test_operations_say_only_what_their_channel_carries(described: Document) -> None:
    for operation in described["operations"].values():
        for told in (operation, operation.get("reply", operation)):
            for message in told["messages"]:
                assert message["$ref"].startswith(told["channel"]["$ref"] + "/messages/")


def test_the_addresses_are_topics(described: Document) -> None:
    for channel in described["channels"].values():
        address = channel["address"]
        assert set(re.findall(r"\{(\w+)\}", address)) == set(channel["parameters"])
        parse(re.sub(r"\{offset\}", "0", address).replace("{", "").replace("}", ""))


def test_a_device_sends_upwards_and_receives_downwards(described: Document) -> None:
    for operation in described["operations"].values():
        address = follow(described, operation["channel"]["$ref"])["address"]
        assert ("/down/" in address) is (operation["action"] == "receive")
        assert operation["bindings"]["mqtt"] == {
            "qos": 1,
            "retain": address.endswith("/state"),
            "bindingVersion": "0.2.0",
        }


def test_every_example_is_understood(described: Document) -> None:
    for (direction, channel), bodies in CATALOGUE.items():
        for body in bodies:
            for payload in payloads(described, body.type_name):
                assert decode(direction, channel, json.dumps(payload).encode()).type == body.type_name
    (example,) = described["components"]["messages"]["material.chunk"]["examples"]
    read_label(example["headers"])


def test_the_examples_keep_the_profiles(described: Document) -> None:
    (filed,) = payloads(described, "case.file")
    body = FileCase.model_validate(filed["body"])
    assert load_procedures()[body.procedure].first_fault(body.application) is None
    assert body.case.startswith(parse_branch(str(body.target)).region + "-")
    (snapshot,) = payloads(described, "telemetry.readings")
    for name, value in Readings.model_validate(snapshot["body"]).metrics.items():
        assert load_kinds()["counter"].metrics[name].admits(value)


def test_every_refusal_code_is_explained(described: Document) -> None:
    assert list(MEANINGS) == list(get_args(RefusalCode))
    for code in MEANINGS:
        assert f"| `{code}` |" in described["info"]["description"]


def test_the_description_tells_journey_a_in_order(described: Document) -> None:
    text = described["info"]["description"].partition("## Journey A at the origin")[2]
    steps = ("`case.file`", "`accepted`", "`stored`", "`case.material`", "`case.collected`", "`succeeded`")
    places = [text.index(step) for step in (*steps, "`case.result_shown`")]
    assert places == sorted(places)


def test_the_page_shows_every_channel_message_and_profile(described: Document) -> None:
    written = page(described)
    for channel in described["channels"].values():
        assert f"| `{channel['address']}` |" in written
    for message in described["components"]["messages"]:
        assert f"### `{message}`" in written
    for metric in load_kinds()["counter"].metrics:
        assert f"| `{metric}` |" in written
    assert "| `material.findings[].kind` | text" in written
    for line in written.splitlines():
        assert "{'" not in line, "a Python value got into the page"
