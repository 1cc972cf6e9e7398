"""What the counter does with cases: those it filed, those it handles, and who sits at it."""
