"""Pure image work: bytes in, findings out. No I/O, no clock, no device."""
