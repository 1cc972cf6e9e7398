"""The broker, started and watched, and the hub's own link to it."""
