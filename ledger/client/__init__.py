"""Programs outside a ledger: the HTTP client, and a log reader that verifies everything and keeps checkpoints."""
