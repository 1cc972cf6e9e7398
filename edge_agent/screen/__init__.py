"""The local screen: HTTP on the device's own address, for the person in front of it."""
