"""How both programs listen."""

from __future__ import annotations

import socket

from device_profiles.serving import listen


def test_no_answer_waits_for_an_acknowledgement() -> None:
    with (
        listen("127.0.0.1", 0, "TONGBAN_HTTP_PORT") as listener,
        socket.create_connection(listener.getsockname()),
    ):
        connection, _ = listener.accept()
        with connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
