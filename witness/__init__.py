"""The witness: a small program of its own, which signs what extends what it signed of a log."""
