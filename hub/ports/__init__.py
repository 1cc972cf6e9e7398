"""What the hub needs from the world outside it: one port a module."""
