"""The rules of admission: each once, as a pure function that the ledger and the offline verifier both call."""
