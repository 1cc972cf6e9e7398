"""What may be said, a module a subject; `catalogue` lists it by channel and direction."""
