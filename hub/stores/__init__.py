"""Where the hub keeps things: the journal, the register of devices and people, the materials."""
