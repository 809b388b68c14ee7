"""The arithmetic of footprints: graph, valuation, cells, balances; no signatures."""
