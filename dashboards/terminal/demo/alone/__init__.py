"""A customer alone before a kiosk, and the reviewer at a desk who sees them."""
