"""The report: its rows, and its text."""
