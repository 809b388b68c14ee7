"""Bundle in, findings out: the one pure place where trust and footprint meet."""
