"""Catena-X exports of a delivery: `io.catenax.pcf` 9.0.0 and the footprint of a battery part 1.0.0."""
