"""Site balances: the amounts that a site used in a year, compared with its entries."""
