"""A device as operators see it, with an example."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel

from hub.ports.devices import Device, Peripheral
from hub.web.examples import example


class PeripheralView(BaseModel):
    """A part of a device as the device last said it is; `since` (Unix ms) is when the hub heard of it."""

    peripheral: str
    condition: str
    says: str
    since: int


class DeviceView(BaseModel):
    """A registered device; `since` (Unix ms) is when it was last heard to come or go."""

    model_config = example(
        address="north/b1/counter-1",
        kind="counter",
        online=True,
        since=1795300000000,
        peripherals=[
            {
                "peripheral": "printer",
                "condition": "out_of_paper",
                "says": "The printer has no paper: put some in.",
                "since": 1795300060000,
            }
        ],
    )

    address: str
    kind: str
    online: bool
    since: int | None
    peripherals: list[PeripheralView]

    @classmethod
    def of(cls, device: Device, peripherals: Sequence[Peripheral]) -> DeviceView:
        """A device and its peripherals as operators see them."""
        return cls(
            address=device.address,
            kind=device.kind,
            online=device.online,
            since=device.since,
            peripherals=[
                PeripheralView(
                    peripheral=each.name, condition=each.condition, says=each.says, since=each.since
                )
                for each in peripherals
            ],
        )
