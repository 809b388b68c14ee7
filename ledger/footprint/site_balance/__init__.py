"""Site balances: what a site used in a year against what its entries state."""
