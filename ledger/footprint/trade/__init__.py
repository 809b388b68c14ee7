"""Sums that trade asks of the graph: elements by origin, emissions by territory, carbon prices, the carbon border."""
