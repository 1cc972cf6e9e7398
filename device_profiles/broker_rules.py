"""Access rules and passwords of the devices, as mosquitto 2 reads them (`acl_file`, `password_file`).

Spells; decides nothing: what is allowed stands in the kinds' profiles and in `contract.topics`.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable
from typing import Final

from device_profiles.contract import topics
from device_profiles.contract.ids import DeviceAddress
from device_profiles.contract.topics import AccessRule
from device_profiles.profiles import DeviceKind

ITERATIONS: Final = 101
"""What mosquitto_passwd 2.0 writes. Enough only because the passwords are made by chance, not by people."""
SALT_BYTES: Final = 12
"""The one length that mosquitto 2.0 reads."""


def device_username(address: DeviceAddress) -> str:
    """The name under which a device connects. Identifiers hold no dot, so it can be read back."""
    return f"{address.region}.{address.branch}.{address.device}"


def acl_file(devices: Iterable[tuple[str, DeviceAddress, DeviceKind]], hub_user: str) -> str:
    """Write the `acl_file`: who may publish and receive what; everything else is forbidden.

    Args:
        devices: user name, address and kind of each device that may connect.
        hub_user: the user name of the hub.

    Raises:
        ValueError: a user name that would not stand on its line as one name.
    """
    sections = [_section(hub_user, topics.hub_access_rules())]
    for username, address, kind in devices:
        granted = topics.access_rules(address, sorted(kind.channels.publish), sorted(kind.channels.receive))
        sections.append(_section(username, granted))
    return "\n".join(sections)


def password_line(username: str, password: str, salt: bytes) -> str:
    """Write a line of the `password_file`: `$7$`, PBKDF2 with HMAC-SHA512 (mosquitto, password_mosq.c).

    Args:
        username: who connects.
        password: long and made by chance.
        salt: 12 bytes made by chance.

    Raises:
        ValueError: the user name or the salt cannot be written so.
    """
    if len(salt) != SALT_BYTES:
        msg = f"the salt has {len(salt)} bytes; mosquitto reads {SALT_BYTES}"
        raise ValueError(msg)
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, ITERATIONS)
    return f"{_checked(username)}:$7${ITERATIONS}${b64encode(salt).decode()}${b64encode(digest).decode()}\n"


def _section(username: str, rules: Iterable[AccessRule]) -> str:
    lines = "".join(f"topic {rule.access} {rule.topic_filter}\n" for rule in rules)
    return f"user {_checked(username)}\n{lines}"


def _checked(username: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{0,255}", username):
        msg = f"{username!r} is not a user name: a-z, 0-9, dots and hyphens are allowed"
        raise ValueError(msg)
    return username
