"""Requests for data and their invitation links: unsigned data of the operator beside the ledger."""
