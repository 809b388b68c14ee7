"""The graph of entries: resolution, order, contents, and the exact numbers of figures."""
