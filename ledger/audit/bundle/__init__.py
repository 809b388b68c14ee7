"""The files of a bundle, read once: container, values, citations."""
