"""The valuation of an entry's rows, and the figures of a graph."""
