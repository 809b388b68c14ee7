"""One reader for each format; each returns the same model of unit processes."""
