"""PDF files to be read: of empty pages, of pictures, and of what means harm (ISO 32000-1)."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence

import PIL.Image
import pypdfium2


def empty_pages(count: int, size_pt: tuple[float, float] = (595, 842)) -> bytes:
    """As many pages, A4 unless told."""
    with pypdfium2.PdfDocument.new() as document:
        for _ in range(count):
            document.new_page(*size_pt)
        file = io.BytesIO()
        document.save(file)
    return file.getvalue()


def pages_of(pictures: Sequence[PIL.Image.Image]) -> bytes:
    """A page each, as a scanner at 300 dpi writes them."""
    file = io.BytesIO()
    first, *others = (picture.convert("RGB") for picture in pictures)
    first.save(file, format="PDF", save_all=True, append_images=others, resolution=300)
    return file.getvalue()


def one_page(drawing: bytes, *others: bytes, box: bytes = b"0 0 595 842", resources: bytes = b"") -> bytes:
    """A page of this size with this drawing (both as they are written); `others` are objects 5, 6, …"""
    return written(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Resources<<%s>>/Contents 4 0 R>>" % (box, resources),
        stream(drawing),
        *others,
    )


def written(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A file of these objects, numbered from 1, the first being the catalog."""
    body = b"".join(b"%d 0 obj%s endobj\n" % (number, text) for number, text in enumerate(objects, 1))
    return b"%%PDF-1.4\n%strailer<</Root 1 0 R%s>>\n%%%%EOF\n" % (body, trailer)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    return b"<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (entries, len(packed), packed)


def locked_pages() -> bytes:
    """A file whose password nobody knows: its check value fits none (ISO 32000-1, 7.6.3)."""
    lock = b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"5a" * 32, b"a5" * 32)
    return written(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        lock,
        trailer=b"/Encrypt 4 0 R/ID[<%s><%s>]" % (b"00" * 16, b"00" * 16),
    )


def huge_picture(*, side_px: int = 20_000, colours: bytes = b"Gray", bits: int = 1) -> bytes:
    """A page that is one picture of hundreds of megapixels, packed into a few KB."""
    pixels = bytes(side_px * side_px * bits * (3 if colours == b"RGB" else 1) // 8)
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/Device%s/BitsPerComponent %d" % (
        side_px,
        side_px,
        colours,
        bits,
    )
    picture = stream(pixels, entries)
    return one_page(b"595 0 0 842 0 0 cm /I Do", picture, resources=b"/XObject<</I 5 0 R>>")


def pictures_within_pictures(depth: int = 12, each: int = 10) -> bytes:
    """Ten drawings of ten drawings of ten …: a page of a few KB that would be drawn for years."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</N %d 0 R>>>>"
    inner = [stream(b"/N Do " * each, form % (6 + level)) for level in range(depth)]
    last = stream(b"0 0 595 842 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]")
    return one_page(b"/N Do", *inner, last, resources=b"/XObject<</N 5 0 R>>")
