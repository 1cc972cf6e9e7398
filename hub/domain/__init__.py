"""Casework, routing and roster as pure functions: no I/O, no clock, no chance."""
