"""The checks that no published tool makes; run `python -m tools.NAME` in the top folder."""
