"""Steps 9, 11 and 12: the links between statements, and what has changed since."""
