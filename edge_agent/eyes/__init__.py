"""The camera in the running agent: a child process owns it, the agent asks and is told.

`port`, `presence`, `supervised` and `document_camera` are the agent's side, with `film_port` and `filming`
for film. `__main__`, `watching`, `serving` and `film` are the child's, which alone loads OpenCV, dlib
and aiortc. `words` go between them by a `channel` (docs/adr/0018, 0024).
"""
