"""The linter of footprint files and passports that others wrote: bytes in, findings out."""
