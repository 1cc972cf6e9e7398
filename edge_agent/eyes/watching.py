"""In the child: the agent is told what happens before the camera, and how the camera is.

Owns what is told and when. It asks the camera for pictures as anybody else does, and answers no questions.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from typing import Final

from edge_agent.devices.camera import Camera
from edge_agent.devices.happenings import Happening, PictureBack, PictureFaulty, PictureLost
from edge_agent.devices.watch import Watch
from edge_agent.eyes.channel import Channel
from edge_agent.eyes.words import AgentWord, Back, Condition, Faulty, Lost, Seen

TELL_EVERY_S: Final = 0.5
_COUNTED: Final = 10
"""The rate of pictures is that of so many tellings: five seconds."""


async def tell_happenings(camera: Camera, agent: Channel[AgentWord]) -> None:
    """Tell what happens, as long as the camera is entered."""
    async for happening in Watch(camera).happenings():
        await agent.say(_word(happening))


async def tell_condition(camera: Camera, agent: Channel[AgentWord]) -> None:
    """Tell how the camera is, every half second."""
    counts: deque[tuple[float, int]] = deque(maxlen=_COUNTED + 1)
    while True:
        state = camera.state
        counts.append((time.monotonic(), state.pictures))
        (first_s, first), (last_s, last) = counts[0], counts[-1]
        fps = (last - first) / (last_s - first_s) if last_s > first_s else 0.0
        await agent.say(Condition(sight=state.sight, says=state.says, fps=fps))
        await asyncio.sleep(TELL_EVERY_S)


def _word(happening: Happening) -> Seen | Lost | Back | Faulty:
    match happening:
        case PictureLost(says):
            return Lost(says=says)
        case PictureFaulty(what, says):
            return Faulty(what=what, says=says)
        case PictureBack():
            return Back()
        case event:
            return Seen(what=event.kind, at_s=event.at_s)
