"""Topics: every one that is spelled can be read back, and nothing else can."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from device_profiles.contract import topics
from device_profiles.contract.errors import TopicError
from device_profiles.contract.ids import IDENTIFIER_PATTERN, DeviceAddress
from device_profiles.contract.topics import LARGEST_OFFSET, Channel, Direction, Topic, parse

identifiers = some.from_regex(IDENTIFIER_PATTERN, fullmatch=True).map(str.strip)
devices = some.builds(DeviceAddress, region=identifiers, branch=identifiers, device=identifiers)
directions = some.sampled_from(["up", "down"])
plain_channels = some.sampled_from(sorted(set(Channel) - {Channel.STATE, Channel.MATERIAL, Channel.FRAME}))
COUNTER = DeviceAddress(region="north", branch="b1", device="counter-1")


@given(devices)
def test_the_state_topic_reads_back(device: DeviceAddress) -> None:
    assert parse(topics.state(device)) == Topic(device, Channel.STATE, "up")


@given(devices, plain_channels)
def test_both_directions_of_a_channel_read_back(device: DeviceAddress, channel: Channel) -> None:
    assert parse(topics.up(device, channel)) == Topic(device, channel, "up")
    assert parse(topics.down(device, channel)) == Topic(device, channel, "down")


@given(devices, directions, identifiers, some.integers(0, LARGEST_OFFSET))
def test_a_chunk_reads_back(device: DeviceAddress, direction: Direction, upload: str, offset: int) -> None:
    spelled = topics.chunk(device, direction, upload, offset)
    assert parse(spelled) == Topic(device, Channel.MATERIAL, direction, upload, offset)


@given(devices, identifiers)
def test_a_frame_reads_back(device: DeviceAddress, call: str) -> None:
    assert parse(topics.frame(device, call)) == Topic(device, Channel.FRAME, "up", call=call)


@pytest.mark.parametrize(
    "topic",
    [
        "",
        "tongban/1",
        "tongban/2/north/b1/counter-1/state",
        "north/b1/counter-1/state",
        "tongban/1/north/b1/state",
        "tongban/1/North/b1/counter-1/state",
        "tongban/1/north/b1/counter-1\n/state",
        "tongban/1/north//counter-1/up/case",
        "tongban/1/+/b1/counter-1/up/case",
        "tongban/1/north/b1/counter-1/up",
        "tongban/1/north/b1/counter-1/up/state",
        "tongban/1/north/b1/counter-1/up/gossip",
        "tongban/1/north/b1/counter-1/sideways/case",
        "tongban/1/north/b1/counter-1/up/case/more",
        "tongban/1/north/b1/counter-1/up/material",
        "tongban/1/north/b1/counter-1/up/frame",
        "tongban/1/north/b1/counter-1/up/frame/Call",
        "tongban/1/north/b1/counter-1/down/frame/call-1",
        "tongban/1/north/b1/counter-1/up/material/scan-1",
        "tongban/1/north/b1/counter-1/up/material/Scan/0",
        "tongban/1/north/b1/counter-1/up/material/scan-1/-1",
        "tongban/1/north/b1/counter-1/up/material/scan-1/007",
        "tongban/1/north/b1/counter-1/up/material/scan-1/١",
        f"tongban/1/north/b1/counter-1/up/material/scan-1/{LARGEST_OFFSET + 1}",
        "tongban/1/north/b1/counter-1/up/material/scan-1/" + "9" * 5_000,
    ],
)
def test_what_is_no_topic_of_ours_is_refused(topic: str) -> None:
    with pytest.raises(TopicError) as caught:
        parse(topic)
    assert caught.value.refusal.code == "wrong_topic"


@given(some.text() | some.text("abu/+#019-\n", max_size=40).map("tongban/1/north/b1/c/".__add__))
@example("tongban/1/" + "\U000e0001" * 500)
def test_any_text_is_a_topic_or_a_topic_error(text: str) -> None:
    try:
        topic = parse(text)
    except TopicError:
        return
    assert str(topic.device) in text


def test_a_device_may_use_its_own_channels_and_no_others() -> None:
    rules = topics.access_rules(COUNTER, [Channel.CASE, Channel.MATERIAL, Channel.FRAME], [Channel.RECEIPT])
    assert [(rule.access, rule.topic_filter) for rule in rules] == [
        ("write", "tongban/1/north/b1/counter-1/state"),
        ("write", "tongban/1/north/b1/counter-1/up/case"),
        ("write", "tongban/1/north/b1/counter-1/up/material/+/+"),
        ("write", "tongban/1/north/b1/counter-1/up/frame/+"),
        ("read", "tongban/1/north/b1/counter-1/down/receipt"),
    ]


def test_hubs_share_what_devices_say_and_each_hear_every_state_and_signal() -> None:
    every = "tongban/1/+/+/+"
    shared = ("event", "case", "material", "command", "config", "receipt")
    assert topics.hub_subscriptions() == (
        *(f"$share/hub/{every}/up/{channel}/#" for channel in shared),
        f"{every}/state",
        f"{every}/up/signal",
        f"{every}/up/frame/+",
    )
    assert topics.hub_telemetry_subscriptions() == (f"$share/hub/{every}/up/telemetry/#",)
    assert topics.device_subscriptions(COUNTER) == ("tongban/1/north/b1/counter-1/down/#",)
