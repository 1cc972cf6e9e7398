import pytest

from edge_agent.capture.media_type import media_type_of


def test_the_signature_decides(jpeg: bytes, png: bytes) -> None:
    assert media_type_of(jpeg) == "image/jpeg"
    assert media_type_of(png) == "image/png"
    assert media_type_of(b"%PDF-1.7\n") == "application/pdf"


@pytest.mark.parametrize("content", [b"", b"\xff", b"hello", b"GIF89a", b"PK\x03\x04", b" %PDF-1.7"])
def test_anything_else_has_no_media_type(content: bytes) -> None:
    assert media_type_of(content) is None
