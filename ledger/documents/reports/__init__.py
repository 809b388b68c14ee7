"""Pages of the reports of a ledger, in English: one function a report, for the terminal, CSV and other renderers."""
