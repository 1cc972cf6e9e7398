"""`tongban read`: every reader of the device, for anyone with a file and a terminal."""
