"""Requests for data, and the links that invite to them: beside the ledger, not part of what is signed."""
