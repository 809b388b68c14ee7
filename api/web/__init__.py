"""Pages: what a browser is given."""
