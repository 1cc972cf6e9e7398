"""What identity documents say: read, and checked against themselves. Nothing is corrected or decided."""
