"""Output in a terminal, options that commands share, and files that a person names."""
