"""Checks and generators of this repository; run `python -m tools.NAME` in the top folder."""
