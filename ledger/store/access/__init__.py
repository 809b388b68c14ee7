"""Accounts, grants and the journal of reads: unsigned data of the operator beside the ledger."""
