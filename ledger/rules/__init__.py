"""May this statement stand? Each rule once, as a pure function that the ledger and the offline verifier both call."""
