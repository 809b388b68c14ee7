"""Step 10: the rules of entries, documents, periods and attestations."""
