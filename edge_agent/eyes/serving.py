"""In the child: the agent asks for pictures, and is given the newest as JPEG files.

Owns how many may be waited for at a time, and hands on what is said of film. While nobody asks, nothing is
encoded; who asks late gets the newest picture, and never one that was kept for it.
"""

from __future__ import annotations

import asyncio
from typing import Final

from edge_agent.capture.image import Image, encode_jpeg, reduced
from edge_agent.devices.camera import Camera
from edge_agent.devices.errors import NoPictureError
from edge_agent.eyes.channel import Channel
from edge_agent.eyes.film.service import FilmService
from edge_agent.eyes.port import PREVIEW_PX, Size
from edge_agent.eyes.words import AgentWord, Ask, Begin, NoneTaken, Taken

MOST_WAITING: Final = 8
_QUALITY: Final[dict[Size, int]] = {"preview": 75, "watched": 85, "largest": 92}
"""Small print wants the most."""


async def serve(camera: Camera, film: FilmService, agent: Channel[AgentWord]) -> None:
    """Answer until the agent ends.

    Raises:
        EOFError: it has.
        ConnectionError: as above.
    """
    waiting: set[asyncio.Task[None]] = set()
    async with asyncio.TaskGroup() as tasks:
        while True:
            word, _ = await agent.hear()
            if isinstance(word, Begin):
                continue
            if not isinstance(word, Ask):
                tasks.create_task(film.take(word))
            elif len(waiting) < MOST_WAITING:
                giving = tasks.create_task(_give(camera, agent, word))
                waiting.add(giving)
                giving.add_done_callback(waiting.discard)
            else:
                says = f"{len(waiting)} pictures are waited for already: try again in a moment."
                await agent.say(NoneTaken(ask=word.ask, says=says))


async def _give(camera: Camera, agent: Channel[AgentWord], ask: Ask) -> None:
    try:
        frame = await (camera.still() if ask.size == "largest" else camera.newest(ask.after))
    except NoPictureError as error:
        await agent.say(NoneTaken(ask=ask.ask, says=str(error)))
        return
    jpeg, height_px, width_px = await asyncio.to_thread(_encoded, frame.image, ask.size)
    taken = Taken(ask=ask.ask, number=frame.number, at_s=frame.at_s, width_px=width_px, height_px=height_px)
    await agent.say(taken, jpeg)


def _encoded(image: Image, size: Size) -> tuple[bytes, int, int]:
    """Return the JPEG file, its height and its width in px."""
    shown = reduced(image, PREVIEW_PX) if size == "preview" else image
    return encode_jpeg(shown, quality=_QUALITY[size]), *shown.shape[:2]
