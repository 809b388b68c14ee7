"""The data of the PACT API beside the ledger: an index of footprints, partners, and events."""
