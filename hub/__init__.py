"""The program in the middle: it finds the right person and carries the evidence to them."""
