"""The path of a statement into the log: admission, signatures, sequencing."""
