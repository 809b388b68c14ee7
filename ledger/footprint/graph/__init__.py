"""The graph of entries: resolution, order, contents, and the exact numbers that figures are made of."""
