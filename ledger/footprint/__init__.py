"""What do these quantities add up to? Graph, valuation, cells, balances; no signatures."""
