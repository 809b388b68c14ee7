"""PACT 3: a delivery as a product footprint, its evidence, the criteria of a list, events, and what imports show."""
