"""The HTTP interface and the WebSocket for people's screens."""
