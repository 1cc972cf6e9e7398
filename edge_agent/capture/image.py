"""From a picture file's bytes to pixels, and back.

Owns the limits that keep a hostile or broken file from taking the device's memory and time: the size in
pixels is read from the header before anything is unpacked, and what is large is unpacked smaller. It knows
nothing of pages, codes or devices.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from edge_agent.capture.media_type import media_type_of

Image = npt.NDArray[np.uint8]
"""(H, W, 3) uint8 BGR."""

# A modern phone makes 50 megapixels, and some 100.
LARGEST_PIXELS = 100_000_000
# libjpeg can unpack a JPEG at a half, a quarter, an eighth (75 MB at most here). A PNG, and what a
# progressive JPEG is made of, must be held as a whole: 240 MB is the most that a small device can spare.
_LARGEST_UNPACKED_PIXELS = 25_000_000
LARGEST_WHOLE_PIXELS = 40_000_000
# Each scan of a progressive JPEG is another pass over the whole picture; encoders make about ten.
_MOST_SCANS = 100
# Below this no page, code or face can be seen, and OpenCV's filters have no neighbourhood to look at.
SMALLEST_SIDE_PX = 16

_PNG_END = b"IEND\xaeB`\x82"
_JPEG_START_OF_SCAN = 0xDA
_JPEG_END = b"\xff\xd9"
# Start-of-frame markers of ITU-T T.81 table B.1: C0 to CF without DHT (C4), JPG (C8) and DAC (CC).
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_PROGRESSIVE_FRAMES = frozenset({0xC2, 0xC6, 0xCA, 0xCE})

_OTHER_SIGNATURES = (
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"%PDF-", "a PDF file"),
)

_REDUCED = (
    (1, cv2.IMREAD_COLOR),
    (2, cv2.IMREAD_REDUCED_COLOR_2),
    (4, cv2.IMREAD_REDUCED_COLOR_4),
    (8, cv2.IMREAD_REDUCED_COLOR_8),
)


class UnusableImageError(Exception):
    """These bytes cannot be looked at as a picture; `reason` says why in words for a person."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"This picture cannot be used: {reason}.")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Header:
    """What a file declares: its size, and whether all of it must be unpacked to show any of it."""

    width_px: int
    height_px: int
    is_whole: bool


def header_of(content: bytes) -> Header:
    """Return what a whole JPEG or PNG file declares, without unpacking it.

    Raises:
        UnusableImageError: not a JPEG or PNG, or the file ends before the picture does.
    """
    match media_type_of(content):
        case "image/png":
            return _png_header(content)
        case "image/jpeg":
            return _jpeg_header(content)
        case _:
            name = _other_picture(content)
            but = "" if name is None else f" but {name}: save it as one of them"
            raise UnusableImageError(f"it is neither a JPEG nor a PNG picture{but}")


def decode(content: bytes) -> Image:
    """Return the picture as (H, W, 3) uint8 BGR, turned as its EXIF orientation asks (`cv2.imdecode`).

    Of an animation it is the first frame. Beyond 25 megapixels it is half as wide, or less.

    Raises:
        UnusableImageError: not a picture, cut short, too many pixels, or too few to see anything.
    """
    header = header_of(content)
    width_px, height_px = header.width_px, header.height_px
    most = LARGEST_WHOLE_PIXELS if header.is_whole else LARGEST_PIXELS
    if width_px * height_px > most:
        raise UnusableImageError(f"{width_px} × {height_px} pixels are more than {most:,}")
    if min(width_px, height_px) < SMALLEST_SIDE_PX:
        raise UnusableImageError(f"{width_px} × {height_px} pixels are too few to show anything")
    fitting = (way for by, way in _REDUCED if width_px * height_px <= _LARGEST_UNPACKED_PIXELS * by**2)
    try:
        image = cv2.imdecode(np.frombuffer(content, np.uint8), next(fitting))
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


def _other_picture(content: bytes) -> str | None:
    """Return the name of a kind of picture that we do not take, by its signature."""
    if content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"heix", b"mif1", b"avif"):
        return "HEIC or AVIF"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WebP"
    return next((name for start, name in _OTHER_SIGNATURES if content.startswith(start)), None)


def _png_header(content: bytes) -> Header:
    # ISO/IEC 15948: the first chunk is IHDR, width and height its first two 32-bit numbers.
    if content[12:16] != b"IHDR" or _PNG_END not in content:
        raise UnusableImageError("it is cut short")
    width_px, height_px = int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    return Header(width_px, height_px, is_whole=True)


def _jpeg_header(content: bytes) -> Header:
    # ITU-T T.81 annex B: segments of marker and length, up to the first scan; walked, not searched, because
    # the EXIF segment holds a whole small JPEG of its own.
    header: Header | None = None
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker in _JPEG_FRAMES:
            header = Header(
                int.from_bytes(content[at + 7 : at + 9], "big"),
                int.from_bytes(content[at + 5 : at + 7], "big"),
                is_whole=marker in _JPEG_PROGRESSIVE_FRAMES,
            )
        if marker == _JPEG_START_OF_SCAN:
            # libjpeg fills what is missing with grey and says nothing, so the end is looked for here.
            if header is None or content.rfind(_JPEG_END) < at:
                break
            if content.count(bytes((0xFF, _JPEG_START_OF_SCAN)), at) > _MOST_SCANS:
                raise UnusableImageError(f"it has more than {_MOST_SCANS} layers")
            return header
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    raise UnusableImageError("it is cut short")
