"""Live links from this device: what each call accepts, and how it is offered, kept up, and ended.

Pictures themselves are made in the camera's own process (`edge_agent.eyes`) or by the page; here are words.
"""
