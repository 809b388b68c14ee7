"""The study: the public or full report behind a figure, stated item by item and laid out as a page."""
