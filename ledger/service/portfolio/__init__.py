"""The portfolio of a ledger: all its calculations scored at once, with suppositions and spreads."""
