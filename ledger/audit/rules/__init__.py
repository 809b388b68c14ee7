"""Step 10: the rules of entries, documents, periods, attestations and samples."""
