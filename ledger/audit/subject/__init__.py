"""The document that is verified, the graph behind it, and the method of its figure."""
