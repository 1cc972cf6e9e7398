"""The contract as a page for people: the AsyncAPI document, written out in Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from device_profiles.contract.asyncapi import Document


def page(document: Document) -> str:
    """Write the document out: topics, the guide, every message with its fields and examples, profiles."""
    parts = [
        f"# {document['info']['title']}, contract version {document['info']['version']}\n",
        "Generated from `device_profiles`; the same as an AsyncAPI document is `asyncapi.json`.\n",
        "## Topics\n",
        _topics(document),
        document["info"]["description"],
        *(_channel(document, name) for name in document["channels"]),
        *(_kind(name, kind) for name, kind in document["x-device-kinds"].items()),
        *(_procedure(name, procedure) for name, procedure in document["x-procedures"].items()),
    ]
    return "\n".join(parts)


def _topics(document: Document) -> str:
    rows = [
        (
            f"`{channel['address']}`",
            "device → hub" if operation["action"] == "send" else "hub → device",
            channel["description"],
        )
        for operation in document["operations"].values()
        for channel in [_resolve(document, operation["channel"])]
    ]
    return _table(("topic", "way", "what for"), rows)


def _channel(document: Document, name: str) -> str:
    channel = document["channels"][name]
    says = [_message(document, _resolve(document, message)) for message in channel["messages"].values()]
    return "\n".join([f"## Channel `{name}`\n", f"`{channel['address']}`\n", channel["description"], *says])


def _message(document: Document, message: Document) -> str:
    lines = [f"\n### `{message['name']}`\n", message["summary"], ""]
    if "headers" in message:
        lines += [_table(("user property", "value", ""), _fields(document, message["headers"]))]
        lines += [_example(example["headers"]) for example in message["examples"]]
        return "\n".join(lines)
    payload = _resolve(document, message["payload"])
    lines += [_table(("field", "value", ""), _fields(document, payload["properties"]["body"]))]
    lines += [_example(example["payload"]) for example in message["examples"]]
    return "\n".join(lines)


def _example(value: Any) -> str:
    return f"```json\n{json.dumps(value, ensure_ascii=False, indent=2)}\n```\n"


def _fields(document: Document, schema: Document, prefix: str = "") -> Iterator[tuple[str, ...]]:
    """Every field by its path within the message's body, those of tables within tables too."""
    schema = _resolve(document, schema)
    for name, field in schema.get("properties", {}).items():
        path = f"{prefix}{name}"
        yield f"`{path}`", _value(document, field), "" if name in schema.get("required", ()) else "optional"
        for inner in (field, field.get("items", {}), *field.get("anyOf", ())):
            steps = f"{path}[]." if inner is not field and inner is field.get("items") else f"{path}."
            yield from _fields(document, inner, steps)


def _value(document: Document, field: Document) -> str:
    """A schema in a few words, such as `text, at most 80 characters`."""
    options = [option for option in field.get("anyOf", ()) if option.get("type") != "null"]
    schema = _resolve(document, options[0] if options else field)
    if "enum" in schema:
        choices = schema["enum"]
        return (
            " ".join(f"`{choice}`" for choice in choices) if len(choices) < 12 else "a code, see Refusals"
        )
    if "const" in schema:
        return f"`{schema['const']}`"
    if "items" in schema:
        return f"list of {_value(document, schema['items'])}"
    if "patternProperties" in schema:
        return " or ".join(
            f"names, each with {_limits(told)}" for told in schema["patternProperties"].values()
        )
    return _limits(schema)


def _limits(schema: Document) -> str:
    names = {"string": "text", "integer": "whole number", "boolean": "true or false", "object": "table"}
    says = names.get(schema["type"], str(schema["type"]))
    limits = {
        "pattern": " `{}`",
        "minLength": ", at least {} characters",
        "maxLength": ", at most {} characters",
        "minimum": " from {}",
        "maximum": " to {}",
    }
    return says + "".join(form.format(schema[name]) for name, form in limits.items() if name in schema)


def _kind(name: str, kind: Document) -> str:
    rows = (
        (f"`{metric}`", told["unit"], f"{told['range'][0]:g} to {told['range'][1]:g}", _title(told))
        for metric, told in kind["metrics"].items()
    )
    grants = kind["channels"]
    return (
        f"## Kind of device `{name}`: {_title(kind)}\n\n"
        f"Publishes {', '.join(grants['publish'])}; receives {', '.join(grants['receive'])}. "
        f"Readings every {kind['telemetry']['interval_s']:g} s.\n\n"
        + _table(("metric", "unit", "range", "title"), rows)
    )


def _procedure(name: str, procedure: Document) -> str:
    fields = (
        (f"`{field}`", f"`{told['pattern']}`", _required(told), _title(told))
        for field, told in procedure["fields"].items()
    )
    materials = (
        (f"`{material}`", f"up to {told['most']}", _how(told), _required(told), _title(told))
        for material, told in procedure["materials"].items()
    )
    return "\n".join(
        [
            f"## Procedure `{name}`: {_title(procedure)}\n",
            _table(("field of the application", "pattern", "", "title"), fields),
            _table(("material", "how many", "", "", "title"), materials),
        ]
    )


def _how(told: Document) -> str:
    if told["signed_on"] == "pad":
        return "signed on the pad"
    return "printed, signed, scanned" if told["printed"] else "scanned"


def _required(told: Document) -> str:
    return "" if told["required"] else "optional"


def _title(told: Document) -> str:
    return f"{told['title']['en']} ({told['title']['zh']})"


def _table(head: tuple[str, ...], rows: Any) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def _resolve(document: Document, value: Document) -> Document:
    """Follow a reference, if it is one."""
    here = value
    while reference := here.get("$ref"):
        here = document
        for step in reference.removeprefix("#/").split("/"):
            here = here[step]
    return here
