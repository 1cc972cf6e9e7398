"""The bank's core banking system, as the hub reaches it."""
