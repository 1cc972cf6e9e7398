"""The files of this repository that are generated from the device profiles, and whether they are stale."""

from __future__ import annotations

import json
from pathlib import Path

from device_profiles import telegraf
from device_profiles.broker_rules import acl_file, device_username
from device_profiles.contract.asyncapi import document
from device_profiles.contract.ids import DeviceAddress
from device_profiles.contract.reference import page
from device_profiles.profiles import DeviceKind, load_kinds, load_procedures


def files() -> dict[Path, str]:
    """Every generated file: its path within the checkout, and what it should hold.

    Raises:
        ProfileError: a profile file cannot be used.
    """
    kinds = load_kinds()
    described = document(kinds, load_procedures())
    return {
        Path("docs/contract/asyncapi.json"): json.dumps(described, ensure_ascii=False, indent=2) + "\n",
        Path("docs/contract/reference.md"): page(described),
        Path("deploy/mosquitto/acl.example"): _acl_example(kinds),
        Path("deploy/telegraf/telegraf.conf"): telegraf.configuration(kinds),
    }


def write(root: Path) -> None:
    """Write every generated file below `root`, the root of the checkout."""
    for path, text in files().items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def stale(root: Path) -> list[str]:
    """The generated files below `root` that are missing or differ from what they should hold."""
    return [
        path.as_posix()
        for path, text in files().items()
        if not (root / path).is_file() or (root / path).read_bytes() != text.encode()
    ]


def _acl_example(kinds: dict[str, DeviceKind]) -> str:
    addresses = {name: DeviceAddress(region="north", branch="b1", device=f"{name}-1") for name in kinds}
    devices = [(device_username(addresses[name]), addresses[name], kind) for name, kind in kinds.items()]
    head = (
        "# Generated: the access rules of the hub and of one device of each kind, as the hub writes them\n"
        "# for the devices that are registered. What is not granted is forbidden.\n\n"
    )
    return head + acl_file(devices, hub_user="hub")
