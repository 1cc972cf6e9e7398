"""How a model of the HTTP interface carries its example into the OpenAPI document."""

from __future__ import annotations

from pydantic import ConfigDict, JsonValue


def example(**values: JsonValue) -> ConfigDict:
    """The configuration of a model with this example."""
    return ConfigDict(json_schema_extra={"examples": [dict(values)]})
