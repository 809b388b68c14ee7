"""Steps 13 to 17: the figure recomputed, and what depends on it."""
