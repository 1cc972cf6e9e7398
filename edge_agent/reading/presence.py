"""`tongban read presence`: a video file watched as a camera would be, as fast as it can be read.

Owns how a video becomes one reading; who is there is said by `capture.faces`.
Kinds of finding: the events of `capture.faces.presence`, each with `at_s`; `cut-short`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from edge_agent.capture.faces.watcher import PresenceWatcher, SightedFace
from edge_agent.capture.image import Image
from edge_agent.capture.reading import Finding, Outline, Reading, unusable
from edge_agent.devices.open_video import frames_per_second, open_video
from edge_agent.devices.video_source import VideoSource

_PATIENCE_S: Final = 5.0
# Containers round their counts; so much may be missing at the end of a whole video.
_LEAST_SHARE: Final = 0.9


def read_presence(video: Path) -> tuple[Reading, Image | None]:
    """Watch the video; return what happened, and the first picture in which somebody arrived or is seen."""
    capture = open_video(VideoSource("file", str(video)), _PATIENCE_S)
    if capture is None:
        return unusable("This video cannot be opened."), None
    try:
        fps, promised = frames_per_second(capture), capture.get(cv2.CAP_PROP_FRAME_COUNT)
        watcher, count, findings = PresenceWatcher(), 0, list[Finding]()
        shown: tuple[Image, tuple[SightedFace, ...]] | None = None
        arrived = False
        for image in _pictures(capture):
            sight = watcher.see(image, count / fps)
            count += 1
            for event in sight.events:
                says = f"{event.at_s:.1f} s: {event.says}"
                findings.append(Finding(event.kind, says, {"at_s": f"{event.at_s:.1f}"}))
            arrives = any(event.kind == "arrived" for event in sight.events)
            if shown is None or (sight.faces and not arrived and (arrives or not shown[1])):
                shown = image, sight.faces or ()
            arrived = arrived or arrives
    finally:
        capture.release()
    if shown is None:
        return unusable("This video holds no pictures."), None
    whole = count >= _LEAST_SHARE * promised
    if not whole:
        says = f"The video ends after {count} of {promised:.0f} pictures: it is cut short or damaged."
        findings.append(Finding("cut-short", says, {"pictures": str(count)}))
    image, faces = shown
    outlines = tuple(_outline(face) for face in faces)
    return Reading("presence", ok=whole, findings=tuple(findings), outlines=outlines), image


def _pictures(capture: cv2.VideoCapture) -> Iterator[Image]:
    while True:
        read, image = capture.read()
        if not read:
            return
        yield np.asarray(image, np.uint8)


def _outline(sighted: SightedFace) -> Outline:
    left, top, right, bottom = sighted.face.box
    label = ", ".join(sighted.quality.faults) or "face"
    return Outline(label, ((left, top), (right, top), (right, bottom), (left, bottom)))
