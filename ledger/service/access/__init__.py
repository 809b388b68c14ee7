"""Who comes to the doors, what they may do there, and what of the ledger they are shown."""
