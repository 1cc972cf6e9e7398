"""The kinds of device and the procedures that Tongban brings, read once for all tests."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from device_profiles.profiles import DeviceKind, Procedure, load_kinds, load_procedures

KINDS: Final[Mapping[str, DeviceKind]] = MappingProxyType(load_kinds())
PROCEDURES: Final[Mapping[str, Procedure]] = MappingProxyType(load_procedures())
