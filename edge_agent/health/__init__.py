"""How this device is: gauges measure it, and the hub is told, regularly and when something changes."""
