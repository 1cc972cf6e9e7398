"""The way of signals and single pictures to the hub: now, or not at all."""

from __future__ import annotations

from device_profiles.contract import topics
from device_profiles.contract.codec import encode
from device_profiles.contract.envelope import Body, Envelope
from device_profiles.contract.frames import LARGEST_FRAME_BYTES, FrameLabel
from device_profiles.contract.ids import DeviceAddress
from device_profiles.contract.topics import Channel
from device_profiles.delivery.clock import Ids
from device_profiles.delivery.errors import DeliveryError
from device_profiles.delivery.session import Session


class SignalLine:
    """Says what is not numbered. Whoever waits for `say` or `show` has its answer from the broker."""

    def __init__(self, session: Session, device: DeviceAddress, ids: Ids) -> None:
        self._session = session
        self._device = device
        self._ids = ids

    async def say(self, body: Body) -> bool:
        """Say it; whether a hub was there to hear it."""
        envelope = Envelope(
            id=self._ids.message_id(),
            type=body.type_name,
            version=body.version,
            sent_at=self._ids.clock.now_ms(),
            body=body,
        )
        return await self._publish(topics.up(self._device, Channel.SIGNAL), encode(envelope), None)

    async def show(self, call: str, label: FrameLabel, jpeg: bytes) -> bool:
        """Send one picture of a call; whether a hub was there to take it."""
        if len(jpeg) > LARGEST_FRAME_BYTES:
            return False
        return await self._publish(topics.frame(self._device, call), jpeg, label)

    async def _publish(self, topic: str, payload: bytes, label: FrameLabel | None) -> bool:
        properties = None if label is None else label.properties()
        try:
            return await self._session.publish(topic, payload, properties=properties)
        except DeliveryError:
            return False
