"""Sums that trade asks of the graph: origin of elements, emissions by territory, carbon prices, the carbon border."""
