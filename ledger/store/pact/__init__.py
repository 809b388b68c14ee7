"""What the PACT door keeps beside the ledger: an index of footprints, partners, and events on their way."""
