"""One exact sum over the graph of entries; a carbon footprint is one of them."""
