"""Load, decide, append, perform: what the hub does with a command, and what follows from it."""
