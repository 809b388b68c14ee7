"""Sums that trade asks of the graph: element origin, emissions by territory, carbon prices, the carbon border."""
