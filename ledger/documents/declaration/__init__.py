"""The declaration: its content from a calculation, and its page."""
