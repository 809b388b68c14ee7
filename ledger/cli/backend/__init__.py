"""The ledger that a command uses: in a folder of this machine, or on a server."""
