"""Reads of a ledger's state: statements, keys, figures, receipts."""
