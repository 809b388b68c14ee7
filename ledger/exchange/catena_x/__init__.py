"""Catena-X: a delivery as `io.catenax.pcf` 9.0.0 and as a footprint of a battery part 1.0.0."""
