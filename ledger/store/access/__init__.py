"""Who may come in, and what they read: accounts beside the ledger, not part of what is signed."""
