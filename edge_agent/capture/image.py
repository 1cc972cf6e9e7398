"""From a picture file's bytes to pixels, and back.

Owns the limits that keep a hostile or broken file from taking the device's memory: the size in pixels is
read from the header before anything is unpacked. It knows nothing of pages, codes or devices.
"""

import cv2
import numpy as np
import numpy.typing as npt

from edge_agent.capture.media_type import media_type_of

Image = npt.NDArray[np.uint8]
"""(H, W, 3) uint8 BGR."""

# A modern phone makes 50 megapixels; 100 unpack into 300 MB, the most that a small device can spare.
LARGEST_PIXELS = 100_000_000
# Below this no page, code or face can be seen, and OpenCV's filters have no neighbourhood to look at.
SMALLEST_SIDE_PX = 16

_PNG_END = b"IEND\xaeB`\x82"
_JPEG_START_OF_SCAN = 0xDA
_JPEG_END = b"\xff\xd9"
# Start-of-frame markers of ITU-T T.81 table B.1: C0 to CF without DHT (C4), JPG (C8) and DAC (CC).
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class UnusableImageError(Exception):
    """These bytes cannot be looked at as a picture; `reason` says why in words for a person."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"This picture cannot be used: {reason}.")
        self.reason = reason


def size_px(content: bytes) -> tuple[int, int]:
    """Return the (width, height) that a whole JPEG or PNG file declares, without unpacking it.

    Raises:
        UnusableImageError: not a JPEG or PNG, or the file ends before the picture does.
    """
    match media_type_of(content):
        case "image/png":
            return _png_size_px(content)
        case "image/jpeg":
            return _jpeg_size_px(content)
        case _:
            raise UnusableImageError("it is neither a JPEG nor a PNG picture")


def decode(content: bytes) -> Image:
    """Return the picture as (H, W, 3) uint8 BGR, turned as its EXIF orientation asks (`cv2.imdecode`).

    Raises:
        UnusableImageError: not a picture, cut short, too many pixels, or too few to see anything.
    """
    width_px, height_px = size_px(content)
    if width_px * height_px > LARGEST_PIXELS:
        raise UnusableImageError(f"{width_px} × {height_px} pixels are more than {LARGEST_PIXELS:,}")
    if min(width_px, height_px) < SMALLEST_SIDE_PX:
        raise UnusableImageError(f"{width_px} × {height_px} pixels are too few to show anything")
    try:
        image = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        image = None
    if image is None:
        raise UnusableImageError("it is damaged")
    return np.asarray(image, np.uint8)


def encode_jpeg(image: Image, *, quality: int) -> bytes:
    """Return the (H, W, 3) uint8 BGR image as a JPEG file; quality is libjpeg's 0 to 100."""
    _, encoded = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return encoded.tobytes()


def reduced(image: Image, longest_px: int) -> Image:
    """Return the image scaled down so that its longer side is at most `longest_px`; never enlarged."""
    height, width = image.shape[:2]
    scale = longest_px / max(height, width)
    if scale >= 1:
        return image
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def _png_size_px(content: bytes) -> tuple[int, int]:
    # ISO/IEC 15948: the first chunk is IHDR, width and height its first two 32-bit numbers.
    if content[12:16] != b"IHDR" or _PNG_END not in content:
        raise UnusableImageError("it is cut short")
    return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")


def _jpeg_size_px(content: bytes) -> tuple[int, int]:
    # ITU-T T.81 annex B: segments of marker and length, up to the first scan; walked, not searched, because
    # the EXIF segment holds a whole small JPEG of its own.
    size: tuple[int, int] | None = None
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker in _JPEG_FRAMES:
            size = (
                int.from_bytes(content[at + 7 : at + 9], "big"),
                int.from_bytes(content[at + 5 : at + 7], "big"),
            )
        if marker == _JPEG_START_OF_SCAN:
            # libjpeg fills what is missing with grey and says nothing, so the end is looked for here.
            if size is None or content.rfind(_JPEG_END) < at:
                break
            return size
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    raise UnusableImageError("it is cut short")
