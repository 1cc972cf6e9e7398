"""Telegraf is told of every topic, tag and metric that the profiles have."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from device_profiles.contract import topics
from device_profiles.contract.ids import DeviceAddress
from device_profiles.contract.topics import Channel
from device_profiles.profiles import load_kinds
from device_profiles.telegraf import configuration


@pytest.fixture
def consumer() -> dict[str, Any]:
    (found,) = tomllib.loads(configuration(load_kinds()))["inputs"]["mqtt_consumer"]
    assert isinstance(found, dict)
    return found


def test_region_branch_and_device_are_read_off_the_topic(consumer: dict[str, Any]) -> None:
    (parsing,) = consumer["topic_parsing"]
    assert consumer["topics"] == [parsing["topic"]]
    device = DeviceAddress(region="north", branch="b1", device="kiosk-1")
    named = zip(parsing["tags"].split("/"), topics.up(device, Channel.TELEMETRY).split("/"), strict=True)
    assert {name: level for name, level in named if name != "_"} == device.model_dump()


def test_every_metric_of_every_kind_is_a_float_that_may_be_missing(consumer: dict[str, Any]) -> None:
    fields = {field.pop("path"): field for field in consumer["json_v2"][0]["field"]}
    metrics = {name for kind in load_kinds().values() for name in kind.metrics}
    for name in metrics:
        assert fields.pop(f"body.metrics.{name}") == {"type": "float", "optional": True}
    assert fields == {
        "body.boot": {"type": "string"},
        "body.number": {"type": "int"},
        "body.historical": {"type": "bool"},
    }
