"""One port for each peripheral, with a real driver and a simulated one."""
