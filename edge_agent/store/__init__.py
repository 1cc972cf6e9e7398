"""The device as its own disk knows it: cases filed here, cases handled here, who is signed in."""
