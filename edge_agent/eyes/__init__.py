"""The camera in the running agent: a child process owns it, the agent asks and is told.

`port`, `presence`, `supervised` and `document_camera` are the agent's side; `__main__`, `watching` and
`serving` the child's, which alone loads OpenCV and dlib; `words` goes between them (docs/adr/0018).
"""
