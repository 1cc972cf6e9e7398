"""The face in a terminal: the `tongban` command and the demo."""
