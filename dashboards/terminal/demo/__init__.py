"""The demo: a real broker, a real hub and real agents as processes, and scripted people who use them."""
