"""The supplier's own stage as a spreadsheet: a template in three languages, read back cell by cell into an entry."""
