"""The program on a device: a counter or a kiosk."""
