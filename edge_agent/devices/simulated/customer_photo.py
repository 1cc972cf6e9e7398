"""A drawn customer as a counter's camera takes them: before a wall, in a lamp's light."""

import cv2
import numpy as np
from PIL import Image

from edge_agent.capture.image import encode_jpeg
from edge_agent.devices.simulated.portrait import Look, portrait

_WIDTH_PX, _HEIGHT_PX = 1280, 960
_PERSON_PX = 760
_WALL = (196, 200, 202)
_MOST_TURN_DEG = 3.0
_MOST_ASIDE_PX = 60
_LIGHT = (0.86, 1.08)
_BLUR_PX = (0.6, 1.0)
_NOISE = (1.5, 3.0)
_QUALITY = 88


def customer_photo(look: Look, chance: np.random.Generator) -> bytes:
    """Return a JPEG file of 1280 × 960 px; where they stand and how the light falls is up to `chance`."""
    scene = Image.new("RGB", (_WIDTH_PX, _HEIGHT_PX), _WALL)
    person = portrait(look).resize((_PERSON_PX, _PERSON_PX), Image.Resampling.LANCZOS)
    left = (_WIDTH_PX - _PERSON_PX) // 2 + int(chance.integers(-_MOST_ASIDE_PX, _MOST_ASIDE_PX + 1))
    scene.paste(person, (left, _HEIGHT_PX - _PERSON_PX), person)
    # Turned about the lower edge's middle, so that the shoulders stay in the picture's lower corners.
    turn = cv2.getRotationMatrix2D(
        (left + _PERSON_PX / 2, _HEIGHT_PX), float(chance.uniform(-_MOST_TURN_DEG, _MOST_TURN_DEG)), 1
    )
    bgr = np.ascontiguousarray(np.asarray(scene)[..., ::-1])
    turned = cv2.warpAffine(bgr, turn, (_WIDTH_PX, _HEIGHT_PX), borderMode=cv2.BORDER_REPLICATE)
    at_left, at_right = (float(chance.uniform(*_LIGHT)) for _ in range(2))
    light = np.linspace(at_left, at_right, _WIDTH_PX, dtype=np.float32)[None, :, None]
    soft = cv2.GaussianBlur(turned * light, (0, 0), float(chance.uniform(*_BLUR_PX)))
    noise = chance.standard_normal((_HEIGHT_PX, _WIDTH_PX, 1), np.float32) * float(chance.uniform(*_NOISE))
    return encode_jpeg(np.clip(soft + noise, 0, 255).astype(np.uint8), quality=_QUALITY)
