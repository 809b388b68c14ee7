"""Documents on trade: a battery's emissions by country, and the cost of carbon price scenarios."""
