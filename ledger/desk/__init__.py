"""What people and programs ask a ledger, and the acts that change what stands beside it, each said once."""
