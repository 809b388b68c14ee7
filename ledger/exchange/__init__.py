"""Import from and export to formats of other systems."""
