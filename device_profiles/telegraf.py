"""How Telegraf reads the devices' readings by itself: the same topics and values, without our programs.

Spells its configuration from the kinds' metrics. Which values can be believed Telegraf does not judge.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from device_profiles.contract import topics
from device_profiles.contract.topics import Channel
from device_profiles.profiles import DeviceKind

HEAD: Final = """\
# Generated: Telegraf reads the devices' readings from the broker and writes them to an InfluxDB of its own.
#
#   TONGBAN_BROKER            tcp://host:port
#   TONGBAN_BROKER_USER, TONGBAN_BROKER_PASSWORD
#                             who may read {topic}
#   TELEGRAF_INFLUX_URL, TELEGRAF_INFLUX_BUCKET
#                             not the hub's own database: both call their measurement `readings`
#   TELEGRAF_INFLUX_TOKEN     2.x: a token that may write to it; 1.8: name:password, where it asks for one
#
# Region, branch and device come from the topic, which the broker lets nobody use but the device itself.
# Every value is stored, those too that the hub refuses as out of range; of two readings of one device and
# millisecond the later stays.

[agent]
  omit_hostname = true
  interval = "10s"
  flush_interval = "1s"
  metric_batch_size = 1000
  metric_buffer_limit = 100000

[[outputs.influxdb_v2]]
  urls = ["${{TELEGRAF_INFLUX_URL}}"]
  token = "${{TELEGRAF_INFLUX_TOKEN}}"
  organization = "${{TELEGRAF_INFLUX_ORGANIZATION:--}}"
  bucket = "${{TELEGRAF_INFLUX_BUCKET}}"

[[inputs.mqtt_consumer]]
  servers = ["${{TONGBAN_BROKER}}"]
  username = "${{TONGBAN_BROKER_USER}}"
  password = "${{TONGBAN_BROKER_PASSWORD}}"
  topics = ["{topic}"]
  topic_tag = ""
  # Acknowledged once the output took it; what came meanwhile waits at the broker.
  qos = 1
  client_id = "telegraf-tongban"
  persistent_session = true
  max_undelivered_messages = 1000
  data_format = "json_v2"

  [[inputs.mqtt_consumer.topic_parsing]]
    topic = "{topic}"
    tags = "{tags}"

  [[inputs.mqtt_consumer.json_v2]]
    measurement_name = "readings"
    timestamp_path = "body.measured_at"
    timestamp_format = "unix_ms"
"""
FIELD: Final = """
    [[inputs.mqtt_consumer.json_v2.field]]
      path = "{path}"
      type = "{kind}"
"""
OPTIONAL: Final = """\
      optional = true
"""


def configuration(kinds: Mapping[str, DeviceKind]) -> str:
    """Telegraf's configuration file.

    Metrics are floats whatever they look like: one whole number would fix a field's type for good.
    """
    topic = topics.of_every_device(Channel.TELEMETRY)
    tags = iter(("region", "branch", "device"))
    places = "/".join(next(tags) if level == "+" else "_" for level in topic.split("/"))
    of_each = (("boot", "string"), ("number", "int"))
    metrics = dict.fromkeys(name for kind in kinds.values() for name in kind.metrics)
    return "".join(
        [
            HEAD.format(topic=topic, tags=places),
            *(FIELD.format(path=f"body.{name}", kind=kind) for name, kind in of_each),
            FIELD.format(path="body.historical", kind="bool"),
            *(FIELD.format(path=f"body.metrics.{name}", kind="float") + OPTIONAL for name in metrics),
        ]
    )
